import ByteStreams
import GRDB
package import Replay
package import StateFiles
import Synchronization
import TrafficModel

/// What a ledger holds, as a report reads it: the state of one moment, whatever is added meanwhile.
package final class LedgerContents: KeptRecords {
    /// Some calls of one input; of none: calls that were still open when all inputs had ended.
    struct Batch: Sendable {
        var input: Int?
        var calls: ClosedRange<Int64>
    }

    private static let batchSize: Int64 = 1_024

    package let inputs: [KeptInput]
    package let joined: Int
    package let ignored: Int
    /// The options by which the inputs were read.
    package let reading: String
    private let batches: [Batch]
    private let places: [Int64: Int]
    private let texts: [String]
    private let readers: Mutex<[Connection]>

    package var batchCount: Int { batches.count }

    /// Opens a ledger to be read; it may be in use by a run that adds to it. `readers`: how many batches are read at a time.
    package init(path: String, readers: Int) throws(StateFileFault) {
        var connections: [Connection] = []
        repeat {
            connections = []
            for _ in 0..<readers { connections.append(try Connection(path: path)) }
            // A run may have been saved between one and the next.
        } while Set(connections.map(\.nights)).count > 1
        (inputs, joined, ignored, reading, batches, places, texts) = try StateFileFault.catching {
            try connections[0].queue.inDatabase { db in
                let books = try LedgerBooks(db)
                return try (
                    books.inputs, books.joined, books.ignored, String.fetchOne(db, sql: "SELECT reading FROM ledger") ?? "",
                    books.batches(of: LedgerContents.batchSize), books.places, CallRowReader.texts(db)
                )
            }
        }
        self.readers = Mutex(connections)
    }

    package func read(_ batch: Int, into records: inout KeptBatch) throws {
        do {
            guard let connection = readers.withLock({ $0.popLast() }) else { preconditionFailure("more batches at a time than the ledger was opened for") }
            try connection.read(batches[batch], texts, places, into: &records)
            readers.withLock { $0.append(connection) }
        } catch {
            throw StateFileFault(error)
        }
    }

    /// A connection that stays within one transaction: it sees one state of the ledger.
    private final class Connection: @unchecked Sendable {  // used by one task at a time
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
                    // A large ledger is read where the system keeps it.
                    try db.execute(sql: "PRAGMA mmap_size = 1099511627776")
                    try db.beginTransaction()
                    try LedgerSchema.check(db)
                    return try Int.fetchOne(db, sql: "SELECT nights FROM ledger") ?? 0
                }
                return (queue, nights)
            }
        }

        func read(_ batch: Batch, _ texts: [String], _ places: [Int64: Int], into records: inout KeptBatch) throws {
            try queue.inDatabase { db in
                let reader = try self.reader ?? CallRowReader(db, texts: texts)
                self.reader = reader
                try reader.read(batch, inputs: places, into: &records)
            }
        }
    }
}

/// The books of a ledger: what its inputs held, in numbers.
private struct LedgerBooks {
    private(set) var inputs: [KeptInput] = []
    /// The places of inputs in the order of reading, by their numbers.
    private(set) var places: [Int64: Int] = [:]
    private(set) var ignored = 0
    private var parts: [(input: Int?, calls: ClosedRange<Int64>)] = []
    private var calls = 0

    init(_ db: Database) throws {
        let inputRows = try Row.fetchCursor(db, sql: "SELECT id, path, bytes, compression FROM input ORDER BY position, id")
        while let row = try inputRows.next() {
            var input = KeptInput(path: row["path"])
            input.storedBytes = row["bytes"]
            input.compression = (row["compression"] as String?).flatMap { Compression(rawValue: $0) }
            places[row["id"]] = inputs.count
            inputs.append(input)
        }
        let partRows = try Row.fetchCursor(
            db,
            sql: """
                SELECT part.*
                FROM part LEFT JOIN input ON input.id = part.input ORDER BY input.id IS NULL, input.position, input.id, part.id
                """)
        while let row = try partRows.next() {
            calls += row["calls"]
            let place = (row["input"] as Int64?).flatMap { places[$0] }
            if let first = row["first_call"] as Int64?, let last = row["last_call"] as Int64? { parts.append((place, first...last)) }
            guard let place else {
                ignored += row["ignored"]
                continue
            }
            inputs[place].books.lines += row["lines"]
            inputs[place].books.records += row["records"]
            inputs[place].books.ignored += row["ignored"]
        }
        for row in try Row.fetchAll(db, sql: "SELECT input, reason, sum(reject.records) AS records FROM reject JOIN part ON part.id = part GROUP BY 1, 2") {
            guard let reason = RejectReason(rawValue: row["reason"]) else { throw UnknownName(text: row["reason"]) }
            // Those of no one input are told of the first.
            inputs[places[row["input"] ?? 0] ?? 0].rejects[reason, default: 0] += row["records"]
        }
        for row in try Row.fetchAll(db, sql: "SELECT input, name, sum(container.records) AS records FROM container JOIN part ON part.id = part GROUP BY 1, 2") {
            if let place = places[row["input"] ?? 0] { inputs[place].books.containers[row["name"]] = row["records"] }
        }
    }

    /// What is left of all records is further records of calls. It is not kept: an input may hold the rest of a call that began in another.
    var joined: Int {
        inputs.reduce(0) { $0 + $1.books.records - $1.books.ignored - $1.rejects.values.reduce(0, +) } - ignored - calls
    }

    func batches(of size: Int64) -> [LedgerContents.Batch] {
        parts.flatMap { part in
            stride(from: part.calls.lowerBound, through: part.calls.upperBound, by: Int(size)).map { first in
                LedgerContents.Batch(input: part.input, calls: first...min(first + size - 1, part.calls.upperBound))
            }
        }
    }
}
