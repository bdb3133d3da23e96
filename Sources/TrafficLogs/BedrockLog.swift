package import ByteStreams
import OpenAIWire
import TrafficModel

/// Amazon Bedrock's model invocation log. Calls of OpenAI's models are read; those of other vendors' are understood, and left out.
package struct BedrockLog: RowLog {
    package var name: String { "bedrock" }
    package var reason: String { "schemaType ModelInvocationLog" }

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["schemaType"]?.isString("ModelInvocationLog") == true
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        guard let modelID = row["modelId"]?.nonEmptyString else { throw RowFault("no modelId") }
        // Inference profiles and ARNs have the region or the path of the model in front.
        let model = modelID.split(separator: "/").last.map(String.init) ?? modelID
        guard let vendor = model.firstRange(of: "openai.") else { return .ignored }
        let operation = row["operation"]?.string ?? ""
        let (input, output) = (row["input"], row["output"])

        var exchange = Exchange()
        exchange.target = RequestTarget(provider: "bedrock", resource: .endpoint(.chatCompletions))
        exchange.readTime(row["timestamp"])
        exchange.requestID = row["requestId"]?.filledText
        bodies.readRequest(input?["inputBodyJson"], into: &exchange)
        exchange.request.model = String(model[vendor.lowerBound...])
        exchange.readRecordedAnswer(output?["outputBodyJson"], bodies)
        if !exchange.answer.isRecognised, let body = output?["outputBodyJson"] { readConversation(body, into: &exchange) }
        exchange.fillUsage(counts(input, output))
        if let code = row["errorCode"]?.nonEmptyString {
            let type = code == "ValidationException" ? "invalid_request_error" : nil
            exchange.answer.error = exchange.answer.error ?? ErrorFacts(message: code, type: type, code: code)
            exchange.httpStatus = BedrockLog.statuses[code]
        } else if operation.contains("Stream") {
            exchange.markStreamed()
        }

        exchange.context.readMetadata(row["requestMetadata"])
        exchange.context.addMetadata("awsRegion", row.filled("inferenceRegion") ?? row["region"])
        exchange.context.addMetadata("callerArn", row["identity"]?["arn"])
        return try exchange.asRow()
    }

    private func counts(_ input: JSONValue?, _ output: JSONValue?) -> UsageCounts {
        var counts = UsageCounts()
        counts.input = counts.count(input?["inputTokenCount"])
        counts.output = counts.count(output?["outputTokenCount"])
        counts.topLevelCached = counts.count(input?["cacheReadInputTokenCount"])
        counts.topLevelCacheWrite = counts.count(input?["cacheWriteInputTokenCount"])
        return counts
    }

    /// An answer of the Converse operations, which have one shape for all vendors; streamed, its events stand in a list.
    private func readConversation(_ body: JSONValue, into exchange: inout Exchange) {
        for part in body.isArray ? Array(body.elements) : [body] {
            let reason = part["stopReason"] ?? part["messageStop"]?["stopReason"]
            if let reason = reason?.nonEmptyString { exchange.answer.finishReasons = [BedrockLog.reasons[reason] ?? reason] }
            let end = part.present("metadata") ?? part
            exchange.latency = end["metrics"]?["latencyMs"]?.microseconds(perUnit: 1_000) ?? exchange.latency
            guard let usage = end["usage"], usage.isObject else { continue }
            var counts = UsageCounts()
            counts.input = counts.count(usage["inputTokens"])
            counts.output = counts.count(usage["outputTokens"])
            counts.total = counts.count(usage["totalTokens"])
            counts.topLevelCached = counts.count(usage["cacheReadInputTokens"])
            counts.topLevelCacheWrite = counts.count(usage["cacheWriteInputTokens"])
            exchange.fillUsage(counts)
        }
    }

    private static let reasons = [
        "end_turn": "stop", "stop_sequence": "stop", "max_tokens": "length", "tool_use": "tool_calls", "content_filtered": "content_filter",
        "guardrail_intervened": "content_filter",
    ]

    /// The statuses that Bedrock answers its exceptions with.
    private static let statuses = [
        "AccessDeniedException": 403, "ValidationException": 400, "ResourceNotFoundException": 404, "ModelTimeoutException": 408,
        "ModelErrorException": 424, "ModelStreamErrorException": 424, "ThrottlingException": 429, "ModelNotReadyException": 429,
        "ServiceQuotaExceededException": 400, "InternalServerException": 500, "ServiceUnavailableException": 503,
    ]
}
