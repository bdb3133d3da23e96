import CostReports
import GRDB
import TrafficModel

/// Writes calls as rows.
struct CallRowWriter {
    private let insert: RawStatement
    private let database: DatabaseQueue
    private var texts: TextNumbers
    private let identities: SharedIdentities
    private var stretches: StretchWriter
    /// The numbers of kinds by their keys. There are few, as a rule.
    private var kinds: [[UInt8]: Int64]
    private var recentKinds = Recent<(key: [UInt8], number: Int64)>()
    private var key: [UInt8] = []
    private var json = JSONWriter()
    /// The numbers of the row that is being written, each in its place.
    private var row: [Int64?] = Array(repeating: nil, count: Int(CallRow.reasoning) + 1)
    private(set) var nextID: Int64

    init(_ database: DatabaseQueue) throws {
        self.database = database
        (insert, texts, identities, stretches, kinds, nextID) = try database.inDatabase { db in
            let places = Array(repeating: "?", count: Int(CallRow.identity) + 1).joined(separator: ", ")
            var kinds: [[UInt8]: Int64] = [:]
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM kind")
            while let row = try rows.next() { kinds[try CallKind(row).key] = row["id"] }
            return try (
                RawStatement(db, "INSERT INTO call (\(CallRow.columns), part, identity) VALUES (\(places))"), TextNumbers(db), SharedIdentities(db),
                StretchWriter(db), kinds, CallRowWriter.nextID(db)
            )
        }
    }

    /// Behind all calls, and behind those that were deleted from the end of a part.
    private static func nextID(_ db: Database) throws -> Int64 {
        try (Int64.fetchOne(db, sql: "SELECT max(coalesce((SELECT max(id) FROM call), 0), coalesce((SELECT max(last_call) FROM part), 0))") ?? 0) + 1
    }

    /// Writes a call; `source`: the input that it began in, unless that is the part's.
    mutating func write(_ call: borrowing Call, notes: [Diagnostic.Name], isPending: Bool = false, source: Int64?, part: Int64) throws {
        let zeros = call.usage?.zeros
        CallKind.writeKey(of: call, notes: notes, zeros: zeros?.bits ?? 0, isPending: isPending, to: &key)
        let kind = try knownKind() ?? add(CallKind(of: call, notes: notes, zeros: zeros?.bits ?? 0, isPending: isPending))
        bind(nextID, at: CallRow.id)
        bind(source, at: CallRow.source)
        bind(kind, at: CallRow.kind)
        bind(try texts.number(of: call.attribution.feature), at: CallRow.feature)
        bind(try texts.number(of: call.attribution.user?.id), at: CallRow.user)
        bind(try texts.number(of: call.attribution.sessionID), at: CallRow.session)
        bind(try texts.number(of: call.attribution.conversationID), at: CallRow.conversation)
        bind(try texts.number(of: call.attribution.step), at: CallRow.step)
        bind(call.time?.microseconds, at: CallRow.time)
        bind(call.latency, at: CallRow.latency)
        bind(call.streamDuration, at: CallRow.streamDuration)
        bind(call.usage?.input, at: CallRow.input)
        bind(call.usage?.cachedInput, at: CallRow.cachedInput)
        bind(call.usage?.output, at: CallRow.output)
        bind(call.usage?.reasoning, at: CallRow.reasoning)
        insert.bind(Int64(call.source.line), at: CallRow.line)
        insert.bind(Int64(call.source.offset), at: CallRow.byte)
        insert.bind(call.responseID, at: CallRow.responseID)
        insert.bind(call.requestID, at: CallRow.requestID)
        let identity = SharedIdentities.identity(of: call)
        // A background response at work waits for the record that tells how it ended.
        let isShared = try identity.map { try identities.isTaken($0) } == true || isPending
        insert.bind(identity, at: CallRow.identity)
        insert.bind(isShared ? 1 : 0, at: CallRow.isShared)
        let hasOtherUsage = zeros?.hasOthers ?? false
        CallDetail.write(call, hasOtherUsage: hasOtherUsage, to: &json)
        insert.bind(json: json.bytes, at: CallRow.detail)
        insert.bind(part, at: CallRow.part)
        try insert.run()
        let isPlain = source == nil && !isShared && !CallDetail.hasFigures(call, hasOtherUsage: hasOtherUsage)
        try stretches.add(nextID, of: part, at: call.time, row, isPlain: isPlain)
        nextID += 1
    }

    /// Binds a number that is packed too, as long as its call is plain.
    private mutating func bind(_ number: Int64?, at place: Int32) {
        insert.bind(number, at: place)
        row[Int(place)] = number
    }

    /// The part's calls were written.
    mutating func endPart() throws {
        try stretches.end()
    }

    /// All calls were written.
    func finish() throws {
        try database.inDatabase { try identities.finish($0) }
    }

    /// The number of the kind with the key that was written.
    private mutating func knownKind() -> Int64? {
        for place in recentKinds.all.indices where recentKinds.all[place].key == key { return recentKinds.all[place].number }
        guard let number = kinds[key] else { return nil }
        recentKinds.note((key, number))
        return number
    }

    private mutating func add(_ kind: CallKind) throws -> Int64 {
        let number = try database.inDatabase { db in
            let places = Array(repeating: "?", count: CallKind.columnCount).joined(separator: ", ")
            try db.execute(sql: "INSERT INTO kind (\(CallKind.columns)) VALUES (\(places))", arguments: kind.arguments)
            return db.lastInsertedRowID
        }
        kinds[kind.key] = number
        return number
    }
}

/// Gives texts their numbers.
private struct TextNumbers {
    /// Texts that are remembered; when there are more, all are forgotten and looked up anew.
    private static let limit = 1_000_000

    private let find: RawStatement
    private let insert: RawStatement
    private var known: [KeyText: Int64] = [:]

    init(_ db: Database) throws {
        find = try RawStatement(db, "SELECT id FROM text WHERE text = ?")
        insert = try RawStatement(db, "INSERT INTO text (text) VALUES (?)")
    }

    mutating func number(of text: String?) throws -> Int64? {
        guard let text else { return nil }
        let key = KeyText(text)
        if let number = known[key] { return number }
        if known.count == TextNumbers.limit { known.removeAll(keepingCapacity: true) }
        let number = try lookUp(text)
        known[key] = number
        return number
    }

    private func lookUp(_ text: String) throws -> Int64 {
        find.bind(text, at: 0)
        if try find.next() {
            defer { find.reset() }
            return find.int(0)
        }
        insert.bind(text, at: 0)
        try insert.run()
        return insert.lastInsertedRow
    }
}
