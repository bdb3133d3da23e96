import GRDB
package import StateFiles

/// Calls that were read, in an SQLite file, and what of the inputs was read: a nightly run reads what is new, and reports answer from it.
///
/// It holds calls as they were found, not what a report makes of them; see ``LedgerContents``. Each run's additions are one transaction: a run
/// that dies leaves the ledger as it was.
package final class Ledger: Sendable {
    let database: DatabaseQueue
    private let lock: StateFileLock

    /// Opens a ledger to add to it, or makes one. It is locked for this process until it is let go of.
    package init(path: String) throws(StateFileFault) {
        lock = try StateFileLock(path: path + ".lock")
        var configuration = StateFile.configuration(label: "fluxgate.ledger", cache: 131_072)
        // References are for whoever reads the schema: checking them costs a look at five tables a call, and all calls when a part goes.
        configuration.foreignKeysEnabled = false
        database = try StateFile.open(path, configuration)
        try StateFileFault.catching { try database.write { try LedgerSchema.create(in: $0) } }
    }

    /// Starts the transaction of a run. `reading`: the options that decide how inputs are read, which are the same for all of a ledger.
    func begin(_ reading: String) throws {
        try database.inDatabase { db in
            try db.beginTransaction(.immediate)
            try db.execute(sql: "INSERT OR IGNORE INTO ledger (id, reading, nights) VALUES (1, ?, 0)", arguments: [reading])
            guard let bound = try String.fetchOne(db, sql: "SELECT reading FROM ledger"), bound != reading else { return }
            throw StateFileFault.boundElsewhere(bound)
        }
    }

    func commit() throws {
        try database.inDatabase { db in
            try db.execute(sql: "UPDATE ledger SET nights = nights + 1")
            try db.commit()
        }
    }

    func cancel() {
        try? database.inDatabase { db in
            // A full disk may have ended the transaction already.
            if db.isInsideTransaction { try db.rollback() }
        }
    }
}
