import FluxGateOpenAI
import FluxGateSDK
import LoopbackServer
import Testing

/// FluxGate down, slow or wrong: calls stay what they are.
@Suite struct TroubleTests {
    private static func provider() async throws -> LoopbackServer {
        try await LoopbackServer(keepsRequests: false) { request, answer in
            if request.path.hasPrefix("/fails") { return try await answer.send(400, #"{"error":{"message":"no","type":"invalid_request_error"}}"#) }
            guard request.text.contains(#""stream":true"#) else {
                return try await answer.send(
                    200,
                    #"{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#)
            }
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            try await answer.write(StreamTests.chunk("a") + StreamTests.chunk("b", finish: "stop") + StreamTests.usage + "data: [DONE]\n\n")
        }
    }

    @Test(arguments: [FakeFluxGate.Mood.well, .status(401), .status(429), .status(500), .hangs, .garbage, .breaks, .slow(.milliseconds(30))])
    func callsStayWhatTheyAre(_ mood: FakeFluxGate.Mood) async throws {
        let server = try await TroubleTests.provider()
        let ingest = try await FakeFluxGate(mood)
        let clients = [OpenAI(apiKey: "k", baseURL: server.url + "/v1"), OpenAI(apiKey: "k", baseURL: server.url + "/fails")]
        for delivery in [FluxGateDelivery.immediate, .queued(capacity: 100)] {
            // Other tests run beside this one: times are bounded from afar. Waiting for a FluxGate that hangs would show.
            var timeout = Duration.seconds(180)
            if case .hangs = mood, delivery == .immediate { timeout = .milliseconds(200) }
            let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: timeout, delivery: delivery)
            let start = ContinuousClock.now
            let plain = try await outcome(of: clients)
            let tracked = try await outcome(of: clients.map { createOpenAICostTracker($0, fluxGate).client })
            #expect(plain == tracked)
            #expect(ContinuousClock.now - start < .seconds(120), "\(mood) \(delivery)")
        }
    }

    private func outcome(of clients: [OpenAI]) async throws -> [String] {
        var seen: [String] = []
        let completion = try await clients[0].chat.completions.create(.init(model: "gpt-4o", messages: []))
        seen.append(completion.json.text)
        let stream = try await clients[0].chat.completions.stream(.init(model: "gpt-4o", messages: []))
        for try await chunk in stream where chunk.usage == nil { seen.append(chunk.json.text) }
        do { _ = try await clients[1].chat.completions.create(.init(model: "gpt-4o", messages: [])) } catch { seen.append("\(error)") }
        return seen
    }

    @Test func fluxGateDown() async throws {
        let server = try await TroubleTests.provider()
        // Nothing listens there.
        let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: "http://127.0.0.1:9/api/events", timeout: .seconds(60))
        let openAI = createOpenAICostTracker(OpenAI(apiKey: "k", baseURL: server.url + "/v1"), fluxGate)
        let start = ContinuousClock.now
        let completion = try await openAI.client.chat.completions.create(.init(model: "gpt-4o", messages: []))
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(completion.choices[0].message.content == "ok")
        let tracking = try #require(completion.fluxGateCostTrackingResponse)
        #expect(tracking.status == .success)
        #expect(tracking.cost == nil && tracking.trackingId == nil && tracking.createdAt == nil && tracking.errorMessage == nil)
        #expect(fluxGate.droppedEvents == 1)
    }

    /// FluxGate's latency shows in the call's with immediate delivery, and does not with a queue.
    @Test func aQueueCostsNoLatency() async throws {
        let server = try await TroubleTests.provider()
        let ingest = try await FakeFluxGate(.slow(.seconds(5)))
        for (delivery, waits) in [(FluxGateDelivery.immediate, true), (.queued(capacity: 10), false)] {
            let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30), delivery: delivery)
            let openAI = createOpenAICostTracker(OpenAI(apiKey: "k", baseURL: server.url + "/v1"), fluxGate)
            let stream = try await openAI.client.chat.completions.stream(.init(model: "gpt-4o", messages: []))
            for try await _ in stream {}
            // Whether FluxGate's answer was waited for, which takes its time.
            #expect((stream.fluxGateCostTrackingResponse?.trackingId != nil) == waits)
            #expect(stream.fluxGateCostTrackingResponse?.status == .success)
            await fluxGate.flush()
            // FluxGate's answer comes in the end, to streams.
            #expect(stream.fluxGateCostTrackingResponse?.trackingId != nil)
        }
        #expect(ingest.events.count == 2)
    }
}
