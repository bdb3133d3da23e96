import Foundation
import GRDB

/// The state of a backfill, in an SQLite file: every event with what became of it, and which inputs were read to where.
///
/// SQLite's write-ahead log makes each step whole or nothing, whenever the process dies. What was sent and not yet written down is sent again,
/// with the same idempotency key.
package final class Outbox: Sendable {
    let database: DatabaseQueue
    private let lock: OutboxLock?

    /// Opens a state file, or makes one. It is locked for this process until the outbox is let go of.
    package init(path: String, endpoint: IngestEndpoint) throws(OutboxFault) {
        lock = try OutboxLock(path: path + ".lock")
        database = try OutboxFault.catching {
            var configuration = Outbox.configuration
            configuration.journalMode = .wal
            return try DatabaseQueue(path: path, configuration: configuration)
        }
        try OutboxFault.catching {
            try OutboxSchema.migrate(database)
            try database.writeWithoutTransaction { db in
                // The write-ahead log of a long read is not kept at its largest.
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
        }
        try bind(to: endpoint)
    }

    /// An outbox that is gone when it is let go of: for a look at what would be sent.
    package init(temporaryFor endpoint: IngestEndpoint) throws(OutboxFault) {
        lock = nil
        database = try OutboxFault.catching {
            let database = try DatabaseQueue(path: "", configuration: Outbox.configuration)
            try OutboxSchema.migrate(database)
            return database
        }
        try bind(to: endpoint)
    }

    /// The files that make an outbox of that name: no input.
    package static func files(of path: String) -> [String] {
        ["", "-wal", "-shm", "-journal", ".lock"].map { path + $0 }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        // Reading the inputs is one transaction, however many steps it takes.
        configuration.allowsUnsafeTransactions = true
        configuration.label = "fluxgate.outbox"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16384")
        }
        return configuration
    }

    /// An outbox belongs to one address: what was delivered to one server was not delivered to another.
    private func bind(to endpoint: IngestEndpoint) throws(OutboxFault) {
        try OutboxFault.catching {
            try database.write { db in
                try db.execute(sql: "INSERT OR IGNORE INTO outbox (id, endpoint) VALUES (1, ?)", arguments: [endpoint.url])
                let bound = try String.fetchOne(db, sql: "SELECT endpoint FROM outbox")
                if let bound, bound != endpoint.url { throw OutboxFault.otherEndpoint(bound) }
            }
        }
    }

    /// How many events wait, and how many were refused.
    package func counts() throws(OutboxFault) -> OutboxCounts {
        try OutboxFault.catching {
            try database.read { db in
                try OutboxCounts(
                    pending: Int.fetchOne(db, sql: "SELECT count(*) FROM event WHERE state = 'pending'") ?? 0,
                    refused: Int.fetchOne(db, sql: "SELECT count(*) FROM event WHERE state = 'refused'") ?? 0)
            }
        }
    }
}
