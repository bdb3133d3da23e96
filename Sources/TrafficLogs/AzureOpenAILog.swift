package import ByteStreams
import OpenAIWire
import TrafficModel

/// Resource logs of Azure OpenAI. `RequestResponse` rows tell who, when, how long and with what status, and neither tokens nor bodies:
/// calls whose usage is unknown. Other categories of the same resource are no calls.
package struct AzureOpenAILog: LogContainer {
    package var name: String { "azure-openai" }
    package var reason: String { "a resource log with category and resourceId" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        guard record.azureCategory != nil else { return false }
        return (record["operationName"] ?? record["OperationName"]) != nil && (record["time"] ?? record["TimeGenerated"]) != nil
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard let category = record.azureCategory, category.isString("RequestResponse") else { return emit(.ignored) }
        var exchange = Exchange()
        let isJSON = bodies.readColumn(record["properties"] ?? record["properties_s"]) { exchange.read(AzureColumns(record, properties: $0)) }
        guard isJSON else { return emit(.rejected(.unrecognised, message: "properties is no JSON")) }
        if exchange.target == nil { exchange.read(AzureColumns(record)) }
        // Listing models, fetching files and the like.
        emit(exchange.answer.endpoint == nil ? .ignored : .exchange(exchange))
    }
}

extension Exchange {
    fileprivate mutating func read(_ columns: AzureColumns) {
        target = RequestTarget(provider: "azure")
        request.isRecognised = true
        readAzureOperation(columns["OperationName", "operationName"])
        readTime(columns.time)
        latency = columns["DurationMs", "durationMs"]?.microseconds(perUnit: 1_000)
        httpStatus = columns["ResultSignature", "resultSignature"]?.httpStatus
        requestID = columns.correlation
        answer.id = columns["ObjectId", "objectId"]?.filledText
        answer.model = columns["ModelName", "modelName"]?.filledText
        headers.deployment = columns["ModelDeploymentName", "modelDeploymentName"]?.filledText
        if columns["StreamType", "streamType"]?.isString("Streaming") == true { markStreamed() }
    }
}
