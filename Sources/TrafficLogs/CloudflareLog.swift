package import ByteStreams
import OpenAIWire
import TrafficModel

/// Cloudflare AI Gateway's logs as its API lists them. They hold counts; an answer's text only where the gateway kept it whole.
package struct CloudflareLog: RowLog {
    package var name: String { "cloudflare" }
    package var reason: String { "cached, tokens_in and provider" }
    package let pageMember: StaticString? = "result"

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["cached"] != nil && record["tokens_in"] != nil && record["provider"] != nil
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        var exchange = Exchange()
        exchange.readPath(row["path"])
        exchange.readProvider(row["provider"])
        exchange.readTime(row["created_at"])
        exchange.latency = row["duration"]?.microseconds(perUnit: 1_000)
        exchange.httpStatus = try row.httpStatus(in: "status_code")
        exchange.isCacheHit = row["cached"]?.isYes ?? false
        exchange.requestID = row["id"]?.filledText
        exchange.readColumn(row["metadata"], bodies) { exchange, metadata in exchange.context.readMetadata(metadata) }

        if row["request_head_complete"]?.isYes == true { bodies.readRequest(row["request_head"], into: &exchange) }
        if row["response_head_complete"]?.isYes == true { exchange.readRecordedAnswer(row["response_head"], bodies) }
        exchange.request.model = exchange.request.model ?? row["model"]?.nonEmptyString
        var counts = UsageCounts()
        counts.input = counts.count(row["tokens_in"])
        counts.output = counts.count(row["tokens_out"])
        exchange.fillUsage(counts)

        let hasSucceeded = row.present("success")?.isYes ?? true
        if !hasSucceeded, exchange.answer.error == nil, exchange.httpStatus ?? 0 < 400 { exchange.transportError = "the call failed" }
        if hasSucceeded, row["response_content_type"]?.string?.hasPrefix("text/event-stream") == true { exchange.markStreamed() }
        exchange.noteRecordedCost(row["cost"])
        return try exchange.asRow()
    }
}
