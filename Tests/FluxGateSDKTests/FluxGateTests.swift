import FluxGateSDK
import LoopbackServer
import Testing

@Suite struct FluxGateTests {
    private let event = FluxGateEvent(
        provider: "openai", model: "gpt-4o", performance: .init(latency: 1200, status: .success, isStreamed: false),
        usage: .init(promptTokens: 10, completionTokens: 5))

    @Test func sendsAnEventAndReadsTheAnswer() async throws {
        let server = try await LoopbackServer { request, answer in
            try await answer.send(201, #"{"recordId":"evt_1","totalTokens":15,"totalCost":0.00125,"status":"ok","timestamp":1793613600000}"#)
        }
        let fluxGate = try FluxGate(apiKey: " fg-key\n", endpoint: server.url + "/api/events")
        let answer = await fluxGate.recordEvent(event)
        #expect(answer?.recordId == "evt_1")
        #expect(answer?.totalTokens == 15)
        #expect(answer?.totalCost == 0.00125)
        #expect(answer?.status == "ok")
        let request = try #require(server.requests.first)
        #expect(request.path == "/api/events")
        #expect(request.header("Authorization") == "Bearer fg-key")
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("User-Agent") != nil)
        #expect(request.text == event.jsonText)
    }
}
