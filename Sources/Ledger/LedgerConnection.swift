import CostReports
import GRDB
import Replay
import StateFiles

/// A connection that stays within one transaction: it sees one state of the ledger, whatever is added meanwhile.
final class LedgerConnection: @unchecked Sendable {  // used by one task at a time
    let queue: DatabaseQueue
    /// How many runs that state holds.
    let nights: Int
    private var reader: CallRowReader?

    init(path: String) throws(StateFileFault) {
        (queue, nights) = try StateFileFault.catching {
            var configuration = StateFile.configuration(label: "fluxgate.ledger", cache: 16_384)
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let nights = try queue.inDatabase { db in
                try db.beginTransaction()
                try LedgerSchema.check(db)
                return try Int.fetchOne(db, sql: "SELECT nights FROM ledger") ?? 0
            }
            return (queue, nights)
        }
    }

    /// Connections that see the same state.
    static func open(_ count: Int, to path: String) throws(StateFileFault) -> [LedgerConnection] {
        while true {
            var connections: [LedgerConnection] = []
            for _ in 0..<count { connections.append(try LedgerConnection(path: path)) }
            // A run may have been saved between one and the next.
            if Set(connections.map(\.nights)).count == 1 { return connections }
        }
    }

    func read(
        _ batch: LedgerContents.Batch, _ texts: LedgerTexts, _ places: [Int64: Int], to depth: CallDepth, _ take: CallRowReader.Take
    ) throws {
        try queue.inDatabase { db in
            let reader = try self.reader ?? CallRowReader(db, texts)
            self.reader = reader
            try reader.read(batch, inputs: places, to: depth, take)
        }
    }

    func texts(from first: Int, count: Int) throws -> [String] {
        try queue.inDatabase { db in
            var texts: [String] = []
            let select = try RawStatement(db, "SELECT id, text FROM text WHERE id BETWEEN ? AND ? ORDER BY id")
            try select.forEach(from: Int64(first), through: Int64(first + count - 1)) {
                while first + texts.count < Int(select.int(0)) { texts.append("") }
                texts.append(select.text(1) ?? "")
            }
            return texts
        }
    }
}
