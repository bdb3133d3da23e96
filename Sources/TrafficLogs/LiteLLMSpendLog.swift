package import ByteStreams
import OpenAIWire
import TrafficModel

/// Rows of LiteLLM's table of spend, from its database or its `/spend/logs`. Columns that hold JSON are often texts.
package struct LiteLLMSpendLog: RowLog {
    package var name: String { "litellm-spend" }
    package var reason: String { "request_id, call_type and spend" }
    package let pageMember: StaticString? = "data"

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["request_id"] != nil && record["call_type"] != nil && record["spend"] != nil
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        let type = try LiteLLMCallType(of: row)
        var exchange = Exchange()
        exchange.readProvider(row["custom_llm_provider"])
        exchange.readBase(row["api_base"])
        if let endpoint = type.endpoint { exchange.setEndpoint(endpoint) }
        exchange.readInterval(from: row["startTime"], to: row["endTime"])
        exchange.isCacheHit = row["cache_hit"]?.isYes ?? false
        exchange.context.readUser(row.filled("end_user") ?? row.filled("user"))
        exchange.context.sessionID = row["session_id"]?.filledText
        exchange.readColumn(row["request_tags"], bodies) { exchange, tags in exchange.readLiteLLMTags(tags) }

        bodies.readRequest(row["proxy_server_request"], into: &exchange)
        exchange.readRecordedAnswer(row["response"], bodies)
        var hasFailed = row["status"]?.isString("failure") ?? false
        exchange.readColumn(row["metadata"], bodies) { exchange, metadata in
            exchange.readLiteLLMMetadata(metadata)
            exchange.fillUsage(object: metadata["usage_object"])
            // What releases before `usage_object` kept beside the columns.
            if let details = metadata.present("additional_usage_values") {
                var counts = UsageCounts(row)
                for (name, value) in details.members { counts.take(name, value) }
                exchange.fillUsage(counts)
            }
            hasFailed = hasFailed || metadata["status"]?.isString("failure") ?? false
            if hasFailed { exchange.readLiteLLMError(metadata["error_information"]) }
        }
        exchange.fillUsage(object: row)
        if hasFailed, exchange.answer.error == nil { exchange.transportError = "the call failed" }

        // The first token of an answer that came whole is stamped with its end.
        let wait = exchange.wait(until: row["completionStartTime"])
        if !hasFailed, exchange.request.asksForStream || wait.map({ $0 > 0 && $0 < exchange.latency ?? 0 }) ?? false { exchange.markStreamed() }
        exchange.setFirstToken(after: wait)

        // The row's id is the answer's, and one of LiteLLM's own where there was no answer.
        if !hasFailed { exchange.answer.id = exchange.answer.id ?? row["request_id"]?.nonEmptyString }
        exchange.requestID = hasFailed ? row["request_id"]?.filledText : nil
        exchange.readLiteLLMModels(row)
        exchange.context.addMetadata("team", row["team_id"])
        exchange.noteRecordedCost(row["spend"])
        return try exchange.asRow(of: type)
    }
}
