import ByteStreams
import CostReports
import GRDB
import Replay
import TrafficModel

/// Reads rows as calls, over a connection of its own.
final class CallRowReader {
    /// Takes a call, and what adds its names.
    typealias Take = (inout KeptCall, (inout KeptCall) throws -> Void) throws -> Void

    /// A call that has all of its kind. Each row is read into it in turn: calls are large, and few are kept.
    private struct Prototype {
        var call: KeptCall
        var notes: [Diagnostic.Name] = []
        /// What usage holds of which rows tell nothing.
        var usage = TokenUsage(zeros: 0)
        /// Whether the total told is the sum.
        var addsUp = false
        var isPending = false
        var isKnown = false

        static let unknown = Prototype(
            call: KeptCall(NotedCall(Call(endpoint: nil, provider: "", source: SourceLocation(input: 0, line: 0, offset: 0)))))
    }

    /// By their numbers. Each reader has its own: threads would get into each other's way counting who holds their texts.
    private var kinds: [Prototype]
    private var texts: KnownTexts
    private let selectFigures: RawStatement
    private let select: RawStatement
    private let selectShared: RawStatement
    private let json = JSONReader()

    init(_ db: Database, _ texts: LedgerTexts) throws {
        self.texts = KnownTexts(texts)
        kinds = try CallRowReader.kinds(db)
        selectFigures = try RawStatement(db, "SELECT \(CallRow.figures) FROM call WHERE id BETWEEN ? AND ? ORDER BY id")
        select = try RawStatement(db, "SELECT \(CallRow.columns) FROM call WHERE id BETWEEN ? AND ? ORDER BY id")
        selectShared = try RawStatement(
            db, "SELECT \(CallRow.columns) FROM call INDEXED BY call_shared WHERE is_shared AND id BETWEEN ? AND ? ORDER BY id")
    }

    /// Reads the calls of a batch. `inputs`: the places of inputs in the order of reading, by their numbers.
    func read(_ batch: LedgerContents.Batch, inputs: [Int64: Int], needsNames: Bool, _ take: Take) throws {
        // Out of this object while they change: each look at what others might look at too costs as much as reading a column.
        var kinds: [Prototype] = []
        swap(&kinds, &self.kinds)
        defer { swap(&kinds, &self.kinds) }
        let row = batch.isOfShared ? selectShared : needsNames ? select : selectFigures
        try row.forEach(from: batch.calls.lowerBound, through: batch.calls.upperBound) {
            let number = Int(row.int(CallRow.kind))
            guard kinds.indices.contains(number), kinds[number].isKnown else { throw UnknownName(text: "kind \(number)") }
            let source = row.optionalInt(CallRow.source)
            guard let input = source.map({ inputs[$0] }) ?? batch.input else { throw UnknownName(text: "input \(row.int(CallRow.source))") }
            try fill(&kinds[number], row, of: input)
            kinds[number].call.isEntangled = source != nil || row.int(CallRow.isShared) != 0
            if let detail = row.bytes(CallRow.detail) {
                // A copy, which may have what its kind has not.
                var call = kinds[number].call
                try addNames(&call, row, hasThem: row !== selectFigures)
                try CallDetail.read(detail, into: &call.found.priced.call, json)
                if kinds[number].isPending { call.pending = PendingResponse(call.found.priced.call) }
                try take(&call) { _ in }
            } else {
                if row !== selectFigures { try addNames(&kinds[number].call, row, hasThem: true) }
                if kinds[number].isPending {
                    if !kinds[number].call.hasNames { try addNames(&kinds[number].call, row, hasThem: false) }
                    kinds[number].call.pending = PendingResponse(kinds[number].call.found.priced.call)
                }
                try take(&kinds[number].call) { try addNames(&$0, row, hasThem: false) }
            }
        }
    }

    /// Puts what a row tells into a prototype, in place of what the row before told.
    private func fill(_ kind: inout Prototype, _ row: RawStatement, of input: Int) throws {
        if kind.call.hasNames { removeNames(&kind.call) }
        if kind.call.found.notes.count != kind.notes.count { kind.call.found.notes = kind.notes }
        kind.call.found.priced.call.source = SourceLocation(input: input, line: 0, offset: 0)
        kind.call.numbers.feature = number(CallRow.feature, row)
        kind.call.numbers.user = number(CallRow.user, row)
        kind.call.numbers.session = number(CallRow.session, row)
        kind.call.numbers.conversation = number(CallRow.conversation, row)
        kind.call.numbers.step = number(CallRow.step, row)
        try texts.check(kind.call.numbers)
        kind.call.found.priced.call.time = row.optionalInt(CallRow.time).map { Timestamp(microseconds: $0) }
        kind.call.found.priced.call.latency = row.optionalInt(CallRow.latency)
        kind.call.found.priced.call.streamDuration = row.optionalInt(CallRow.streamDuration)
        guard let input = row.optionalInt(CallRow.input) else {
            kind.call.found.priced.call.usage = nil
            return
        }
        // What else is in there is the same for all of a kind.
        if !kind.call.found.priced.call.hasUsage { kind.call.found.priced.call.usage = kind.usage }
        fill(&kind.call.found.priced.call.usage!, input: input, row, addingUp: kind.addsUp)
    }

    private func fill(_ usage: inout TokenUsage, input: Int64, _ row: RawStatement, addingUp: Bool) {
        let output = row.int(CallRow.output)
        usage.input = input
        usage.output = output
        if addingUp { usage.reportedTotal = input &+ output }
        usage.cachedInput = row.optionalInt(CallRow.cachedInput)
        usage.reasoning = row.optionalInt(CallRow.reasoning)
    }

    /// Adds what tells a call from others, from its row if that `hasThem`.
    private func addNames(_ call: inout KeptCall, _ row: RawStatement, hasThem: Bool) throws {
        guard hasThem else {
            let id = row.int(CallRow.id)
            return try select.forEach(from: id, through: id) { try addNames(&call, select, hasThem: true) }
        }
        call.found.priced.call.source.line = Int(row.int(CallRow.line))
        call.found.priced.call.source.offset = Int(row.int(CallRow.byte))
        call.found.priced.call.attribution.feature = texts.text(call.numbers.feature)
        call.found.priced.call.attribution.user = texts.text(call.numbers.user).map { EndUser(id: $0) }
        call.found.priced.call.attribution.sessionID = texts.text(call.numbers.session)
        call.found.priced.call.attribution.conversationID = texts.text(call.numbers.conversation)
        call.found.priced.call.attribution.step = texts.text(call.numbers.step)
        call.found.priced.call.responseID = row.text(CallRow.responseID)
        call.found.priced.call.requestID = row.text(CallRow.requestID)
        call.hasNames = true
    }

    private func removeNames(_ call: inout KeptCall) {
        call.found.priced.call.attribution = Attribution()
        call.found.priced.call.responseID = nil
        call.found.priced.call.requestID = nil
        call.hasNames = false
    }

    private func number(_ column: Int32, _ row: RawStatement) -> Int32 {
        row.optionalInt(column).map { Int32(clamping: $0) } ?? KeyNumbers.none
    }

    // Numbers are given one after the other.
    private static func kinds(_ db: Database) throws -> [Prototype] {
        var kinds = Array(repeating: Prototype.unknown, count: try (Int.fetchOne(db, sql: "SELECT max(id) FROM kind") ?? 0) + 1)
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM kind")
        while let row = try rows.next() {
            let kind = try CallKind(row)
            kinds[row["id"]] = Prototype(
                call: KeptCall(NotedCall(kind.call, kind.notes)), notes: kind.notes, usage: TokenUsage(zeros: kind.zeros),
                addsUp: kind.zeros & 1 << UsagePart.sumBit != 0, isPending: kind.isPending, isKnown: true)
        }
        return kinds
    }
}

// MARK: - Background responses

extension Call {
    /// A background response as a row: what it tells of the call that it will be.
    init(_ pending: PendingResponse) {
        self.init(endpoint: nil, provider: "", source: pending.location)
        responseID = pending.id
        time = pending.time
        requestedModel = pending.requestedModel
        cacheTTL = pending.cacheTTL
        attribution = pending.attribution
    }
}

extension PendingResponse {
    init(_ call: Call) {
        self.init(id: call.responseID ?? "", attribution: call.attribution, at: call.source)
        time = call.time
        requestedModel = call.requestedModel
        cacheTTL = call.cacheTTL
    }
}
