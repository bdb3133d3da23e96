package import ByteStreams
import OpenAIWire
import TrafficModel

/// Logs of Azure API Management: rows of its LLM log, which hold tokens and pieces of the messages, and rows of its gateway log, which
/// hold status, times and the first 8 KB of the bodies. Rows of one call have one correlation id.
package struct AzureAPIManagementLog: LogContainer {
    package var name: String { "azure-apim" }
    package var reason: String { "a correlation id beside LLM tokens or a backend's answer" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool { kind(of: record) != nil }

    private enum Kind {
        case llm, gateway
    }

    private func kind(of record: JSONValue) -> Kind? {
        let columns = AzureColumns(record)
        if let category = record.azureCategory ?? record["Type"] {
            if category.isString("GatewayLlmLogs") || category.isString("ApiManagementGatewayLlmLog") { return .llm }
            if category.isString("GatewayLogs") || category.isString("ApiManagementGatewayLogs") { return .gateway }
        }
        guard record["CorrelationId"] != nil else { return nil }
        if record["PromptTokens"] != nil { return .llm }
        return columns["BackendResponseBody", "backendResponseBody"] != nil || record["BackendTime"] != nil && record["ApimSubscriptionId"] != nil
            ? .gateway : nil
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        let kind = kind(of: record) ?? .llm
        var emission = Emission.rejected(.unrecognised, message: "properties is no JSON")
        if record["properties"]?.isString == true {
            let isJSON = bodies.readColumn(record["properties"]) { emission = read(AzureColumns(record, properties: $0), kind, bodies) }
            return emit(isJSON ? emission : .rejected(.unrecognised, message: "properties is no JSON"))
        }
        emission = read(AzureColumns(record), kind, bodies)
        emit(emission)
    }

    private func read(_ columns: AzureColumns, _ kind: Kind, _ bodies: BodyReader) -> Emission {
        guard let correlation = columns.correlation else {
            return .rejected(.unrecognised, message: "an API Management row without a correlation id: nothing tells which call it belongs to")
        }
        var exchange = Exchange()
        exchange.requestID = correlation
        switch kind {
        case .llm:
            exchange.readLLMRow(columns)
            return .part(CallPart(key: correlation, exchange: exchange))
        case .gateway:
            exchange.readGatewayRow(columns, bodies)
            // The gateway logs requests of all kinds: by itself such a row is a call where its path or its body says so.
            let isCall = exchange.answer.isRecognised || exchange.urlEndpoint != nil
            return .part(CallPart(key: correlation, exchange: exchange, isRequestOnly: !isCall))
        }
    }
}

extension Exchange {
    fileprivate mutating func readLLMRow(_ columns: AzureColumns) {
        target = RequestTarget(provider: "azure")
        // Long messages are split into rows; each repeats the columns, and the first one's time is the call's.
        if columns["SequenceNumber", "sequenceNumber"]?.int64 ?? 0 == 0 { readTime(columns.time) }
        answer.isRecognised = true
        readAzureOperation(columns["OperationName", "operationName"])
        answer.id = columns["RequestId", "requestId"]?.filledText
        answer.model = columns["ModelName", "modelName"]?.filledText
        headers.deployment = columns["DeploymentName", "deploymentName"]?.filledText
        if columns["IsStreamCompletion", "isStreamCompletion"]?.isYes == true { markStreamed() }
        var counts = UsageCounts()
        counts.input = counts.count(columns["PromptTokens", "promptTokens"])
        counts.output = counts.count(columns["CompletionTokens", "completionTokens"])
        counts.total = counts.count(columns["TotalTokens", "totalTokens"])
        fillUsage(counts)
        context.addMetadata("azureRegion", columns["Region", "region"])
    }

    fileprivate mutating func readGatewayRow(_ columns: AzureColumns, _ bodies: BodyReader) {
        readTime(columns.time)
        method = columns["Method", "method"]?.string ?? columns["BackendMethod", "backendMethod"]?.string
        latency = (columns["TotalTime", "totalTime"] ?? columns["DurationMs", "durationMs"])?.microseconds(perUnit: 1_000)
        httpStatus = (columns["ResponseCode", "responseCode"] ?? columns["BackendResponseCode", "backendResponseCode"])?.httpStatus
        apiKeyName = columns["ApimSubscriptionId", "apimSubscriptionId"]?.filledText
        context.readUser(columns["UserId", "userId"])
        isCacheHit = columns["Cache", "cache"]?.isString("hit") ?? false
        // The backend is the provider; the gateway's own path may be anybody's.
        if let url = columns["BackendUrl", "backendUrl"]?.nonEmptyString ?? columns["Url", "url"]?.nonEmptyString {
            let told = RequestTarget(url: url)
            if told.isEndpoint || told.resource == .storedResponse { target = told }
        }
        bodies.readRequest(columns["BackendRequestBody", "backendRequestBody"] ?? columns["RequestBody", "requestBody"], into: &self)
        readCappedAnswer(columns["BackendResponseBody", "backendResponseBody"] ?? columns["ResponseBody", "responseBody"], bodies)
        if httpStatus ?? 0 >= 400 || httpStatus == nil { transportError = columns["LastErrorMessage", "lastErrorMessage"]?.nonEmptyString }
    }

    /// Reads a body of which the log keeps no more than its first 8 KB. Where it was cut, the log ended and not the answer.
    private mutating func readCappedAnswer(_ body: JSONValue?, _ bodies: BodyReader) {
        guard let body else { return }
        var read = self
        bodies.readAnswer(body, into: &read)
        let isCutStream = read.answer.isStream && !read.answer.sawDone && !read.answer.sawClosingEvent && read.answer.error == nil
        guard isCutStream || read.answerIsUnreadable else {
            if read.answer.isRecognised { self = read }
            return
        }
        let text = body.rawString?.trimmed ?? .empty
        guard isCutStream || text.hasPrefix("{") else { return }
        if isCutStream {
            answer = read.answer
            answer.sawClosingEvent = true
        } else if text.contains("chat.completion") {
            answer.isRecognised = true
            answer.endpoint = .chatCompletions
        }
        notes.append(.bodyCutShort)
    }
}
