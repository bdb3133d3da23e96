import CostReports
package import Replay
package import TrafficModel

/// What came of a log that a test wrote down or took from the fixtures.
package struct LogRun: Sendable {
    package let calls: [Call]
    package let rejects: [Reject]
    package let summary: ReplaySummary

    /// The calls' key facts, one line each.
    package var facts: [String] { calls.map(\.facts) }
    package var whom: [String] { calls.map(\.whom) }
    package var containers: [String: Int] { summary.inputs.reduce(into: [:]) { $0.merge($1.containers, uniquingKeysWith: +) } }
    package var diagnostics: [String] { summary.diagnostics.map { "\($0.name.rawValue) \($0.count)" } }

    package var records: Int64 { summary.counts.records }

    /// Records that were parts of calls, that were no calls, and that could not be read.
    package var others: [Int64] { [summary.counts.joined, summary.counts.ignored, summary.counts.rejected] }

    package static func file(_ path: String, _ change: (inout ReplayPlan) throws -> Void = { _ in }) async throws -> LogRun {
        let (found, summary) = try await ReplayPlan.reading([path], change).run()
        precondition(summary.counts.isBalanced, "the books do not balance: \(summary.counts)")
        return LogRun(calls: found.calls.map(\.call), rejects: found.rejects, summary: summary)
    }

    package static func fixture(_ name: String) async throws -> LogRun {
        try await file(Fixtures.path("traffic/" + name))
    }

    package static func lines(_ lines: String..., change: (inout ReplayPlan) throws -> Void = { _ in }) async throws -> LogRun {
        let folder = try TemporaryFolder()
        return try await file(try folder.write(lines.joined(separator: "\n"), to: "log"), change)
    }
}
