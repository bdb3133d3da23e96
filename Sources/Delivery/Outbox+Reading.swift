import Foundation
import GRDB
package import StateFiles
import TrafficModel

/// Filling the outbox: one transaction from the first input's first line to the last one's end, so that it never holds half of what a later
/// record may still change.
extension Outbox {
    static let noTime = "the call carries no time; give it one with --assume-time"

    /// Whether these inputs were read to their end before, in the same way, and have not changed since.
    package func hasRead(_ marks: [InputMark], by invocation: String) throws(StateFileFault) -> Bool {
        try StateFileFault.catching {
            try database.read { db in
                guard try String.fetchOne(db, sql: "SELECT invocation FROM outbox") == invocation else { return false }
                return try marks.allSatisfy { mark in
                    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM input WHERE path = ?", arguments: [mark.path]) else { return false }
                    return InputMark(row) == mark && row["read_to"] == mark.size
                }
            }
        }
    }

    package func beginReading() throws(StateFileFault) {
        try StateFileFault.catching {
            try database.writeWithoutTransaction { db in
                try db.beginTransaction(.immediate)
                // These come anew with each reading, perhaps with a time now.
                try db.execute(sql: "DELETE FROM event WHERE state = 'refused' AND time IS NULL")
            }
        }
    }

    /// Takes back what this reading brought.
    package func cancelReading() throws(StateFileFault) {
        try StateFileFault.catching {
            try database.writeWithoutTransaction { db in
                // A full disk may have ended the transaction already.
                if db.isInsideTransaction { try db.rollback() }
            }
        }
    }

    /// Keeps what this reading brought, and notes what was read. `readTo`: stored bytes of each input; no invocation: something
    /// could not be read.
    package func endReading(_ inputs: [(mark: InputMark, readTo: Int)], by invocation: String?) throws(StateFileFault) {
        try StateFileFault.catching {
            try database.writeWithoutTransaction { db in
                for (mark, readTo) in inputs {
                    try db.execute(
                        sql: "INSERT OR REPLACE INTO input (path, device, number, size, modified, read_to) VALUES (?, ?, ?, ?, ?, ?)",
                        arguments: [mark.path, mark.device, mark.number, mark.size, mark.modified, readTo])
                }
                try db.execute(sql: "UPDATE outbox SET invocation = ?", arguments: [invocation])
                try db.commit()
            }
        }
    }

    /// Adds events, by their ids: a delivered one stays as it is, one that waits is brought up to date, and a refused one gets another chance
    /// when it has changed.
    func add(_ events: [OutboxEvent]) throws(StateFileFault) {
        try StateFileFault.catching {
            try database.writeWithoutTransaction { db in
                let statement = try db.cachedStatement(
                    sql: """
                        INSERT INTO event (replay_id, state, time, model, payload, local_cost, reason) VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (replay_id) DO UPDATE SET
                          state = excluded.state, time = excluded.time, model = excluded.model, payload = excluded.payload,
                          local_cost = excluded.local_cost, reason = excluded.reason
                        WHERE event.state <> 'delivered' AND event.payload IS NOT excluded.payload
                        """)
                for event in events {
                    let isSendable = event.time != nil
                    try statement.execute(arguments: [
                        event.replayID, isSendable ? "pending" : "refused", event.time, event.model, Data(event.payload), event.localCost?.exactText,
                        isSendable ? nil : Outbox.noTime,
                    ])
                }
            }
        }
    }
}

extension InputMark {
    fileprivate init(_ row: Row) {
        self.init(path: row["path"], device: row["device"], number: row["number"], size: row["size"], modified: row["modified"])
    }
}
