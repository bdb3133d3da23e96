@testable import FluxGateOpenAI
import FluxGateSDK
import LoopbackServer
import Synchronization
import Testing

@Suite struct ErrorTests {
    private static let answer =
        #"{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#

    @Test func errorsAreTypedTrackedAndTheSameWithoutTracking() async throws {
        let server = try await LoopbackServer { _, answer in
            try await answer.send(
                429, #"{"error":{"message":"slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}}"#,
                [("x-request-id", "req_7"), ("Retry-After", "2")])
        }
        let ingest = try await FakeFluxGate()
        let client = OpenAI(apiKey: "sk-test", baseURL: server.url + "/v1", maxRetries: 0)
        let tracked = createOpenAICostTracker(client, try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30)))
        let plain = await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(.init(model: "gpt-4o", messages: [])) }
        let error = await #expect(throws: OpenAIError.self) { try await tracked.client.chat.completions.create(.init(model: "gpt-4o", messages: [])) }
        let streamed = await #expect(throws: OpenAIError.self) { try await tracked.client.chat.completions.stream(.init(model: "gpt-4o", messages: [])) }
        #expect(error == plain && streamed == plain)
        #expect(error?.status == 429)
        #expect(error?.type == "requests")
        #expect(error?.code == "rate_limit_exceeded")
        #expect(error?.message == "slow down")
        #expect(error?.requestId == "req_7")
        #expect(error?.retryAfter == .seconds(2))
        let events = try ingest.events.map { try JSON(text: $0) }
        #expect(events.count == 2)
        #expect(events[0]["performance"]?["errorMessage"] == "slow down")
        #expect(events[1]["performance"]?["isStreamed"] == false)
    }

    @Test func htmlErrorPages() async throws {
        let server = try await LoopbackServer { request, answer in
            try await answer.send(request.path.hasPrefix("/ok") ? 200 : 502, "<html><h1>Bad gateway</h1></html>", type: "text/html")
        }
        let ingest = try await FakeFluxGate()
        let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30))
        for (path, status) in [("bad", 502), ("ok", 200)] {
            let openAI = createOpenAICostTracker(OpenAI(apiKey: "k", baseURL: "\(server.url)/\(path)/v1", maxRetries: 0), fluxGate).client
            let error = await #expect(throws: OpenAIError.self) { try await openAI.chat.completions.create(.init(model: "m", messages: [])) }
            #expect(error?.status == status)
            let streamed = await #expect(throws: OpenAIError.self) { try await openAI.chat.completions.stream(.init(model: "m", messages: [])) }
            #expect(streamed?.status == status)
        }
        #expect(ingest.events.count == 4)
        #expect(try ingest.events.allSatisfy { try JSON(text: $0)["performance"]?["status"] == "ERROR" })
    }

    @Test func retriesAsTheOfficialClientsDo() async throws {
        let count = Mutex(0)
        let server = try await LoopbackServer { _, answer in
            switch count.withLock({ $0 += 1; return $0 }) {
            case 1: try await answer.send(500, #"{"error":{"message":"oops","type":"server_error"}}"#, [("retry-after-ms", "20")])
            case 2: try await answer.send(429, "", [("retry-after-ms", "20")])
            default: try await answer.send(200, ErrorTests.answer)
            }
        }
        let ingest = try await FakeFluxGate()
        let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30))
        let openAI = createOpenAICostTracker(OpenAI(apiKey: "k", baseURL: server.url + "/v1"), fluxGate)
        let completion = try await openAI.withContext(FluxGateContext(feature: "f")).chat.completions.create(.init(model: "gpt-4o", messages: []))
        #expect(completion.choices[0].message.content == "ok")
        await fluxGate.flush()
        #expect(server.requests.count == 3)
        #expect(Set(server.requests.map { $0.header("Idempotency-Key") }).count == 1)
        // Every attempt that was answered is a call.
        let events = try ingest.events.map { try JSON(text: $0) }
        #expect(events.compactMap { $0["performance"]?["status"]?.string }.sorted() == ["ERROR", "ERROR", "SUCCESS"])

        // A server may say that another attempt makes no sense.
        let stubborn = try await LoopbackServer { _, answer in try await answer.send(500, "", [("x-should-retry", "false")]) }
        _ = try? await OpenAI(apiKey: "k", baseURL: stubborn.url).chat.completions.create(.init(model: "m", messages: []))
        #expect(stubborn.requests.count == 1)
        // Nor does one at a request that is wrong.
        let wrong = try await LoopbackServer { _, answer in try await answer.send(400, #"{"error":{"message":"no","type":"invalid_request_error"}}"#) }
        _ = try? await OpenAI(apiKey: "k", baseURL: wrong.url).chat.completions.create(.init(model: "m", messages: []))
        #expect(wrong.requests.count == 1)
    }

    @Test func waits() {
        for _ in 0..<100 {
            #expect((Duration.milliseconds(375) ... .milliseconds(500)).contains(RetryPolicy.wait(afterFailures: 1, askedForBy: nil)))
            #expect((Duration.milliseconds(750) ... .milliseconds(1000)).contains(RetryPolicy.wait(afterFailures: 2, askedForBy: nil)))
            #expect((Duration.seconds(6) ... .seconds(8)).contains(RetryPolicy.wait(afterFailures: 9, askedForBy: nil)))
        }
        #expect(RetryPolicy.wait(afterFailures: 1, askedForBy: .seconds(3)) == .seconds(3))
        #expect(RetryPolicy.wait(afterFailures: 1, askedForBy: .seconds(90)) <= .milliseconds(500))
    }

    @Test func aServerThatKeepsSilentTimesOut() async throws {
        let server = try await LoopbackServer { request, answer in
            if request.path.hasPrefix("/stream") {
                try await answer.begin(200, [("Content-Type", "text/event-stream")])
                try await answer.write(StreamTests.chunk("a"))
            }
            try await Task.sleep(for: .seconds(60))
        }
        let silent = OpenAI(apiKey: "k", baseURL: server.url + "/v1", timeout: .milliseconds(100), maxRetries: 0)
        let error = await #expect(throws: OpenAIError.self) { try await silent.chat.completions.create(.init(model: "m", messages: [])) }
        #expect(error?.type == OpenAIError.timeout)
        #expect(error?.status == nil)
        let stuck = OpenAI(apiKey: "k", baseURL: server.url + "/stream", timeout: .milliseconds(100), maxRetries: 0)
        let broken = await #expect(throws: OpenAIError.self) {
            for try await _ in try await stuck.chat.completions.stream(.init(model: "m", messages: [])) {}
        }
        #expect(broken?.type == OpenAIError.timeout)
        // Nobody listens.
        let refused = OpenAI(apiKey: "k", baseURL: "http://127.0.0.1:9/v1", timeout: .seconds(5), maxRetries: 0)
        let unreachable = await #expect(throws: OpenAIError.self) { try await refused.embeddings.create(.init(model: "m", input: ["a"])) }
        #expect(unreachable?.type == OpenAIError.connection)
    }

    @Test func addressesAndKeys() async throws {
        let server = try await LoopbackServer { _, answer in try await answer.send(200, ErrorTests.answer) }
        _ = try await OpenAI(
            apiKey: " sk-test\n", baseURL: server.url + "/v1/", organization: "org", project: "proj", headers: ["X-Title": "app"]
        ).chat.completions.create(["model": "m", "messages": [], "n": 2])
        let azure = OpenAI.azure(endpoint: server.url, deployment: "my-gpt", apiKey: "azure-key", apiVersion: "2024-10-21")
        _ = try? await azure.chat.completions.create(.init(model: "m", messages: []))
        _ = try await OpenAI(apiKey: "azure-key", baseURL: server.url + "/openai/deployments/gpt?api-version=2024-10-21", headers: ["api-key": "azure-key"])
            .chat.completions.create(.init(model: "m", messages: []))
        let requests = server.requests
        #expect(requests[0].path == "/v1/chat/completions")
        #expect(requests[0].header("Authorization") == "Bearer sk-test")
        #expect(requests[0].header("OpenAI-Organization") == "org")
        #expect(requests[0].header("OpenAI-Project") == "proj")
        #expect(requests[0].header("X-Title") == "app")
        #expect(requests[0].text == #"{"model":"m","messages":[],"n":2}"#)
        #expect(requests[1].path == "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21")
        #expect(requests[1].header("api-key") == "azure-key")
        #expect(requests[1].header("Authorization") == nil)
        #expect(requests[2].path == "/openai/deployments/gpt/chat/completions?api-version=2024-10-21")

        let hosted = Server(
            apiKey: "k", baseURL: "https://res.openai.azure.com/openai/v1", organization: nil, project: nil, timeout: .seconds(1), maxRetries: 0,
            apiVersion: nil, headers: [:])
        #expect(hosted.headers(accept: "*/*", key: "i").contains { $0.name == "api-key" })
        #expect(hosted.url("/responses") == "https://res.openai.azure.com/openai/v1/responses")
    }
}
