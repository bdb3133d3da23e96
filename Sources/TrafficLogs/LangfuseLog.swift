package import ByteStreams
import OpenAIWire
import TrafficModel

/// Langfuse's observations: its blob export (snake_case), and what its API and its pages export (camelCase). Generations and embeddings are
/// calls; spans, events and agents stand for the work around them.
package struct LangfuseLog: RowLog {
    package var name: String { "langfuse" }
    package var reason: String { "usage details beside a model, or an observation's type and trace" }
    package let pageMember: StaticString? = "data"

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        if record["provided_model_name"] != nil && record["usage_details"] != nil { return true }
        if record["usageDetails"] != nil { return true }
        // Groups of columns can be switched off; type and trace are always there.
        guard record["trace_id"] != nil || record["traceId"] != nil, let type = record["type"]?.string else { return false }
        return LangfuseLog.types.contains(type)
    }

    private static let types: Set<String> = [
        "GENERATION", "EMBEDDING", "SPAN", "EVENT", "AGENT", "TOOL", "CHAIN", "RETRIEVER", "EVALUATOR", "GUARDRAIL",
    ]

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        guard let type = row["type"]?.nonEmptyString else { throw RowFault("no type: it can't be told whether the observation is a generation") }
        guard type == "GENERATION" || type == "EMBEDDING" else { return .ignored }

        var exchange = Exchange()
        if type == "EMBEDDING" { exchange.setEndpoint(.embeddings) }
        let end = row.filled("end_time") ?? row.filled("endTime")
        // The columns of latency changed their unit over time; the stamps did not.
        exchange.readInterval(from: row.filled("start_time") ?? row.filled("startTime"), to: end)
        exchange.requestID = row["id"]?.filledText
        exchange.answer.model = (row.filled("provided_model_name") ?? row.filled("model"))?.string
        exchange.readColumn(row["model_parameters"] ?? row["modelParameters"], bodies) { exchange, parameters in
            exchange.request.readBody(parameters, endpoint: exchange.urlEndpoint)
        }
        try readUsage(row, bodies, into: &exchange)

        let hasFailed = row["level"]?.isString("ERROR") == true
        if hasFailed { exchange.transportError = (row.filled("status_message") ?? row["statusMessage"])?.nonEmptyString ?? "the call failed" }
        // Still at work, or never closed.
        if end == nil, !hasFailed, exchange.answer.usage == nil { return .ignored }
        if let first = row.filled("completion_start_time") ?? row.filled("completionStartTime") {
            if !hasFailed { exchange.markStreamed() }
            exchange.setFirstToken(after: exchange.wait(until: first))
        }

        readAttribution(of: row, bodies, into: &exchange)
        exchange.noteRecordedCost(row.present("total_cost") ?? row.present("calculatedTotalCost") ?? row["costDetails"]?["total"])
        return try exchange.asRow()
    }

    /// The details where there are any, else the older columns.
    private func readUsage(_ row: JSONValue, _ bodies: BodyReader, into exchange: inout Exchange) throws(RowFault) {
        var details = LangfuseUsage()
        var isObject = true
        let column = row["usage_details"] ?? row["usageDetails"]
        let isJSON = bodies.readColumn(column) { column in
            isObject = column.isObject
            for (name, value) in column.members { details.take(name, value) }
        }
        guard isJSON, isObject else { throw RowFault("usage details that are no object: \(column?.excerpt ?? "")") }
        exchange.fillUsage(details.counts)
        if let usage = row["usage"], usage.isObject, !usage["unit"].isOtherThanTokens { exchange.fillUsage(plain(usage, "input", "output", "total")) }
        exchange.fillUsage(plain(row, "promptTokens", "completionTokens", "totalTokens"))
    }

    private func plain(_ object: JSONValue, _ input: StaticString, _ output: StaticString, _ total: StaticString) -> UsageCounts {
        var counts = UsageCounts()
        counts.input = counts.count(object[input])
        counts.output = counts.count(object[output])
        counts.total = counts.count(object[total])
        return counts
    }

    private func readAttribution(of row: JSONValue, _ bodies: BodyReader, into exchange: inout Exchange) {
        exchange.context.readUser(row.filled("user_id") ?? row["userId"])
        exchange.context.sessionID = (row.filled("session_id") ?? row["sessionId"])?.filledText
        exchange.context.feature = (row.filled("trace_name") ?? row["traceName"])?.filledText
        exchange.context.step = row["name"]?.filledText
        exchange.context.addMetadata("environment", row["environment"])
        exchange.context.addMetadata("promptName", row.filled("prompt_name") ?? row["promptName"])
        exchange.context.addMetadata("traceId", row.filled("trace_id") ?? row["traceId"])
        if let tags = row["tags"], !tags.isEmptyContainer { exchange.context.addMetadata("tags", tags) }
        exchange.readColumn(row["metadata"], bodies) { exchange, metadata in
            // Tracing libraries leave whole spans here, prompts included.
            for (name, value) in metadata.members where !value.isObject && !value.isArray { exchange.context.readMetadata(name: name, value) }
        }
    }
}

extension JSONValue? {
    /// Older observations count characters, seconds or requests.
    fileprivate var isOtherThanTokens: Bool {
        guard let unit = self?.nonEmptyString else { return false }
        return unit.uppercased() != "TOKENS"
    }
}
