import Foundation
import GRDB
package import StateFiles
package import TrafficModel

/// Emptying the outbox.
extension Outbox {
    /// The next events that wait, oldest first.
    func pending(after last: PendingEvent?, limit: Int) throws(StateFileFault) -> [PendingEvent] {
        try StateFileFault.catching {
            try database.read { db in
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT id, replay_id, time, payload FROM event
                        WHERE state = 'pending' AND (time, id) > (?, ?) ORDER BY time, id LIMIT ?
                        """, arguments: [last?.time ?? .min, last?.id ?? .min, limit])
                var events: [PendingEvent] = []
                while let row = try rows.next() {
                    let payload: Data = row["payload"]
                    events.append(PendingEvent(id: row["id"], replayID: row["replay_id"], time: row["time"], payload: Array(payload)))
                }
                return events
            }
        }
    }

    /// Writes down how deliveries ended. A delivered event's payload is dropped: it is FluxGate's now.
    func settle(_ settlements: [Settlement]) async throws {
        do {
            try await database.write { db in
                for settlement in settlements {
                    switch settlement.outcome {
                    case .delivered(let recordID, let cost):
                        try db.cachedStatement(
                            sql: "UPDATE event SET state = 'delivered', payload = NULL, reason = NULL, record_id = ?, server_cost = ? WHERE id = ?"
                        ).execute(arguments: [recordID, cost?.exactText, settlement.id])
                    case .refused(let reason):
                        try db.cachedStatement(sql: "UPDATE event SET state = 'refused', reason = ? WHERE id = ?")
                            .execute(arguments: [reason, settlement.id])
                    }
                }
            }
        } catch {
            throw StateFileFault(error)
        }
    }

    /// All delivered events, in the order in which they were read.
    package func forEachDelivered(_ body: (DeliveredEvent) throws -> Void) throws {
        try database.read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT replay_id, record_id, time, model, local_cost, server_cost FROM event WHERE state = 'delivered' ORDER BY id")
            while let row = try rows.next() {
                let milliseconds: Int64 = row["time"]
                let local: String? = row["local_cost"]
                let server: String? = row["server_cost"]
                try body(
                    DeliveredEvent(
                        replayID: row["replay_id"], recordID: row["record_id"], time: Timestamp(microseconds: milliseconds * 1_000), model: row["model"],
                        localCost: local.flatMap { Money($0) }, serverCost: server.flatMap { Money($0) }))
            }
        }
    }

    /// The first refused events, or all of them.
    package func refused(limit: Int?) throws(StateFileFault) -> [RefusedEvent] {
        try StateFileFault.catching {
            try database.read { db in
                try Row.fetchAll(
                    db, sql: "SELECT replay_id, reason FROM event WHERE state = 'refused' ORDER BY id LIMIT ?", arguments: [limit ?? -1]
                ).map { RefusedEvent(replayID: $0["replay_id"], reason: $0["reason"] ?? "") }
            }
        }
    }

    /// The first and the last time among the events that wait.
    package func pendingPeriod() throws(StateFileFault) -> (first: Timestamp, last: Timestamp)? {
        try StateFileFault.catching {
            try database.read { db in
                let row = try Row.fetchOne(db, sql: "SELECT min(time) AS first, max(time) AS last FROM event WHERE state = 'pending'")
                guard let row, let first: Int64 = row["first"], let last: Int64 = row["last"] else { return nil }
                return (Timestamp(microseconds: first * 1_000), Timestamp(microseconds: last * 1_000))
            }
        }
    }
}
