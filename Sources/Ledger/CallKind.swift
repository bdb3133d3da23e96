import ByteStreams
import GRDB
import TrafficModel

/// What many calls have in common: models, provider, status and the like. Kept once for all of them.
struct CallKind {
    /// A call that has these things and no others.
    var call: Call
    var notes: [Diagnostic.Name]
    /// The parts of the usage that were told as 0; see ``UsagePart``.
    var zeros: Int
    var isPending: Bool

    init(of call: borrowing Call, notes: [Diagnostic.Name], zeros: Int, isPending: Bool) {
        self.call = Call(endpoint: call.endpoint, provider: call.provider, source: SourceLocation(input: 0, line: 0, offset: 0))
        self.call.region = call.region
        self.call.deployment = call.deployment
        self.call.requestedModel = call.requestedModel
        self.call.servedModel = call.servedModel
        self.call.serviceTier = call.serviceTier
        self.call.serviceTierIsAssumed = call.serviceTierIsAssumed
        self.call.isBatch = call.isBatch
        self.call.cacheTTL = call.cacheTTL
        self.call.status = call.status
        self.call.httpStatus = call.httpStatus
        self.call.finishReasons = call.finishReasons
        self.call.isStreamed = call.isStreamed
        self.call.isCutShort = call.isCutShort
        self.call.isCacheHit = call.isCacheHit
        self.call.latencySource = call.latencySource
        self.call.usageFault = call.usageFault
        self.call.project = call.project
        self.call.apiKeyName = call.apiKeyName
        self.notes = notes
        self.zeros = zeros
        self.isPending = isPending
    }

    /// Writes what tells kinds apart. Bytes, since Strings are also equal where two spellings of an accented letter are.
    static func writeKey(of call: borrowing Call, notes: [Diagnostic.Name], zeros: Int, isPending: Bool, to key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        func add(_ text: String?) {
            // Lengths, since a text may hold any byte.
            var length = text.map { $0.utf8.count + 1 } ?? 0
            while length > 0x7F {
                key.append(UInt8(truncatingIfNeeded: length) | 0x80)
                length >>= 7
            }
            key.append(UInt8(length))
            if let text { key.append(contentsOf: text.utf8) }
        }
        func add(_ flags: Bool...) { key.append(flags.reduce(0) { $0 << 1 | ($1 ? 1 : 0) }) }
        add(call.endpoint?.rawValue)
        add(call.provider)
        add(call.region)
        add(call.deployment)
        add(call.requestedModel)
        add(call.servedModel)
        add(call.serviceTier)
        add(call.cacheTTL)
        add(call.status.rawValue)
        add(call.latencySource.rawValue)
        add(call.usageFault?.rawValue)
        add(call.project)
        add(call.apiKeyName)
        add(isPending, call.serviceTierIsAssumed, call.isBatch, call.isStreamed, call.isCutShort, call.isCacheHit)
        let status = call.httpStatus ?? -1
        for shift in [0, 8, 16, 24] { key.append(UInt8(truncatingIfNeeded: status >> shift)) }
        key.append(UInt8(truncatingIfNeeded: zeros))
        key.append(UInt8(truncatingIfNeeded: zeros >> 8))
        add(String(call.finishReasons.count))
        for reason in call.finishReasons { add(reason) }
        for note in notes { add(note.rawValue) }
    }

    var key: [UInt8] {
        var key: [UInt8] = []
        CallKind.writeKey(of: call, notes: notes, zeros: zeros, isPending: isPending, to: &key)
        return key
    }

    // MARK: - In the ledger

    static let columns = """
        is_pending, endpoint, provider, region, deployment, requested_model, served_model, service_tier, tier_is_assumed, is_batch, cache_ttl, status, \
        http_status, finish_reasons, is_streamed, is_cut_short, is_cache_hit, latency_source, usage_fault, project, key, notes, zeros
        """

    static var columnCount: Int { columns.split(separator: ",").count }

    /// In the order of ``columns``.
    var arguments: StatementArguments {
        [
            isPending, call.endpoint?.rawValue, call.provider, call.region, call.deployment, call.requestedModel, call.servedModel, call.serviceTier,
            call.serviceTierIsAssumed, call.isBatch, call.cacheTTL, call.status.rawValue, call.httpStatus, CallKind.json(call.finishReasons),
            call.isStreamed, call.isCutShort, call.isCacheHit, call.latencySource.rawValue, call.usageFault?.rawValue, call.project, call.apiKeyName,
            CallKind.json(notes.map(\.rawValue)), zeros,
        ]
    }

    init(_ row: Row) throws {
        func named<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
            guard let value = Value(rawValue: row[column]) else { throw UnknownName(text: row[column]) }
            return value
        }
        func optional<Value: RawRepresentable<String>>(_ column: String) throws -> Value? {
            row[column] as String? == nil ? nil : try named(column)
        }
        call = Call(endpoint: try optional("endpoint"), provider: row["provider"], source: SourceLocation(input: 0, line: 0, offset: 0))
        call.region = row["region"]
        call.deployment = row["deployment"]
        call.requestedModel = row["requested_model"]
        call.servedModel = row["served_model"]
        call.serviceTier = row["service_tier"]
        call.serviceTierIsAssumed = row["tier_is_assumed"]
        call.isBatch = row["is_batch"]
        call.cacheTTL = row["cache_ttl"]
        call.status = try named("status")
        call.httpStatus = row["http_status"]
        call.finishReasons = try CallKind.texts(row["finish_reasons"])
        call.isStreamed = row["is_streamed"]
        call.isCutShort = row["is_cut_short"]
        call.isCacheHit = row["is_cache_hit"]
        call.latencySource = try named("latency_source")
        call.usageFault = try optional("usage_fault")
        call.project = row["project"]
        call.apiKeyName = row["key"]
        notes = try CallKind.texts(row["notes"]).map { text in
            guard let text, let note = Diagnostic.Name(rawValue: text) else { throw UnknownName(text: text ?? "null") }
            return note
        }
        zeros = row["zeros"]
        isPending = row["is_pending"]
    }

    private static func json(_ texts: [String?]) -> String {
        var json = JSONWriter()
        json.beginArray()
        for text in texts { json.value(text) }
        json.endArray()
        return json.text
    }

    private static func texts(_ json: String) throws -> [String?] {
        try JSONReader().read(Array(json.utf8)) { $0.elements.map { $0.string } }
    }
}

/// A name that this version does not know: the ledger was written by a later one, or by hand.
struct UnknownName: Error, CustomStringConvertible {
    let text: String
    var description: String { "it holds '\(text)', which this version does not know" }
}
