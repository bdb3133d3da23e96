import ByteStreams
import GRDB
import Replay
import StateFiles
import TrafficModel

/// Writes what is read into a ledger, input by input.
///
/// An input may turn out to be another than it was taken for: its lines do not stand for themselves, or its calls are put together of several
/// records. Then nothing of it is kept, and it is named among those to be read again.
struct LedgerWriter: RecordTaker {
    /// An input of a pass.
    struct Work: Sendable {
        /// Its place among the files at hand.
        var file: Int
        var path: String
        /// nil where it can't be read.
        var mark: InputMark?
        /// The ledger's number for it; nil for a new one.
        var id: Int64?
        /// Where to go on; nil: it is read from the start, and what was there before is replaced.
        var start: ReadingPlace?
        var head: InputHead?
    }

    /// What came of an input.
    struct Outcome: Sendable {
        var summary: InputSummary
        var calls = 0
        var ignored = 0
        var id: Int64?
        /// It is to be read again from the start.
        var isToBeReadWhole = false
        var hasParts = false
    }

    /// The books of a part that is being written.
    private struct Part {
        var id: Int64
        var books = BlockBooks()
        var rejects: [RejectReason: Int] = [:]
        var calls = 0
        var firstCall: Int64
    }

    private var works: [Work]
    private(set) var outcomes: [Outcome]
    /// Whether calls that several records tell of are kept: only where all inputs that hold parts of calls are read together.
    private let keepsParts: Bool
    private let onReject: @Sendable (Reject, String) throws -> Void
    private let database: DatabaseQueue
    private var rows: CallRowWriter
    private var nextPart: Int64
    /// The input that is being read; nil behind all of them.
    private var current: Int?
    private var isOpen = false
    private var parts: [Part] = []
    private var isOfLines = true

    init(
        _ database: DatabaseQueue, _ rows: CallRowWriter, works: [Work], keepsParts: Bool, onReject: @escaping @Sendable (Reject, String) throws -> Void
    ) throws {
        self.database = database
        self.rows = rows
        self.works = works
        self.keepsParts = keepsParts
        self.onReject = onReject
        outcomes = works.map { Outcome(summary: InputSummary(path: $0.path), id: $0.id) }
        nextPart = try database.inDatabase { try Int64.fetchOne($0, sql: "SELECT max(id) FROM part") ?? 0 } + 1
    }

    /// What wrote the rows, for the next pass.
    var rowWriter: CallRowWriter { rows }

    private var isDropping: Bool {
        guard let current else { return !keepsParts }
        return outcomes[current].isToBeReadWhole || outcomes[current].hasParts && !keepsParts
    }

    // MARK: - One input

    mutating func begin(input: Int) {
        current = input
        isOpen = false
        isOfLines = true
    }

    mutating func take(_ books: borrowing BlockBooks, of input: Int) throws {
        try open()
        // A last line without an end is read again anyway.
        if !books.isOfLines, !books.isUnfinished {
            isOfLines = false
            if works[input].start != nil { outcomes[input].isToBeReadWhole = true }
        }
        guard !isDropping else { return }
        if books.isUnfinished, parts.count == 1 { try beginPart(isProvisional: true) }
        let last = parts.count - 1
        parts[last].books.lines += books.lines
        parts[last].books.records += books.records
        parts[last].books.ignored += books.ignored
        for (name, records) in books.containers { parts[last].books.count(name, records) }
    }

    /// Clears the way for an input of which there is something to read.
    private mutating func open() throws {
        guard !isOpen, let current else { return }
        isOpen = true
        if let id = works[current].id {
            let goesOn = works[current].start != nil
            try database.inDatabase { try $0.deleteParts(of: id, provisionalOnly: goesOn) }
        } else {
            let work = works[current]
            works[current].id = try database.inDatabase { try $0.addInput(work) }
            outcomes[current].id = works[current].id
        }
        try beginPart(isProvisional: false)
    }

    private mutating func beginPart(isProvisional: Bool) throws {
        parts.append(Part(id: nextPart, firstCall: rows.nextID))
        let input = current.flatMap { works[$0].id }
        try database.inDatabase { [nextPart] db in
            try db.execute(
                sql: "INSERT INTO part (id, input, is_provisional, calls, lines, records, ignored) VALUES (?, ?, ?, 0, 0, 0, 0)",
                arguments: [nextPart, input, isProvisional])
        }
        nextPart += 1
    }

    mutating func take(_ call: inout NotedCall) throws {
        try write(call.priced.call, notes: call.notes, isPending: false)
    }

    mutating func take(_ response: PendingResponse) throws {
        try write(Call(response), notes: [], isPending: true)
    }

    private mutating func write(_ call: borrowing Call, notes: [Diagnostic.Name], isPending: Bool) throws {
        guard !isDropping else { return }
        let input = call.source.input
        try rows.write(call, notes: notes, isPending: isPending, source: input == current ? nil : works[input].id, part: parts[parts.count - 1].id)
        parts[parts.count - 1].calls += 1
        outcomes[input].calls += isPending ? 0 : 1
    }

    mutating func take(_ reject: Reject) throws {
        guard !isDropping else { return }
        parts[parts.count - 1].rejects[reject.reason, default: 0] += 1
        outcomes[reject.location.input].summary.rejects[reject.reason, default: 0] += 1
        try onReject(reject, works[reject.location.input].path)
    }

    mutating func take(rejects: [RejectReason: Int], of input: Int) {}

    mutating func noteParts(in input: Int) {
        outcomes[input].hasParts = true
    }

    // What is no call, no reject and not ignored is a further record of a call: nobody needs to count those.
    mutating func countJoined(_ records: Int) {}

    mutating func countIgnored(_ records: Int) {
        if !isDropping { parts[parts.count - 1].books.ignored += records }
    }

    mutating func end(_ input: Int, _ end: InputEnd) throws {
        outcomes[input].summary.storedBytes = end.storedBytes
        outcomes[input].summary.compression = end.compression
        outcomes[input].summary.notices = end.notices
        if let fault = end.fault { outcomes[input].summary.faults.append(fault) }
        if end.isOtherText { outcomes[input].isToBeReadWhole = true }
        // What can't be opened stays in the ledger as it was.
        if case .cannotOpen = end.fault?.kind { return }
        guard !end.isOtherText else { return }
        try open()
        try endParts()
        guard !isDropping, let id = works[input].id else { return }
        var kind: KnownInput.Kind = isOfLines ? .lines : end.isDocument ? .document : .whole
        if outcomes[input].hasParts { kind = .joined }
        let work = works[input]
        try database.inDatabase { [kind] in try $0.update(id, work, end, kind) }
    }

    /// Writes the books of the parts down, or takes the parts back.
    private mutating func endParts() throws {
        defer { parts = [] }
        try rows.endPart()
        for part in parts {
            if isDropping {
                try database.inDatabase { db in
                    try db.deleteCalls(part.firstCall...Int64.max)
                    try db.execute(sql: "DELETE FROM part WHERE id = ?", arguments: [part.id])
                }
            } else {
                try database.inDatabase { try $0.update(part.id, part.books, part.rejects, calls: part.calls, first: part.firstCall) }
                if let current {
                    outcomes[current].summary.lines += part.books.lines
                    outcomes[current].summary.records += part.books.records
                    outcomes[current].ignored += part.books.ignored
                }
            }
        }
    }

    // MARK: - Behind all inputs

    mutating func beginRest() throws {
        current = nil
        guard keepsParts else { return }
        let ids = works.compactMap(\.id)
        try database.inDatabase { try $0.deleteRest(of: ids) }
        try beginPart(isProvisional: false)
    }

    mutating func endPass() throws {
        guard keepsParts else { return }
        ignoredRest = parts.reduce(0) { $0 + $1.books.ignored }
        try endParts()
    }

    /// Records that turned out to be no calls when all was read.
    private(set) var ignoredRest = 0
}
