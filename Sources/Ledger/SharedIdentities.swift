import GRDB
import TrafficModel

/// Finds calls that share their id with others: what such a record counts for depends on those others, wherever they lie.
struct SharedIdentities {
    private let find: RawStatement
    private let mark: RawStatement

    init(_ db: Database) throws {
        find = try RawStatement(db, "SELECT 1 FROM call WHERE identity = ? LIMIT 1")
        mark = try RawStatement(db, "UPDATE call SET is_shared = 1 WHERE identity = ? AND NOT is_shared")
    }

    /// Whether calls with this identity are there already; they are marked then.
    func isTaken(_ identity: Int64) throws -> Bool {
        find.bind(identity, at: 0)
        guard try find.next() else { return false }
        find.reset()
        mark.bind(identity, at: 0)
        try mark.run()
        return true
    }

    /// A hash of a call's id: equal where a report may take two records for one call. That two calls have the same by chance costs a little
    /// time, and nothing else. FNV-1a, which is the same in every process.
    static func identity(of call: borrowing Call) -> Int64? {
        guard var id = call.responseID ?? call.customID else { return nil }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        id.withUTF8 { bytes in
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        return Int64(bitPattern: hash)
    }
}
