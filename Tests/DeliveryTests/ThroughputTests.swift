import Foundation
import TestSupport
import Testing

/// Speed and memory, over minutes and with an optimised build:
/// `swift build -c release && FLUXGATE_LONG_TESTS=1 FLUXGATE_EXECUTABLE=$PWD/.build/release/fluxgate swift test --filter ThroughputTests`
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FLUXGATE_LONG_TESTS"] != nil), .serialized) struct ThroughputTests {
    @Test func aHundredThousandEventsGoOutAtTwoThousandASecondInLittleMemory() async throws {
        // Enough to fill SQLite's cache and the blocks that are read ahead, which are bounded.
        let small = try await deliver(25_000)
        let large = try await deliver(100_000)
        print("25,000 events: \(small.text); 100,000 events: \(large.text)")
        #expect(large.rate >= 2_000)
        #expect(large.memory < small.memory + small.memory / 4)
    }

    private struct Measurement {
        var rate: Double
        /// The most that was resident, in kB.
        var memory: Int

        var text: String { "\(Int(rate)) a second, \(memory / 1_000) MB" }
    }

    private func deliver(_ events: Int) async throws -> Measurement {
        let folder = try TemporaryFolder()
        try folder.write(Logs.calls(0..<events), to: "log.jsonl")
        let server = try await FakeFluxGate(keepsRequests: false)
        let start = ContinuousClock.now
        let process = try await Fluxgate(["send", "log.jsonl", "--endpoint", server.url, "--concurrency", "32"], in: folder)
        let watch = Task {
            var most = 0
            while !Task.isCancelled {
                most = max(most, ThroughputTests.peakMemory(of: process.id))
                try? await Task.sleep(for: .milliseconds(50))
            }
            return most
        }
        let outcome = try await process.outcome()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        watch.cancel()
        #expect(outcome.lastLine == "sent \(events), pending 0, refused 0", "\(outcome.error)")
        #expect(server.stored.count == events)
        await server.close()
        return Measurement(rate: Double(events) / seconds, memory: await watch.value)
    }

    private static func peakMemory(of process: pid_t) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
