import ByteStreams
import GRDB
import Replay
import TrafficModel

/// Reads rows as calls, over a connection of its own.
final class CallRowReader {
    private let dictionary: LedgerDictionary
    private let select: RawStatement
    private let json = JSONReader()

    init(_ db: Database, _ dictionary: LedgerDictionary) throws {
        self.dictionary = dictionary
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
        guard let kind = dictionary.kinds[select.int(CallRow.kind)] else { throw UnknownName(text: "kind \(select.int(CallRow.kind))") }
        var call = kind.call
        let input = select.optionalInt(CallRow.source).map { inputs[$0] } ?? batch.input
        guard let input else { throw UnknownName(text: "input \(select.int(CallRow.source))") }
        call.source = SourceLocation(input: input, line: Int(select.int(CallRow.line)), offset: Int(select.int(CallRow.byte)))
        call.attribution.feature = try text(CallRow.feature)
        call.attribution.user = try text(CallRow.user).map { EndUser(id: $0) }
        call.attribution.sessionID = try text(CallRow.session)
        call.attribution.conversationID = try text(CallRow.conversation)
        call.attribution.step = try text(CallRow.step)
        call.time = select.optionalInt(CallRow.time).map { Timestamp(microseconds: $0) }
        call.latency = select.optionalInt(CallRow.latency)
        call.streamDuration = select.optionalInt(CallRow.streamDuration)
        if let input = select.optionalInt(CallRow.input) { call.usage = usage(input: input, kind.zeros) }
        call.responseID = select.text(CallRow.responseID)
        call.requestID = select.text(CallRow.requestID)
        if let detail = select.bytes(CallRow.detail) { try CallDetail.read(detail, into: &call, json) }
        if kind.isPending {
            records.pending.append((records.calls.count, PendingResponse(call)))
        } else {
            records.calls.append(NotedCall(call, kind.notes))
        }
    }

    private func usage(input: Int64, _ zeros: Int) -> TokenUsage {
        var usage = TokenUsage(input: input, output: select.int(CallRow.output))
        usage.cachedInput = select.optionalInt(CallRow.cachedInput)
        usage.reasoning = select.optionalInt(CallRow.reasoning)
        guard zeros != 0 else { return usage }
        if zeros & 1 << UsagePart.sumBit != 0 { usage.reportedTotal = usage.input + usage.output }
        for part in UsagePart.all where zeros & 1 << part.rawValue != 0 { part.set(0, in: &usage) }
        return usage
    }

    private func text(_ column: Int32) throws -> String? {
        guard let number = select.optionalInt(column) else { return nil }
        guard dictionary.texts.indices.contains(Int(number)) else { throw UnknownName(text: "text \(number)") }
        return dictionary.texts[Int(number)]
    }
}

/// The texts and kinds of a ledger, by their numbers.
struct LedgerDictionary: Sendable {
    let texts: [String]
    let kinds: [Int64: CallKind]

    init(_ db: Database) throws {
        var kinds: [Int64: CallKind] = [:]
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM kind")
        while let row = try rows.next() { kinds[row["id"]] = try CallKind(row) }
        self.kinds = kinds

        // Numbers are given one after the other.
        var texts = Array(repeating: "", count: try (Int.fetchOne(db, sql: "SELECT max(id) FROM text") ?? 0) + 1)
        let select = try RawStatement(db, "SELECT id, text FROM text")
        while try select.next() { texts[Int(select.int(0))] = select.text(1) ?? "" }
        self.texts = texts
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
