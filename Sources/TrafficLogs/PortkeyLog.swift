package import ByteStreams
import OpenAIWire
import TrafficModel

/// Portkey's log export. It has the columns that were asked for and no others; names with dots stand flat or as nested objects.
package struct PortkeyLog: RowLog {
    package var name: String { "portkey" }
    package var reason: String { "ai_org or ai_model beside Portkey's other columns" }

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        guard record["ai_org"] != nil || record["ai_model"] != nil else { return false }
        for (name, _) in record.members {
            if name.isName("req_units") || name.isName("res_units") || name.isName("total_units") || name.isName("is_success")
                || name.isName("response_status_code") || name.isName("response.body") || name.isName("cache_status") || name.isName("stream_mode")
            {
                return true
            }
        }
        return false
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        var exchange = Exchange()
        bodies.readURL(row["request_url"], into: &exchange)
        exchange.method = row["request_method"]?.nonEmptyString
        exchange.readProvider(row["ai_org"])
        exchange.readTime(row["created_at"])
        exchange.latency = row["response_time"]?.microseconds(perUnit: 1_000)
        exchange.httpStatus = try row.httpStatus(in: "response_status_code")
        exchange.isCacheHit = row["cache_status"]?.string?.uppercased().hasSuffix("HIT") ?? false
        exchange.apiKeyName = row["virtual_key"]?.nonEmptyString

        bodies.readRequest(row["request.body"] ?? row["request"]?["body"], into: &exchange)
        exchange.request.model = exchange.request.model ?? row["ai_model"]?.nonEmptyString
        exchange.readRecordedAnswer(row["response.body"] ?? row["response"]?["body"], bodies)
        exchange.fillUsage(counts(of: row))

        let hasSucceeded = row.filled("is_success")?.isYes ?? ((exchange.httpStatus ?? 200) < 400)
        if !hasSucceeded, exchange.answer.error == nil, exchange.httpStatus ?? 0 < 400 { exchange.transportError = "the call failed" }
        if hasSucceeded, row.filled("stream_mode")?.isYes ?? exchange.request.asksForStream { exchange.markStreamed() }

        readMetadata(of: row, into: &exchange)
        exchange.context.sessionID = exchange.context.sessionID ?? row["trace_id"]?.filledText
        // The column counts in cents.
        if row.filled("cost_currency").map({ $0.isString("USD") }) ?? true { exchange.noteRecordedCost(row["cost"], hundredths: true) }
        return try exchange.asRow()
    }

    private func counts(of row: JSONValue) -> UsageCounts {
        var counts = UsageCounts()
        counts.input = counts.count(row["req_units"])
        counts.output = counts.count(row["res_units"])
        counts.total = counts.count(row["total_units"])
        return counts
    }

    /// Names and values stand in two lists, side by side; in later exports in one object.
    private func readMetadata(of row: JSONValue, into exchange: inout Exchange) {
        let nested = row["metadata"]
        guard let names = row["metadata.key"] ?? nested?["key"], let values = row["metadata.value"] ?? nested?["value"], names.isArray, values.isArray
        else {
            exchange.context.readUser(nested?["_user"])
            return exchange.context.readMetadata(nested)
        }
        for (name, value) in zip(names.elements, values.elements) where name.isString {
            if name.isName("_user") {
                exchange.context.readUser(value)
            } else {
                exchange.context.readMetadata(name: name, value)
            }
        }
    }
}
