import ByteStreams
package import CostReports
import GRDB
package import Replay
package import StateFiles
import Synchronization
import TrafficModel

/// What a ledger holds, as a report reads it: the state of one moment, whatever is added meanwhile.
package final class LedgerContents: KeptRecords {
    /// Some calls of one input; of none: calls that were still open when all inputs had ended.
    package struct Batch: Sendable {
        var input: Int?
        var calls: ClosedRange<Int64>
        /// Whether some share their id with others.
        var hasShared = false
        /// Only those are asked for.
        var isOfShared = false
    }

    package let inputs: [KeptInput]
    package let joined: Int
    package let ignored: Int
    package let count: Int
    /// The options by which the inputs were read.
    package let reading: String
    private let parts: [LedgerBooks.Part]
    private let places: [Int64: Int]
    private let numbered: LedgerTexts
    private let readers: Mutex<[LedgerConnection]>

    package var texts: any KeyTexts { numbered }

    /// Opens a ledger to be read; it may be in use by a run that adds to it. `readers`: how many batches are read at a time.
    package init(path: String, readers: Int) throws(StateFileFault) {
        var connections = try LedgerConnection.open(readers + 1, to: path)
        let own = connections.removeLast()
        (inputs, joined, ignored, count, reading, parts, places) = try StateFileFault.catching {
            try own.queue.inDatabase { db in
                let books = try LedgerBooks(db)
                return try (
                    books.inputs, books.joined, books.ignored, books.calls, String.fetchOne(db, sql: "SELECT reading FROM ledger") ?? "",
                    books.parts, books.places
                )
            }
        }
        numbered = LedgerTexts(own)
        self.readers = Mutex(connections)
    }

    package func batches(for plan: ReplayPlan) throws -> [Batch] {
        try withReader { reader in
            try reader.queue.inDatabase { db in try BatchSelection(db, plan).batches(of: parts) }
        }
    }

    package func read(_ batch: Batch, to depth: CallDepth, _ take: (inout KeptCall, (inout KeptCall) throws -> Void) throws -> Void) throws {
        try withReader { try $0.read(batch, numbered, places, to: depth, take) }
    }

    private func withReader<Result>(_ body: (LedgerConnection) throws -> Result) throws -> Result {
        do {
            guard let reader = readers.withLock({ $0.popLast() }) else { preconditionFailure("more batches at a time than the ledger was opened for") }
            let result = try body(reader)
            readers.withLock { $0.append(reader) }
            return result
        } catch {
            throw StateFileFault(error)
        }
    }
}

/// Chooses what a plan needs to read.
private struct BatchSelection {
    private let plan: ReplayPlan
    private var stretches: [Int64: [Stretch]] = [:]
    /// The first calls of stretches that hold a call which shares its id.
    private let shared: Set<Int64>

    init(_ db: Database, _ plan: ReplayPlan) throws {
        self.plan = plan
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM stretch ORDER BY first_call")
        while let row = try rows.next() { stretches[row["part"], default: []].append(Stretch(row)) }
        shared = try Int64.fetchSet(
            db, sql: "SELECT DISTINCT (SELECT max(first_call) FROM stretch WHERE first_call <= call.id) FROM call WHERE is_shared")
    }

    func batches(of parts: [LedgerBooks.Part]) -> [LedgerContents.Batch] {
        parts.flatMap { part in
            (stretches[part.id] ?? []).compactMap { stretch in
                let hasShared = shared.contains(stretch.calls.lowerBound)
                let mayLie = stretch.mayLie(since: plan.since, until: plan.until, assumingTimes: plan.assumedTime != nil)
                guard mayLie || hasShared else { return nil }
                return LedgerContents.Batch(input: part.input, calls: stretch.calls, hasShared: hasShared, isOfShared: !mayLie)
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
    /// In the order of reading.
    private(set) var parts: [Part] = []
    private(set) var calls = 0

    struct Part: Sendable {
        var id: Int64
        var input: Int?
    }

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
            parts.append(Part(id: row["id"], input: place))
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
            if let place = places[row["input"] ?? 0] { inputs[place].books.count(row["name"], row["records"]) }
        }
    }

    /// What is left of all records is further records of calls. It is not kept: an input may hold the rest of a call that began in another.
    var joined: Int {
        inputs.reduce(0) { $0 + $1.books.records - $1.books.ignored - $1.rejects.values.reduce(0, +) } - ignored - calls
    }
}
