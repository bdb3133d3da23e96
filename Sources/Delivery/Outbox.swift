import Foundation
import GRDB
package import StateFiles

/// The state of a backfill, in an SQLite file: every event with what became of it, and which inputs were read to where.
///
/// SQLite's write-ahead log makes each step whole or nothing, whenever the process dies. What was sent and not yet written down is sent again,
/// with the same idempotency key.
package final class Outbox: Sendable {
    let database: DatabaseQueue
    private let lock: StateFileLock?

    /// Opens a state file, or makes one. It is locked for this process until the outbox is let go of.
    package init(path: String, endpoint: IngestEndpoint) throws(StateFileFault) {
        lock = try StateFileLock(path: path + ".lock")
        database = try StateFile.open(path, Outbox.configuration)
        try StateFileFault.catching { try OutboxSchema.migrate(database) }
        try bind(to: endpoint)
    }

    /// An outbox that is gone when it is let go of: for a look at what would be sent.
    package init(temporaryFor endpoint: IngestEndpoint) throws(StateFileFault) {
        lock = nil
        database = try StateFileFault.catching {
            let database = try DatabaseQueue(path: "", configuration: Outbox.configuration)
            try OutboxSchema.migrate(database)
            return database
        }
        try bind(to: endpoint)
    }

    private static var configuration: Configuration { StateFile.configuration(label: "fluxgate.outbox", cache: 16_384) }

    /// An outbox belongs to one address: what was delivered to one server was not delivered to another.
    private func bind(to endpoint: IngestEndpoint) throws(StateFileFault) {
        try StateFileFault.catching {
            try database.write { db in
                try db.execute(sql: "INSERT OR IGNORE INTO outbox (id, endpoint) VALUES (1, ?)", arguments: [endpoint.url])
                let bound = try String.fetchOne(db, sql: "SELECT endpoint FROM outbox")
                if let bound, bound != endpoint.url { throw StateFileFault.boundElsewhere(bound) }
            }
        }
    }

    /// How many events wait, and how many were refused.
    package func counts() throws(StateFileFault) -> OutboxCounts {
        try StateFileFault.catching {
            try database.read { db in
                try OutboxCounts(
                    pending: Int.fetchOne(db, sql: "SELECT count(*) FROM event WHERE state = 'pending'") ?? 0,
                    refused: Int.fetchOne(db, sql: "SELECT count(*) FROM event WHERE state = 'refused'") ?? 0)
            }
        }
    }
}
