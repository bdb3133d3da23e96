package import ByteStreams
import OpenAIWire
import TrafficModel

/// Helicone's requests, exported or from its query API.
package struct HeliconeLog: RowLog {
    package var name: String { "helicone" }
    package var reason: String { "request_created_at and response_status" }
    package let pageMember: StaticString? = "data"

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["request_created_at"] != nil && record["response_status"] != nil
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        var exchange = Exchange()
        bodies.readURL(row["target_url"], into: &exchange)
        exchange.readPath(row["request_path"])
        exchange.readProvider(row["provider"])
        exchange.readTime(row["request_created_at"])
        exchange.latency = row["delay_ms"]?.microseconds(perUnit: 1_000)
        exchange.requestID = row["request_id"]?.filledText
        exchange.isCacheHit = isCacheHit(row)
        readAttribution(of: row, into: &exchange)

        bodies.readRequest(row["request_body"], into: &exchange)
        exchange.request.model = exchange.request.model ?? (row.filled("request_model") ?? row.filled("model"))?.string
        let status = row["response_status"]?.wholeNumber
        if let status, status < 0 {
            exchange.transportError = HeliconeLog.failure(status)
        } else {
            exchange.httpStatus = try row.httpStatus(in: "response_status")
        }

        let body = row["response_body"]
        exchange.readRecordedAnswer(body?.present("streamed_data") ?? body, bodies)
        exchange.answer.model = exchange.answer.model ?? row["response_model"]?.nonEmptyString
        exchange.fillUsage(counts(of: row))
        let isPending = status == nil || status == 0 || status == -2
        if isPending, exchange.answer.usage == nil, exchange.answer.error == nil { return .ignored }

        let wait = row["time_to_first_token"]?.microseconds(perUnit: 1_000)
        let hasFailed = (exchange.httpStatus ?? 200) >= 400 || exchange.transportError != nil
        if !hasFailed, exchange.request.asksForStream || wait != nil { exchange.markStreamed() }
        exchange.setFirstToken(after: wait)
        exchange.noteRecordedCost(row.present("costUSD") ?? row["cost"])
        return try exchange.asRow()
    }

    /// Where a hit's answer was first given; a row that was no hit has the id of nothing.
    private func isCacheHit(_ row: JSONValue) -> Bool {
        guard let original = row["cache_reference_id"]?.nonEmptyString else { return false }
        return original != "00000000-0000-0000-0000-000000000000"
    }

    private func counts(of row: JSONValue) -> UsageCounts {
        var counts = UsageCounts(row)
        counts.topLevelCached = counts.count(row["prompt_cache_read_tokens"])
        counts.topLevelCacheWrite = counts.count(row["prompt_cache_write_tokens"])
        counts.parts.audioInput = counts.count(row["prompt_audio_tokens"])
        counts.parts.audioOutput = counts.count(row["completion_audio_tokens"])
        return counts
    }

    /// Properties are what callers sent in headers of their own; Helicone's session is among them.
    private func readAttribution(of row: JSONValue, into exchange: inout Exchange) {
        exchange.context.readUser(row["request_user_id"])
        for column in [row["request_properties"], row["properties"]] {
            guard let column else { continue }
            for (name, value) in column.members {
                guard let raw = name.rawString else { continue }
                if raw.equalsIgnoringCase("helicone-session-id") {
                    exchange.context.sessionID = exchange.context.sessionID ?? value.filledText
                } else if raw.equalsIgnoringCase("feature") {
                    exchange.context.feature = exchange.context.feature ?? value.filledText
                } else {
                    exchange.context.addMetadata(raw.string, value)
                }
            }
        }
    }

    /// Helicone's own statuses of what had no answer from the provider.
    private static func failure(_ status: Int64) -> String {
        switch status {
        case -1: "timed out"
        case -2: "no answer yet"
        case -3: "cancelled"
        case -4: "held back as a threat"
        default: "no answer (status \(status))"
        }
    }
}
