package import ByteStreams
import OpenAIWire
import TrafficModel

/// Bifrost's log rows. Each attempt of a fallback chain is a row of its own.
package struct BifrostLog: RowLog {
    package var name: String { "bifrost" }
    package var reason: String { "object or object_type beside selected_key_id" }
    package let pageMember: StaticString? = "logs"

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["selected_key_id"] != nil && (record["object"] != nil || record["object_type"] != nil)
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        guard let status = row["status"]?.nonEmptyString else { throw RowFault("no status: it can't be told whether the call has ended") }
        if status == "processing" { return .ignored }
        var exchange = Exchange()
        if let kind = (row.filled("object") ?? row.filled("object_type"))?.string {
            guard let endpoint = BifrostLog.endpoint(of: kind) else { return .ignored }
            exchange.setEndpoint(endpoint)
        }
        exchange.readProvider(row["provider"])
        exchange.readTime(row["timestamp"])
        exchange.latency = row["latency"]?.microseconds(perUnit: 1_000)
        exchange.requestID = row["id"]?.filledText
        exchange.readColumn(row["cache_debug"], bodies) { exchange, cache in exchange.isCacheHit = cache["cache_hit"]?.isYes ?? false }

        bodies.readRequest(row["raw_request"], into: &exchange)
        exchange.readRecordedAnswer(row["raw_response"], bodies)
        let sent = row["model"]?.nonEmptyString
        exchange.request.model = row["alias"]?.nonEmptyString ?? exchange.request.model ?? sent
        exchange.answer.model = exchange.answer.model ?? sent
        exchange.readColumn(row["token_usage"], bodies) { exchange, usage in exchange.fillUsage(object: usage) }
        if exchange.answer.finishReasons.isEmpty, let reason = row["stop_reason"]?.nonEmptyString { exchange.answer.finishReasons = [reason] }
        if status == "success" {
            if row["stream"]?.isYes == true { exchange.markStreamed() }
        } else {
            readFailure(row, status: status, bodies, into: &exchange)
        }

        readAttribution(of: row, bodies, into: &exchange)
        exchange.noteRecordedCost(row["cost"])
        return try exchange.asRow()
    }

    /// The kinds of calls; their streams have a word behind (`chat.completion.chunk`, `response.completion.stream`). nil for what is no
    /// call to a model: lists, tools, retrievals.
    private static func endpoint(of kind: String) -> Endpoint? {
        let kinds: [(String, Endpoint)] = [
            ("chat", .chatCompletions), ("text", .completions), ("response", .responses), ("embedding", .embeddings), ("list", .embeddings),
            ("audio.speech", .speech), ("speech", .speech), ("audio.transcription", .transcriptions), ("transcription", .transcriptions),
            ("image", .images), ("video.generation", .videos), ("video_generation", .videos), ("realtime", .realtime),
        ]
        if kind.hasPrefix("list_models") || kind.hasPrefix("list.models") { return nil }
        return kinds.first { kind.hasPrefix($0.0) }?.1
    }

    private func readFailure(_ row: JSONValue, status: String, _ bodies: BodyReader, into exchange: inout Exchange) {
        exchange.readColumn(row["error_details"], bodies) { exchange, details in
            exchange.httpStatus = details["status_code"]?.httpStatus
            exchange.answer.error = exchange.answer.error ?? ErrorFacts(details["error"] ?? details)
        }
        if exchange.answer.error == nil { exchange.transportError = status == "error" ? "the call failed" : status }
    }

    private func readAttribution(of row: JSONValue, _ bodies: BodyReader, into exchange: inout Exchange) {
        exchange.apiKeyName = (row.filled("virtual_key_name") ?? row.filled("selected_key_name"))?.string
        exchange.context.readUser(row["user_id"])
        exchange.context.addMetadata("team", row.filled("team_name") ?? row["team_id"])
        exchange.context.addMetadata("customer", row.filled("customer_name") ?? row["customer_id"])
        exchange.context.addMetadata("businessUnit", row.filled("business_unit_name") ?? row["business_unit_id"])
        // The first of a chain of attempts, by which they can be put together.
        exchange.context.addMetadata("parentRequestId", row["parent_request_id"])
        exchange.readColumn(row["metadata"], bodies) { exchange, metadata in exchange.context.readMetadata(metadata) }
    }
}
