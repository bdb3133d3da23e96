import FluxGateOpenAI
import FluxGateSDK
import Foundation
import LoopbackServer
import Synchronization
import Testing

@Suite(.serialized) struct ConcurrencyTests {
    /// 1,000 streams at once on one client, three times: the second and third time take no more memory than the first, and no event is lost.
    @Test func aThousandStreams() async throws {
        let streams = 1_000
        let open = Mutex((now: 0, most: 0))
        let filler = String(repeating: "word ", count: 40)
        let server = try await LoopbackServer(keepsRequests: false) { _, answer in
            open.withLock { $0.now += 1; $0.most = max($0.most, $0.now) }
            defer { open.withLock { $0.now -= 1 } }
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            for _ in 0..<10 {
                try await answer.write(StreamTests.chunk(filler))
                // All are open before any ends.
                while open.withLock({ $0.most < streams }) { try await Task.sleep(for: .milliseconds(20)) }
            }
            try await answer.write(StreamTests.chunk("", finish: "stop") + StreamTests.usage + "data: [DONE]\n\n")
        }
        let ingest = try await FakeFluxGate()
        let fluxGate = try FluxGate(apiKey: "fg-test", endpoint: ingest.endpoint, timeout: .seconds(30), delivery: .queued(capacity: streams))
        let openAI = createOpenAICostTracker(OpenAI(apiKey: "k", baseURL: server.url + "/v1"), fluxGate)

        var memory: [Int] = []
        let start = ContinuousClock.now
        for _ in 0..<3 {
            open.withLock { $0 = (0, 0) }
            try await withThrowingTaskGroup { group in
                for number in 0..<streams {
                    group.addTask {
                        let stream = try await openAI.withContext(FluxGateContext(feature: "f", user: "u\(number)"))
                            .chat.completions.stream(.init(model: "gpt-4o", messages: [.user("Hello")]))
                        var chunks = 0
                        for try await _ in stream { chunks += 1 }
                        #expect(chunks == 11)
                    }
                }
                try await group.waitForAll()
            }
            await fluxGate.flush()
            memory.append(residentBytes())
        }
        print("3 × \(streams) concurrent streams in \(ContinuousClock.now - start), resident MB after each: \(memory.map { $0 >> 20 })")
        #expect(fluxGate.droppedEvents == 0)
        #expect(ingest.events.count == 3 * streams)
        #expect(Set(try ingest.events.map { try JSON(text: $0)["user"]?.string }).count == streams)
        // Other tests run in the same process, and the server here keeps the events. A stream that stayed would cost more: 1,000 of them, twice.
        #expect(memory[2] - memory[0] < 256 << 20)
    }

    /// The memory that the process holds now.
    private func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}
