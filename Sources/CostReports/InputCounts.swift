package import TrafficModel

/// The books of a run: what was read, and what became of each record.
package struct InputCounts: Hashable, Sendable {
    package var files: Int64 = 0
    package var bytes: Int64 = 0
    package var lines: Int64 = 0
    package var records: Int64 = 0
    package var calls: Int64 = 0
    /// Further records of a call that is counted already.
    package var joined: Int64 = 0
    /// Whole answers that were counted already.
    package var duplicates: Int64 = 0
    /// Calls that were not asked for.
    package var filtered: Int64 = 0
    /// Understood, and no calls.
    package var ignored: Int64 = 0
    /// Records that could not be read, by why.
    package var rejects: [RejectReason: Int64] = [:]

    package init() {}

    package var rejected: Int64 { rejects.values.reduce(0, +) }

    /// The reasons for which records were rejected, in their fixed order.
    package var rejectReasons: [(reason: RejectReason, records: Int64)] {
        RejectReason.allCases.compactMap { reason in rejects[reason].map { (reason: reason, records: $0) } }.filter { $0.records > 0 }
    }

    /// True where every record became exactly one thing.
    package var isBalanced: Bool { records == calls + joined + duplicates + filtered + ignored + rejected }
}
