import ByteStreams
import GRDB
import Replay
import TrafficModel

/// Reads rows as calls, over a connection of its own.
final class CallRowReader {
    /// A call that has all of its kind, and nothing else.
    private struct Prototype {
        var call: NotedCall
        var zeros = 0
        var isPending = false
        var isKnown = false

        static let unknown = Prototype(call: NotedCall(Call(endpoint: nil, provider: "", source: SourceLocation(input: 0, line: 0, offset: 0)), []))
    }

    private let texts: [String]
    /// By their numbers. Each reader has its own: threads would get into each other's way counting who holds their texts.
    private let kinds: [Prototype]
    private let select: RawStatement
    private let json = JSONReader()

    /// `texts` by their numbers.
    init(_ db: Database, texts: [String]) throws {
        self.texts = texts
        kinds = try CallRowReader.kinds(db)
        select = try RawStatement(db, "SELECT \(CallRow.columns) FROM call WHERE id BETWEEN ? AND ? ORDER BY id")
    }

    /// Reads the calls of a batch. `inputs`: the places of inputs in the order of reading, by their numbers.
    func read(_ batch: LedgerContents.Batch, inputs: [Int64: Int], into records: inout KeptBatch) throws {
        select.bind(batch.calls.lowerBound, at: 0)
        select.bind(batch.calls.upperBound, at: 1)
        while try select.next() {
            do {
                try readRow(batch, inputs, into: &records)
            } catch {
                select.reset()
                throw error
            }
        }
    }

    private func readRow(_ batch: LedgerContents.Batch, _ inputs: [Int64: Int], into records: inout KeptBatch) throws {
        let number = Int(select.int(CallRow.kind))
        guard kinds.indices.contains(number), kinds[number].isKnown else { throw UnknownName(text: "kind \(number)") }
        let input = select.optionalInt(CallRow.source).map { inputs[$0] } ?? batch.input
        guard let input else { throw UnknownName(text: "input \(select.int(CallRow.source))") }
        if kinds[number].isPending {
            var call = kinds[number].call.priced.call
            try fill(&call, of: input, 0)
            records.pending.append((records.calls.count, PendingResponse(call)))
        } else {
            // Filled where it stands: calls are large.
            records.calls.append(kinds[number].call)
            try fill(&records.calls[records.calls.count - 1].priced.call, of: input, kinds[number].zeros)
        }
    }

    /// Puts what a row tells into a call that has all of its kind.
    private func fill(_ call: inout Call, of input: Int, _ zeros: Int) throws {
        call.source = SourceLocation(input: input, line: Int(select.int(CallRow.line)), offset: Int(select.int(CallRow.byte)))
        call.attribution.feature = try text(CallRow.feature)
        call.attribution.user = try text(CallRow.user).map { EndUser(id: $0) }
        call.attribution.sessionID = try text(CallRow.session)
        call.attribution.conversationID = try text(CallRow.conversation)
        call.attribution.step = try text(CallRow.step)
        call.time = select.optionalInt(CallRow.time).map { Timestamp(microseconds: $0) }
        call.latency = select.optionalInt(CallRow.latency)
        call.streamDuration = select.optionalInt(CallRow.streamDuration)
        if let input = select.optionalInt(CallRow.input) { call.usage = usage(input: input, zeros) }
        call.responseID = select.text(CallRow.responseID)
        call.requestID = select.text(CallRow.requestID)
        if let detail = select.bytes(CallRow.detail) { try CallDetail.read(detail, into: &call, json) }
    }

    private func usage(input: Int64, _ zeros: Int) -> TokenUsage {
        var usage = TokenUsage(input: input, output: select.int(CallRow.output))
        usage.cachedInput = select.optionalInt(CallRow.cachedInput)
        usage.reasoning = select.optionalInt(CallRow.reasoning)
        guard zeros != 0 else { return usage }
        if zeros & 1 << UsagePart.sumBit != 0 { usage.reportedTotal = usage.input + usage.output }
        guard zeros & (1 << UsagePart.sumBit - 1) != 0 else { return usage }
        for part in UsagePart.all where zeros & 1 << part.rawValue != 0 { part.set(0, in: &usage) }
        return usage
    }

    private func text(_ column: Int32) throws -> String? {
        guard let number = select.optionalInt(column) else { return nil }
        guard texts.indices.contains(Int(number)) else { throw UnknownName(text: "text \(number)") }
        return texts[Int(number)]
    }

    // MARK: - What rows refer to

    // Numbers are given one after the other.

    /// The texts of a ledger, by their numbers.
    static func texts(_ db: Database) throws -> [String] {
        var texts = Array(repeating: "", count: try (Int.fetchOne(db, sql: "SELECT max(id) FROM text") ?? 0) + 1)
        let select = try RawStatement(db, "SELECT id, text FROM text")
        while try select.next() { texts[Int(select.int(0))] = select.text(1) ?? "" }
        return texts
    }

    private static func kinds(_ db: Database) throws -> [Prototype] {
        var kinds = Array(repeating: Prototype.unknown, count: try (Int.fetchOne(db, sql: "SELECT max(id) FROM kind") ?? 0) + 1)
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM kind")
        while let row = try rows.next() {
            let kind = try CallKind(row)
            kinds[row["id"]] = Prototype(call: NotedCall(kind.call, kind.notes), zeros: kind.zeros, isPending: kind.isPending, isKnown: true)
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
