import CostReports
import Replay
import TestSupport
import Testing
import TrafficModel

/// Which calls are asked for, and what is assumed of those that do not say.
@Suite struct SelectionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ log: Log, _ change: (inout ReplayPlan) throws -> Void) async throws -> (found: CallList, summary: ReplaySummary) {
        let path = try folder.write(log.text, to: "log.jsonl")
        let result = try await ReplayPlan.reading([path], change).run()
        #expect(result.summary.counts.isBalanced)
        return result
    }

    // MARK: - Filters

    @Test(arguments: [
        (["feature=chat"], ["a", "b"]),
        (["feature=chat", "feature=search"], ["a", "b", "c"]),
        (["feature=chat", "user=u1"], ["a"]),
        (["feature!=chat"], ["c", "d", "e"]),
        (["feature!=chat", "feature!=search"], ["d", "e"]),
        (["feature="], ["e"]),
        (["feature!="], ["a", "b", "c", "d"]),
        (["feature=*"], ["a", "b", "c", "d", "e"]),
        (["feature=*a*"], ["a", "b", "c", "d"]),
        (["feature=c*t"], ["a", "b"]),
        (["feature=c*x"], []),
        (["feature=chat", "feature!=ch*"], []),
        (["feature=a=b*"], ["d"]),
        (["user=u*", "model=gpt-4o*"], ["a", "b", "c", "d"]),
        (["day=2026-05-04"], ["a", "b", "c", "d", "e"]),
        (["metadata.n=1"], ["a", "b", "c", "d", "e"]),
        (["status=SUCCESS"], ["a", "b", "c", "d", "e"]),
    ])
    func filtersKeepWhatMatches(_ conditions: [String], _ kept: [String]) async throws {
        var log = Log()
        log.call(id: "a", feature: "chat", user: "u1")
        log.call(id: "b", feature: "chat", user: "u2")
        log.call(id: "c", feature: "search", user: "u1")
        log.call(id: "d", feature: "a=b", user: "u3")
        log.call(id: "e")
        let (found, summary) = try await run(log) { plan in
            for condition in conditions { try plan.filters.add(condition) }
        }
        #expect(found.calls.map(\.call.responseID) == kept)
        #expect(summary.counts.filtered == Int64(5 - kept.count))
    }

    @Test(arguments: ["feature", "", "=x", "!=x", "flavour=x", "metadata.=x"])
    func whatIsNoConditionIsRefused(_ text: String) {
        var filter = CallFilter()
        #expect(throws: CallFilterError.self) { try filter.add(text) }
        #expect(filter.isEmpty)
    }

    // MARK: - Periods

    @Test func instantsAreHalfOpen() async throws {
        var log = Log()
        for time in ["2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", "2026-05-02T23:59:59.999999Z", "2026-05-03T00:00:00Z"] { log.call(id: time, at: time) }
        log.call(id: "never", at: nil)
        let (found, summary) = try await run(log) {
            $0.since = Timestamp.parse("2026-05-02T00:00:00Z".utf8)?.timestamp
            $0.until = Timestamp.parse("2026-05-03T00:00:00Z".utf8)?.timestamp
        }
        #expect(found.calls.map(\.call.responseID) == ["2026-05-02T00:00:00Z", "2026-05-02T23:59:59.999999Z"])
        #expect(summary.counts.filtered == 3, "a call without a time lies in no period")
    }

    @Test func anAssumedTimeIsForCallsWithoutOne() async throws {
        var log = Log()
        log.call(id: "a", at: nil)
        log.call(id: "b", at: "2026-05-04T10:00:00Z")
        let without = try await run(log) { _ in }
        #expect(without.found.calls.map(\.computed) == [.unpriced(.noTime), without.found.calls[1].computed])
        #expect(without.summary.diagnostics.map(\.name) == [.timeMissing])
        let assumed = Timestamp.parse("2026-05-01T00:00:00Z".utf8)?.timestamp
        let with = try await run(log) {
            $0.assumedTime = assumed
            $0.until = Timestamp.parse("2026-05-02T00:00:00Z".utf8)?.timestamp
        }
        #expect(with.found.calls.map(\.call.responseID) == ["a"], "and it lies in the period that it was given")
        #expect(with.found.calls.map(\.call.time) == [assumed])
        #expect(with.summary.diagnostics.isEmpty)
    }

    // MARK: - Tiers

    @Test(arguments: [("flex", "flex"), ("batch", nil)])
    func aDefaultTierIsForCallsThatNameNone(_ tier: String, _ given: String?) async throws {
        var log = Log()
        log.call(id: "a")
        log.call(id: "b", tier: "default")
        let calls = try await run(log) { $0.defaultTier = tier }.found.calls.map(\.call)
        #expect(calls.map(\.serviceTier) == [given, "default"])
        #expect(calls.map(\.isBatch) == [tier == "batch", false])
        #expect(calls.map(\.serviceTierIsAssumed) == [true, false])
    }
}
