import GRDB
import TrafficModel

/// Finds calls that share their id with others: what such a record counts for depends on those others, wherever they lie.
///
/// The first calls of a ledger are looked through when all are there: ids are in no order, and finding the place of each in a growing index takes
/// longer than making the index of all at once.
struct SharedIdentities {
    private let search: Search?

    /// Looks for others as each call comes.
    private struct Search {
        let find: RawStatement
        let mark: RawStatement
    }

    init(_ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM call)") == true else {
            try db.execute(sql: "DROP INDEX IF EXISTS call_identity")
            search = nil
            return
        }
        search = try Search(
            find: RawStatement(db, "SELECT 1 FROM call WHERE identity = ? LIMIT 1"),
            mark: RawStatement(db, "UPDATE call SET is_shared = 1 WHERE identity = ? AND NOT is_shared"))
    }

    /// Whether calls with this identity are known to be there; they are marked then.
    func isTaken(_ identity: Int64) throws -> Bool {
        guard let search else { return false }
        search.find.bind(identity, at: 0)
        guard try search.find.next() else { return false }
        search.find.reset()
        search.mark.bind(identity, at: 0)
        try search.mark.run()
        return true
    }

    /// Marks those that were not looked for; all calls are there.
    func finish(_ db: Database) throws {
        guard search == nil else { return }
        try db.execute(sql: LedgerSchema.identityIndex)
        try db.execute(
            sql: """
                UPDATE call SET is_shared = 1
                WHERE identity IN (SELECT identity FROM call WHERE identity IS NOT NULL GROUP BY identity HAVING count(*) > 1) AND NOT is_shared
                """)
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
