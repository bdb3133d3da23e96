import FluxGateOpenAI
import FluxGateSDK
import LoopbackServer
import Synchronization
import Testing

@Suite struct StreamTests {
    static func chunk(_ text: String, finish: String? = nil) -> String {
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"},\"finish_reason\":\(finish.map { "\"\($0)\"" } ?? "null")}]}\n\n"
    }

    static let usage =
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\n"

    private func openAI(_ server: LoopbackServer, _ ingest: FakeFluxGate) throws -> OpenAICostTracker {
        createOpenAICostTracker(
            OpenAI(apiKey: "sk-test", baseURL: server.url + "/v1", maxRetries: 0), try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30)))
    }

    private static func whole() async throws -> LoopbackServer {
        try await LoopbackServer { request, answer in
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            try await answer.write(chunk("a") + chunk("b") + chunk("", finish: "stop"))
            if try JSON(text: request.text)["stream_options"]?["include_usage"] == true { try await answer.write(usage) }
            try await answer.write("data: [DONE]\n\n")
        }
    }

    @Test func usageIsAskedForAndItsChunkHidden() async throws {
        let server = try await StreamTests.whole()
        let ingest = try await FakeFluxGate()
        let openAI = try openAI(server, ingest)
        var chunks = 0
        for try await _ in try await openAI.client.chat.completions.stream(.init(model: "gpt-4o", messages: [])) { chunks += 1 }
        #expect(chunks == 3)

        // Who asks for it sees it; who says no gets no usage; other options stay.
        chunks = 0
        for try await _ in try await openAI.client.chat.completions.stream(.init(model: "gpt-4o", messages: [], streamOptions: .init(includeUsage: true))) { chunks += 1 }
        #expect(chunks == 4)
        chunks = 0
        for try await _ in try await openAI.client.chat.completions.stream(.init(model: "gpt-4o", messages: [], streamOptions: .init(includeUsage: false))) { chunks += 1 }
        #expect(chunks == 3)
        for try await _ in try await openAI.client.chat.completions.stream(.init(model: "gpt-4o", messages: [], streamOptions: .init(includeObfuscation: false))) {}
        let options = try server.requests.map { try JSON(text: $0.text)["stream_options"] }
        #expect(options == [["include_usage": true], ["include_usage": true], ["include_usage": false], ["include_obfuscation": false, "include_usage": true]])
        let events = try ingest.events.map { try JSON(text: $0) }
        #expect(events.map { $0["usage"]?["promptTokens"] } == [9, 9, 0, 9])
        #expect(events[2]["metadata"]?["noUsage"] == true)

        // A client that is not tracked sends what it is told.
        for try await _ in try await OpenAI(apiKey: "k", baseURL: server.url + "/v1").chat.completions.stream(.init(model: "gpt-4o", messages: [])) {}
        #expect(try JSON(text: server.requests.last!.text)["stream_options"] == nil)
    }

    @Test func anEarlyStopEndsTheRequestAndIsTracked() async throws {
        let written = Mutex(0)
        let server = try await LoopbackServer { _, answer in
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            for _ in 0..<10_000 {
                try await answer.write(StreamTests.chunk("x"))
                written.withLock { $0 += 1 }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        let ingest = try await FakeFluxGate()
        let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30))
        let openAI = createOpenAICostTracker(OpenAI(apiKey: "sk-test", baseURL: server.url + "/v1"), fluxGate)
        let stream = try await openAI.withContext(FluxGateContext(feature: "early")).chat.completions.stream(.init(model: "gpt-4o", messages: []))
        #expect(stream.fluxGateCostTrackingResponse == nil)
        var chunks = 0
        for try await _ in stream {
            chunks += 1
            if chunks == 3 { break }
        }
        // There at once; FluxGate's part comes when it has answered.
        #expect(stream.fluxGateCostTrackingResponse?.status == .error)
        await fluxGate.flush()
        #expect(stream.fluxGateCostTrackingResponse?.trackingId == "evt_1")
        let event = try JSON(text: ingest.events[0])
        #expect(event["performance"]?["status"] == "ERROR")
        #expect(event["performance"]?["errorMessage"] == "the stream broke off before its end")
        let ended = try await eventually {
            let before = written.withLock { $0 }
            try await Task.sleep(for: .milliseconds(50))
            return before == written.withLock { $0 }
        }
        #expect(ended)
        #expect(written.withLock { $0 } < 9_000)
        for try await _ in stream { Issue.record("a stream is read once") }
    }

    @Test func aCancelledTaskEndsTheRequestAndIsTracked() async throws {
        let server = try await LoopbackServer { _, answer in
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            try await answer.write(StreamTests.chunk("x"))
            try await Task.sleep(for: .seconds(60))
        }
        let ingest = try await FakeFluxGate()
        let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30))
        let openAI = createOpenAICostTracker(OpenAI(apiKey: "sk-test", baseURL: server.url + "/v1"), fluxGate)
        let stream = try await openAI.client.chat.completions.stream(.init(model: "gpt-4o", messages: []))
        let task = Task { for try await _ in stream {} }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(stream.fluxGateCostTrackingResponse?.errorMessage == "the caller cancelled the call")
        await fluxGate.flush()
        #expect(ingest.events.count == 1)

        let slow = Task { try await openAI.client.chat.completions.create(.init(model: "gpt-4o", messages: [])) }
        try await Task.sleep(for: .milliseconds(50))
        slow.cancel()
        await #expect(throws: CancellationError.self) { try await slow.value }
        await fluxGate.flush()
        #expect(ingest.events.count == 2)
    }

    @Test func aStreamThatBreaksThrowsAndIsTracked() async throws {
        let server = try await LoopbackServer { _, answer in
            try await answer.begin(200, [("Content-Type", "text/event-stream"), ("x-request-id", "req_9")])
            try await answer.write(StreamTests.chunk("a") + StreamTests.chunk("b").dropLast(40))
            throw Answer.Cut()
        }
        let ingest = try await FakeFluxGate()
        let stream = try await openAI(server, ingest).client.chat.completions.stream(.init(model: "gpt-4o", messages: []))
        var chunks = 0
        let error = await #expect(throws: OpenAIError.self) { for try await _ in stream { chunks += 1 } }
        #expect(chunks == 1)
        #expect(error?.type == OpenAIError.connection)
        #expect(stream.fluxGateCostTrackingResponse?.status == .error)
        #expect(stream.fluxGateCostTrackingResponse?.trackingId == "evt_1")
        #expect(stream.requestId == "req_9")
    }

    @Test func anErrorInAStreamIsThrownBehindWhatCameBefore() async throws {
        let server = try await LoopbackServer { _, answer in
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            try await answer.write(StreamTests.chunk("a") + "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\",\"code\":\"oops\"}}\n\n")
        }
        let ingest = try await FakeFluxGate()
        let stream = try await openAI(server, ingest).client.chat.completions.stream(.init(model: "gpt-4o", messages: []))
        var chunks = 0
        let error = await #expect(throws: OpenAIError.self) { for try await _ in stream { chunks += 1 } }
        #expect(chunks == 1)
        #expect(error?.message == "overloaded")
        #expect(error?.type == "server_error")
        #expect(error?.code == "oops")
        #expect(stream.fluxGateCostTrackingResponse?.errorMessage == "overloaded")
    }

    @Test func aStreamThatNobodyReadsIsTracked() async throws {
        let server = try await StreamTests.whole()
        let ingest = try await FakeFluxGate()
        let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30))
        _ = try await createOpenAICostTracker(OpenAI(apiKey: "k", baseURL: server.url + "/v1"), fluxGate).client.chat.completions.stream(
            .init(model: "gpt-4o", messages: []))
        await fluxGate.flush()
        #expect(ingest.events.count == 1)
    }

    @Test func responsesAndTextStreams() async throws {
        let server = try await LoopbackServer { request, answer in
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            if request.path.hasSuffix("/responses") {
                try await answer.write(
                    """
                    event: response.created\ndata: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt-4o","output":[]}}\n
                    event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":1,"delta":"Hi"}\n
                    event: response.completed\ndata: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_1","object":"response","status":"completed","model":"gpt-4o","output":[],"usage":{"input_tokens":3,"output_tokens":1,"total_tokens":4}}}\n\n
                    """)
            } else {
                try await answer.write("data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"Hi\",\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
            }
        }
        let ingest = try await FakeFluxGate()
        let openAI = try openAI(server, ingest)
        var types: [String] = []
        var text = ""
        for try await event in try await openAI.client.responses.stream(.init(model: "gpt-4o", input: "Hello")) {
            types.append(event.type)
            text += event.delta ?? ""
        }
        #expect(types == ["response.created", "response.output_text.delta", "response.completed"])
        #expect(text == "Hi")
        #expect(try JSON(text: server.requests[0].text)["stream_options"] == nil)
        text = ""
        for try await chunk in try await openAI.client.completions.stream(.init(model: "m", prompt: ["Hello"])) { text += chunk.choices[0].text }
        #expect(text == "Hi")
        #expect(try JSON(text: ingest.events[0])["usage"]?["promptTokens"] == 3)
    }

    /// Streams are read where the caller is, on an actor too.
    @MainActor @Test func onTheMainActor() async throws {
        let server = try await StreamTests.whole()
        let client = OpenAI(apiKey: "k", baseURL: server.url + "/v1")
        var text = ""
        for try await chunk in try await client.chat.completions.stream(.init(model: "gpt-4o", messages: [])) {
            MainActor.assertIsolated()
            text += chunk.choices[0].delta.content ?? ""
        }
        #expect(text == "ab")
    }
}
