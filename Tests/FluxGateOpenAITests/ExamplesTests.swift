import FluxGateOpenAI
import FluxGateSDK
import LoopbackServer
import Testing

/// The documentation's examples, line by line.
@Suite struct ExamplesTests {
    private static func provider() async throws -> LoopbackServer {
        try await LoopbackServer { request, answer in
            let asksForStream = (try? JSON(text: request.text))?["stream"]?.bool ?? false
            switch request.path {
            case "/v1/chat/completions" where asksForStream:
                try await answer.begin(200, [("Content-Type", "text/event-stream")])
                for text in ["Hel", "lo", " there"] {
                    try await answer.write(
                        "data: {\"id\":\"chatcmpl-2\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"},\"finish_reason\":null}],\"usage\":null}\n\n")
                }
                try await answer.write(
                    "data: {\"id\":\"chatcmpl-2\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n"
                        + "data: {\"id\":\"chatcmpl-2\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o-2024-08-06\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}\n\n"
                        + "data: [DONE]\n\n")
            case "/v1/chat/completions":
                try await answer.send(
                    200,
                    #"{"id":"chatcmpl-1","object":"chat.completion","created":1793613600,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"Hi!","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":18,"completion_tokens":2,"total_tokens":20},"system_fingerprint":"fp_1"}"#,
                    [("x-request-id", "req_1")])
            case "/v1/embeddings":
                try await answer.send(
                    200,
                    #"{"object":"list","model":"text-embedding-3-small","data":[{"object":"embedding","index":0,"embedding":[0.25,-0.5,1e-3]}],"usage":{"prompt_tokens":1,"total_tokens":1}}"#)
            case "/v1/responses":
                try await answer.send(
                    200,
                    #"{"id":"resp_1","object":"response","created_at":1793613600,"status":"completed","model":"gpt-4o-2024-08-06","output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello!","annotations":[]}]}],"usage":{"input_tokens":8,"output_tokens":3,"total_tokens":11}}"#)
            case "/v1/completions":
                try await answer.send(
                    200,
                    #"{"id":"cmpl-1","object":"text_completion","created":1793613600,"model":"gpt-3.5-turbo-instruct","choices":[{"index":0,"text":"\n\nHello","logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#)
            default: try await answer.send(404, "{}")
            }
        }
    }

    @Test func examples() async throws {
        let server = try await ExamplesTests.provider()
        let ingest = try await FakeFluxGate()
        let (key, fluxGateKey) = ("sk-test", "fg-test")

        let client = OpenAI(apiKey: key, baseURL: server.url + "/v1")
        let fluxGate = try FluxGate(apiKey: fluxGateKey, endpoint: ingest.endpoint, timeout: .seconds(30))
        let openAI = createOpenAICostTracker(client, fluxGate)

        let completion = try await openAI
            .withContext(FluxGateContext(feature: "chat-assistant",
                                         user: .init(id: "u1", email: "u1@example.com"), sessionId: "s1"))
            .chat.completions.create(.init(model: "gpt-4o", messages: [.system("Be brief."), .user("Hello")]))
        let text = completion.choices[0].message.content
        let tracking = completion.fluxGateCostTrackingResponse
        #expect(text == "Hi!")
        #expect(tracking?.status == .success)
        #expect(tracking?.cost == 0.00125)
        #expect(tracking?.trackingId == "evt_1")
        #expect(tracking?.createdAt == 1_793_613_600_000)
        #expect(tracking?.errorMessage == nil)
        #expect(completion.choices[0].finishReason == "stop")
        #expect(completion.usage?.promptTokens == 18)
        #expect(completion.requestId == "req_1")
        #expect(completion["system_fingerprint"]?.string == "fp_1")

        let stream = try await openAI.withContext(FluxGateContext(feature: "streaming-chat"))
            .chat.completions.stream(.init(model: "gpt-4o", messages: [.user("Hello")]))
        var written = ""
        for try await chunk in stream { print(chunk.choices.first?.delta.content ?? "", terminator: "", to: &written) }
        #expect(written == "Hello there")
        #expect(stream.fluxGateCostTrackingResponse?.trackingId == "evt_2")

        let embedding = try await openAI.withContext(FluxGateContext(feature: "semantic-search"))
            .embeddings.create(.init(model: "text-embedding-3-small", input: "text"))
        let vector = embedding.data[0].embedding
        #expect(vector == [0.25, -0.5, 0.001])
        let response = try await openAI.withContext(FluxGateContext(feature: "reasoning-agent", user: "u1"))
            .responses.create(.init(model: "gpt-4o", input: "Hello"))
        #expect(response.outputText == "Hello!")
        #expect(response.usage?.inputTokens == 8)
        let legacy = try await openAI.client.completions.create(.init(model: "gpt-3.5-turbo-instruct", prompt: "Hello"))
        #expect(legacy.choices[0].text == "\n\nHello")

        let recorded = await fluxGate.recordEvent(
            .init(
                provider: "openai", model: "gpt-4o", performance: .init(latency: 1200, status: .success, isStreamed: false),
                usage: .init(promptTokens: 10, completionTokens: 5)))
        #expect(recorded?.recordId == "evt_6")

        let events = try ingest.events.map { try JSON(text: $0) }
        #expect(events.map { $0["feature"]?.string } == ["chat-assistant", "streaming-chat", "semantic-search", "reasoning-agent", nil, nil])
        #expect(events[0]["user"] == ["id": "u1", "email": "u1@example.com"])
        #expect(events[0]["sessionId"] == "s1")
        #expect(events[0]["model"] == "gpt-4o-2024-08-06")
        #expect(events[0]["metadata"]?["requestedModel"] == "gpt-4o")
        #expect(events[1]["performance"]?["isStreamed"] == true)
        #expect(events[1]["performance"]?["streamDuration"]?.double != nil)
        #expect(events[1]["usage"] == ["promptTokens": 9, "completionTokens": 3])
        #expect(events[3]["user"] == "u1")
    }

    /// All fields of a context reach the event.
    @Test func contextFields() async throws {
        let server = try await ExamplesTests.provider()
        let ingest = try await FakeFluxGate()
        let openAI = createOpenAICostTracker(
            OpenAI(apiKey: "sk-test", baseURL: server.url + "/v1"), try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30)))
        let context = FluxGateContext(
            feature: "support", user: .init(id: "u1", name: "Ada", email: "ada@example.com", image: "https://example.com/a.png", monthlyRevenue: 49.5),
            step: "draft", sessionId: "s1", conversationId: "c1", serviceTier: .flex, openrouterCost: 0.0042,
            costOverride: .init(inputCostPer1MTokens: 2.5, outputCostPer1MTokens: 10, cacheReadCostPer1MTokens: 1.25),
            metadata: ["experiment": "b", "retry": 2, "score": 0.75, "beta": true, "tags": ["x", 1], "nested": ["a": ["b": 1]]])
        _ = try await openAI.withContext(context).chat.completions.create(.init(model: "gpt-4o", messages: [.user("Hello")], user: "not-this"))
        let event = try JSON(text: try #require(ingest.events.first))
        #expect(event["user"] == ["id": "u1", "name": "Ada", "email": "ada@example.com", "image": "https://example.com/a.png", "monthlyRevenue": 49.5])
        #expect(event["step"] == "draft")
        #expect(event["conversationId"] == "c1")
        #expect(event["costOverride"] == ["inputCostPer1MTokens": 2.5, "outputCostPer1MTokens": 10, "cacheReadCostPer1MTokens": 1.25])
        let metadata = try #require(event["metadata"])
        #expect(metadata["serviceTier"] == "flex")
        #expect(metadata["openrouterCost"] == 0.0042)
        #expect(metadata["experiment"] == "b")
        #expect(metadata["tags"] == ["x", 1])
        #expect(metadata["beta"] == true)
        #expect(metadata["nested"] == ["a": ["b": 1]])

        // Without a context's user, the request's counts.
        _ = try await openAI.client.chat.completions.create(.init(model: "gpt-4o", messages: [.user("Hello")], user: "u9", serviceTier: .flex))
        #expect(try JSON(text: ingest.events[1])["user"] == "u9")
    }
}
