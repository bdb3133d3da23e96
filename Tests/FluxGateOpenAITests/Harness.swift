import FluxGateOpenAI
import FluxGateSDK
import Foundation
import LoopbackServer
import Pricing
import Replay
import TrafficModel

/// A folder of a test's own.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "fluxgate-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// The events that replay makes of logs, without what only replay knows.
func replayedEvents(_ paths: [String]) async throws -> (events: [FluxGateEvent], summary: ReplaySummary) {
    var plan = ReplayPlan(pricer: Pricer(book: try PriceBook.builtIn()))
    plan.inputs = paths
    // Recordings of many repeat their ids.
    plan.dedupes = false
    let maker = EventMaker(options: EventMaker.Options(), pricer: plan.pricer, inputs: paths)
    let (sink, summary) = try await ReplayRun(plan).run(into: EventCollector(maker: maker))
    return (sink.events, summary)
}

private struct EventCollector: CallSink {
    var maker: EventMaker
    var events: [FluxGateEvent] = []

    mutating func take(_ call: PricedCall) throws {
        var event = maker.event(of: call)
        event.metadata.removeAll { ["replayId", "costUsd", "source", "latencySource"].contains($0.name) }
        events.append(event)
    }

    mutating func take(_ reject: Reject) throws {}
    mutating func restart() throws { events = [] }
}

/// Waits until something holds that happens in the background.
func eventually(_ limit: Duration = .seconds(5), _ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}

/// The same numbers in each run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Array where Element == UInt8 {
    /// The bytes in pieces of random sizes.
    func pieces(upTo largest: Int, _ random: inout SeededGenerator) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < count {
            let end = Swift.min(start + Int.random(in: 1...largest, using: &random), count)
            pieces.append(self[start..<end])
            start = end
        }
        return pieces
    }
}
