import ByteStreams
import CostReports
import GRDB
import Replay
import TrafficModel

/// Reads rows as calls, over a connection of its own.
final class CallRowReader {
    /// Takes a call, and what adds all that was not told of it.
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
    private var packed = PackedCalls()
    private let selectPacked: RawStatement?
    private let selectFigures: RawStatement
    private let select: RawStatement
    private let selectShared: RawStatement
    private let selectSharedIDs: RawStatement
    private let json = JSONReader()
    /// How much is told of each call.
    private var depth = CallDepth.everything

    init(_ db: Database, _ texts: LedgerTexts) throws {
        self.texts = KnownTexts(texts)
        kinds = try CallRowReader.kinds(db)
        selectPacked = try LedgerSchema.hasPackedCalls(db) ? RawStatement(db, "SELECT calls FROM packed WHERE stretch BETWEEN ? AND ?") : nil
        selectFigures = try RawStatement(db, "SELECT \(CallRow.figures) FROM call WHERE id BETWEEN ? AND ? ORDER BY id")
        select = try RawStatement(db, "SELECT \(CallRow.columns) FROM call WHERE id BETWEEN ? AND ? ORDER BY id")
        let shared = "FROM call INDEXED BY call_shared WHERE is_shared AND id BETWEEN ? AND ? ORDER BY id"
        selectShared = try RawStatement(db, "SELECT \(CallRow.columns) \(shared)")
        selectSharedIDs = try RawStatement(db, "SELECT id \(shared)")
    }

    /// Reads the calls of a batch, in whatever order; at least `depth` of each. `inputs`: the places of inputs in the order of reading, by their numbers.
    func read(_ batch: LedgerContents.Batch, inputs: [Int64: Int], to depth: CallDepth, _ take: Take) throws {
        self.depth = depth
        // Out of this object while they change: each look at what others might look at too costs as much as reading a column.
        var kinds: [Prototype] = []
        swap(&kinds, &self.kinds)
        defer { swap(&kinds, &self.kinds) }
        if batch.isOfShared {
            try read(batch.calls, selectShared, of: batch.input, inputs, &kinds, take)
        } else if depth == .everything {
            try read(batch.calls, select, of: batch.input, inputs, &kinds, take)
        } else if try !readPacked(batch, inputs, &kinds, take) {
            try read(batch.calls, selectFigures, of: batch.input, inputs, &kinds, take)
        }
    }

    // MARK: - Packed calls

    /// Reads a stretch kind by kind; false where it is not packed, or too few of its calls are still alone with their ids.
    private func readPacked(_ batch: LedgerContents.Batch, _ inputs: [Int64: Int], _ kinds: inout [Prototype], _ take: Take) throws -> Bool {
        guard let selectPacked, let input = batch.input else { return false }
        var bytes: [UInt8] = []
        try selectPacked.forEach(from: batch.calls.lowerBound, through: batch.calls.lowerBound) { bytes = selectPacked.blob(0) }
        guard !bytes.isEmpty else { return false }
        var packed = PackedCalls()
        swap(&packed, &self.packed)
        defer { swap(&packed, &self.packed) }
        try packed.read(bytes, of: batch.calls.count)
        // That others share a call's id may be known since it was packed.
        var shared: Set<Int64> = []
        if batch.hasShared {
            try selectSharedIDs.forEach(from: batch.calls.lowerBound, through: batch.calls.upperBound) { shared.insert(selectSharedIDs.int(0)) }
        }
        let rest = shared.union(packed.rest)
        guard PackedCalls.areMany(batch.calls.count - rest.count, of: batch.calls.count) else { return false }
        for run in packed.runs {
            try CallRowReader.check(run.kind, kinds)
            try read(run, &packed, of: input, &kinds[run.kind], leavingOut: shared, take)
        }
        for id in rest.sorted() { try read(id...id, selectFigures, of: input, inputs, &kinds, take) }
        return true
    }

    private func read(
        _ run: PackedCalls.Run, _ packed: inout PackedCalls, of input: Int, _ kind: inout Prototype, leavingOut shared: Set<Int64>, _ take: Take
    ) throws {
        for call in run.calls {
            packed.call = call
            let id = packed.int(CallRow.id)
            if !shared.isEmpty, shared.contains(id) { continue }
            try fill(&kind, packed, of: input)
            kind.call.isEntangled = false
            try take(&kind.call) { try complete(&$0, of: id) }
        }
    }

    // MARK: - Rows

    private func read(
        _ calls: ClosedRange<Int64>, _ row: RawStatement, of partInput: Int?, _ inputs: [Int64: Int], _ kinds: inout [Prototype], _ take: Take
    ) throws {
        try row.forEach(from: calls.lowerBound, through: calls.upperBound) {
            let number = Int(row.int(CallRow.kind))
            try CallRowReader.check(number, kinds)
            let source = row.optionalInt(CallRow.source)
            guard let input = source.map({ inputs[$0] }) ?? partInput else { throw UnknownName(text: "input \(row.int(CallRow.source))") }
            try fill(&kinds[number], row, of: input)
            kinds[number].call.isEntangled = source != nil || row.int(CallRow.isShared) != 0
            let id = row.int(CallRow.id)
            if row.hasText(CallRow.detail) {
                // A copy, which may have what its kind has not.
                var call = kinds[number].call
                if row === selectFigures { try complete(&call, of: id) } else { try complete(&call, row) }
                if kinds[number].isPending { call.pending = PendingResponse(call.found.priced.call) }
                try take(&call) { _ in }
            } else {
                if row !== selectFigures { try complete(&kinds[number].call, row) }
                if kinds[number].isPending {
                    if kinds[number].call.depth < .everything { try complete(&kinds[number].call, of: id) }
                    kinds[number].call.pending = PendingResponse(kinds[number].call.found.priced.call)
                }
                try take(&kinds[number].call) { try complete(&$0, of: id) }
            }
        }
    }

    private static func check(_ kind: Int, _ kinds: [Prototype]) throws {
        guard kinds.indices.contains(kind), kinds[kind].isKnown else { throw UnknownName(text: "kind \(kind)") }
    }

    // MARK: - One call

    /// Puts a call's figures into a prototype, in place of those of the call before.
    private func fill(_ kind: inout Prototype, _ source: some CallFigureSource, of input: Int) throws {
        // What a row does not tell must not be left from the call before.
        if kind.call.depth == .everything || kind.call.depth > depth { reduce(&kind.call) }
        if kind.call.found.notes.count != kind.notes.count { kind.call.found.notes = kind.notes }
        kind.call.order = source.int(CallRow.id)
        kind.call.found.priced.call.source = SourceLocation(input: input, line: 0, offset: 0)
        kind.call.numbers.feature = source.number(CallRow.feature)
        kind.call.numbers.user = source.number(CallRow.user)
        kind.call.numbers.session = source.number(CallRow.session)
        kind.call.numbers.conversation = source.number(CallRow.conversation)
        kind.call.numbers.step = source.number(CallRow.step)
        try texts.check(kind.call.numbers)
        if depth > .numbers { addTexts(&kind.call) }
        kind.call.found.priced.call.time = source.optionalInt(CallRow.time).map { Timestamp(microseconds: $0) }
        kind.call.found.priced.call.latency = source.optionalInt(CallRow.latency)
        kind.call.found.priced.call.streamDuration = source.optionalInt(CallRow.streamDuration)
        guard let input = source.optionalInt(CallRow.input) else {
            kind.call.found.priced.call.usage = nil
            return
        }
        // What else is in there is the same for all of a kind.
        if !kind.call.found.priced.call.hasUsage { kind.call.found.priced.call.usage = kind.usage }
        fill(&kind.call.found.priced.call.usage!, input: input, source, addingUp: kind.addsUp)
    }

    private func fill(_ usage: inout TokenUsage, input: Int64, _ source: some CallFigureSource, addingUp: Bool) {
        let output = source.int(CallRow.output)
        usage.input = input
        usage.output = output
        if addingUp { usage.reportedTotal = input &+ output }
        usage.cachedInput = source.optionalInt(CallRow.cachedInput)
        usage.reasoning = source.optionalInt(CallRow.reasoning)
    }

    /// Adds the texts of a call's numbers.
    private func addTexts(_ call: inout KeptCall) {
        call.found.priced.call.attribution.feature = texts.text(call.numbers.feature)
        call.found.priced.call.attribution.user = texts.text(call.numbers.user).map { EndUser(id: $0) }
        call.found.priced.call.attribution.sessionID = texts.text(call.numbers.session)
        call.found.priced.call.attribution.conversationID = texts.text(call.numbers.conversation)
        call.found.priced.call.attribution.step = texts.text(call.numbers.step)
        call.depth = .texts
    }

    /// Adds what tells a call from others, and what few calls have.
    private func complete(_ call: inout KeptCall, of id: Int64) throws {
        try select.forEach(from: id, through: id) { try complete(&call, select) }
    }

    private func complete(_ call: inout KeptCall, _ row: RawStatement) throws {
        if call.depth < .texts { addTexts(&call) }
        call.found.priced.call.source.line = Int(row.int(CallRow.line))
        call.found.priced.call.source.offset = Int(row.int(CallRow.byte))
        call.found.priced.call.responseID = row.text(CallRow.responseID)
        call.found.priced.call.requestID = row.text(CallRow.requestID)
        if let detail = row.bytes(CallRow.detail) { try CallDetail.read(detail, into: &call.found.priced.call, json) }
        call.depth = .everything
    }

    private func reduce(_ call: inout KeptCall) {
        call.found.priced.call.attribution = Attribution()
        call.found.priced.call.responseID = nil
        call.found.priced.call.requestID = nil
        // What a packed call's detail may have told; one that has figures is read into a copy.
        call.found.priced.call.customID = nil
        call.found.priced.call.logicalCall = nil
        call.found.priced.call.errorMessage = nil
        call.depth = .numbers
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

extension CallFigureSource {
    fileprivate func int(_ column: Int32) -> Int64 { optionalInt(column) ?? 0 }

    /// The number of a text.
    fileprivate func number(_ column: Int32) -> Int32 { optionalInt(column).map { Int32(clamping: $0) } ?? KeyNumbers.none }
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
