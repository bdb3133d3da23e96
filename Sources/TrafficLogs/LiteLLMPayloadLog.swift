package import ByteStreams
import OpenAIWire
import TrafficModel

/// LiteLLM's standard logging payload: what its logging sinks (object stores, HTTP, files) receive of each call.
package struct LiteLLMPayloadLog: RowLog {
    package var name: String { "litellm-payload" }
    package var reason: String { "call_type beside model_map_information or hidden_params" }

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["call_type"] != nil && (record["model_map_information"] != nil || record["hidden_params"] != nil)
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        let type = try LiteLLMCallType(of: row)
        let metadata = row["metadata"]
        let hidden = row["hidden_params"]
        var exchange = Exchange()
        exchange.readProvider(row["custom_llm_provider"])
        exchange.readBase(row.filled("api_base") ?? hidden?["api_base"])
        if let endpoint = type.endpoint { exchange.setEndpoint(endpoint) }
        exchange.readPath(metadata?["user_api_key_request_route"])
        exchange.readInterval(from: row["startTime"], to: row["endTime"])
        exchange.requestID = row["call_id"]?.filledText ?? row["id"]?.filledText
        exchange.isCacheHit = row["cache_hit"]?.isYes ?? false

        bodies.readRequest(row["model_parameters"], into: &exchange)
        exchange.readRecordedAnswer(row["response"], bodies)
        let hasFailed = row.filled("status").map { $0.isString("failure") } ?? (row.filled("error_str") != nil)
        if hasFailed { readFailure(row, into: &exchange) } else { readStream(row, into: &exchange) }

        // What a body of the row's own names is the provider's; without one, the row's id is the answer's.
        if !hasFailed, exchange.answer.id == nil { exchange.answer.id = row["id"]?.nonEmptyString }
        exchange.readLiteLLMModels(row)
        exchange.answer.model = exchange.answer.model ?? hidden?["litellm_model_name"]?.nonEmptyString
        exchange.fillUsage(object: metadata?["usage_object"])
        exchange.fillUsage(object: hidden?["usage_object"])
        exchange.fillUsage(object: row)

        exchange.context.readUser(row.filled("end_user"))
        exchange.context.sessionID = row["trace_id"]?.filledText
        if let tags = row["request_tags"] { exchange.readLiteLLMTags(tags) }
        if let metadata { exchange.readLiteLLMMetadata(metadata) }
        exchange.noteRecordedCost(row["response_cost"])
        return try exchange.asRow(of: type)
    }

    private func readFailure(_ row: JSONValue, into exchange: inout Exchange) {
        exchange.readLiteLLMError(row["error_information"])
        if exchange.answer.error == nil { exchange.transportError = row["error_str"]?.nonEmptyString ?? "the call failed" }
    }

    /// `response_time` is the time to the first token for streams, and the whole time for others: the stamps tell it without doubt.
    private func readStream(_ row: JSONValue, into exchange: inout Exchange) {
        if row["stream"]?.bool ?? exchange.request.asksForStream { exchange.markStreamed() }
        exchange.setFirstToken(after: exchange.wait(until: row["completionStartTime"]))
    }
}
