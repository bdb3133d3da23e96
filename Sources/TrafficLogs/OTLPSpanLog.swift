package import ByteStreams
import OpenAIWire
import TrafficModel

/// OpenTelemetry spans of calls to models: OTLP/JSON as collectors write it, one request a line, and the span objects of Python's console
/// exporter.
///
/// Each span is a record. Only spans of a single inference are calls: those of agents, workflows and tools repeat what their children used.
package struct OTLPSpanLog: LogContainer {
    package var name: String { "otlp-json" }
    package var reason: String { "resourceSpans, or a span with gen_ai attributes" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        if record["resourceSpans"] != nil || record["resourceLogs"] != nil || record["resourceMetrics"] != nil { return true }
        return isConsoleSpan(record)
    }

    /// `{"name", "context": {"trace_id", …}, "start_time", "attributes": {…}, …}`
    private func isConsoleSpan(_ record: JSONValue) -> Bool {
        record["attributes"]?.isObject == true && record["start_time"] != nil && record["context"]?["trace_id"] != nil
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        if isConsoleSpan(record) {
            let span = Span(console: record)
            return emit(span.isCall ? .exchange(span.exchange(of: SpanFamily([span]))) : .ignored)
        }
        guard let resources = record["resourceSpans"] else { return emit(.ignored) }
        guard resources.isArray else { return emit(.rejected(.unrecognised, message: "resourceSpans is no list")) }
        let spans = resources.elements.flatMap { resource in
            let scopes = resource["scopeSpans"] ?? resource["instrumentationLibrarySpans"]
            let attributes = GenAIAttributes(otlp: resource["resource"]?["attributes"])
            return (scopes.map { Array($0.elements) } ?? []).flatMap { scope in
                scope["spans"].map { $0.elements.map { Span(otlp: $0, resource: attributes) } } ?? []
            }
        }
        // An empty request is a record all the same.
        if spans.isEmpty { return emit(.ignored) }
        let family = SpanFamily(spans)
        for span in spans {
            emit(span.isCall && !family.hasCallBelow(span) ? .exchange(span.exchange(of: family)) : .ignored)
        }
    }
}

/// A span, lent with its record.
private struct Span {
    let id: String?
    let parent: String?
    let attributes: GenAIAttributes
    let resource: GenAIAttributes
    let start: JSONValue?
    let end: JSONValue?
    let hasFailed: Bool
    let message: String?

    init(otlp span: JSONValue, resource: GenAIAttributes) {
        id = span["spanId"]?.nonEmptyString
        parent = span["parentSpanId"]?.nonEmptyString
        attributes = GenAIAttributes(otlp: span["attributes"])
        self.resource = resource
        start = span["startTimeUnixNano"]
        end = span["endTimeUnixNano"]
        let code = span["status"]?["code"]
        hasFailed = code?.int64 == 2 || code?.isString("STATUS_CODE_ERROR") == true
        message = span["status"]?["message"]?.nonEmptyString
    }

    init(console span: JSONValue) {
        id = span["context"]?["span_id"]?.nonEmptyString
        parent = span["parent_id"]?.nonEmptyString
        attributes = span["attributes"].map { GenAIAttributes(members: $0) } ?? GenAIAttributes(otlp: nil)
        resource = span["resource"]?["attributes"].map { GenAIAttributes(members: $0) } ?? GenAIAttributes(otlp: nil)
        start = span["start_time"]
        end = span["end_time"]
        hasFailed = span["status"]?["status_code"]?.isString("ERROR") == true
        message = span["status"]?["description"]?.nonEmptyString
    }

    /// Whether the span is one inference. Where it does not name its operation, other dialects tell: OpenInference by the span's kind, the
    /// Vercel AI SDK by the function that asked the provider, OpenLLMetry by the type of the request.
    var isCall: Bool {
        if let operation = operation { return ["chat", "text_completion", "embeddings", "generate_content", "realtime_inference"].contains(operation) }
        if let kind = attributes["openinference.span.kind"] { return kind.isString("LLM") || kind.isString("EMBEDDING") }
        if attributes["traceloop.span.kind"] != nil { return false }
        if let function = attributes["ai.operationId"]?.string {
            return function.hasSuffix(".doGenerate") || function.hasSuffix(".doStream") || function.hasSuffix(".doEmbed")
        }
        return attributes["llm.request.type", "gen_ai.request.model", "gen_ai.response.model"] != nil
    }

    var operation: String? { attributes["gen_ai.operation.name"]?.nonEmptyString }

    private var endpoint: Endpoint? {
        if operation == "embeddings" || attributes["openinference.span.kind"]?.isString("EMBEDDING") == true { return .embeddings }
        if operation == "text_completion" { return .completions }
        if operation == "realtime_inference" { return .realtime }
        if attributes["ai.operationId"]?.string?.hasSuffix(".doEmbed") == true { return .embeddings }
        if let type = attributes["llm.request.type"] {
            if type.isString("embedding") || type.isString("embeddings") { return .embeddings }
            if type.isString("completion") { return .completions }
        }
        if let api = attributes["openai.api.type"] {
            if api.isString("chat_completions") { return .chatCompletions }
            if api.isString("responses") { return .responses }
        }
        // `chat` is what both APIs do; their ids tell them apart.
        guard let id = attributes["gen_ai.response.id"]?.string else { return nil }
        return id.hasPrefix("resp_") ? .responses : id.hasPrefix("chatcmpl-") ? .chatCompletions : nil
    }

    func exchange(of family: SpanFamily) -> Exchange {
        var exchange = Exchange()
        exchange.answer.endpoint = endpoint
        exchange.request.isRecognised = true
        exchange.readAttributes(attributes)
        exchange.readInterval(from: start, to: end)
        readStreaming(into: &exchange)
        readFailure(into: &exchange)
        for prefix in ["traceloop.association.properties.", "ai.telemetry.metadata."] {
            for (name, value) in attributes.members(under: prefix) { exchange.context.read(name, value) }
        }
        exchange.context.feature =
            exchange.context.feature ?? family.agent(above: self)
            ?? (attributes["gen_ai.workflow.name", "gen_ai.prompt.name"] ?? resource["service.name"])?.filledText
        // A regional host shows nowhere else.
        if let host = attributes["server.address"]?.nonEmptyString { exchange.target?.region = RequestTarget(url: "https://\(host)/").region }
        return exchange
    }

    private func readStreaming(into exchange: inout Exchange) {
        let flag = attributes["gen_ai.request.stream", "gen_ai.response.streaming", "llm.is_streaming"]?.isYes ?? false
        guard flag || attributes["ai.operationId"]?.string?.hasSuffix(".doStream") == true else { return }
        exchange.markStreamed()
        exchange.setFirstToken(
            after: attributes["gen_ai.response.time_to_first_chunk"]?.microseconds(perUnit: 1_000_000)
                ?? attributes["ai.response.msToFirstChunk"]?.microseconds(perUnit: 1_000))
    }

    private func readFailure(into exchange: inout Exchange) {
        exchange.httpStatus = attributes["http.response.status_code", "http.status_code"]?.httpStatus
        let type = attributes["error.type"]
        guard hasFailed || type != nil else { return }
        exchange.httpStatus = exchange.httpStatus ?? type?.httpStatus
        exchange.answer.error = ErrorFacts(message: message, type: type?.scalarText, code: type?.httpStatus.map { String($0) })
    }
}

/// The spans of one record, as parents and children.
private struct SpanFamily {
    private var parents: [String: String] = [:]
    private var agents: [String: String] = [:]
    private var parentsOfCalls = Set<String>()

    init(_ spans: [Span]) {
        for span in spans {
            if span.isCall, let parent = span.parent { parentsOfCalls.insert(parent) }
            guard let id = span.id else { continue }
            parents[id] = span.parent
            agents[id] = span.attributes["gen_ai.agent.name"]?.filledText
        }
    }

    /// Whether a span has another call right below it: then that one is the call, seen from nearer.
    func hasCallBelow(_ span: Span) -> Bool {
        span.id.map { parentsOfCalls.contains($0) } ?? false
    }

    /// The name of the agent that a span works for: its own, or that of the nearest span above it.
    func agent(above span: Span) -> String? {
        if let own = span.attributes["gen_ai.agent.name"]?.filledText { return own }
        var next = span.parent
        // A circle of parents is a mistake of the exporter's; it must not cost more than a walk.
        for _ in 0..<parents.count {
            guard let id = next else { return nil }
            if let agent = agents[id] { return agent }
            next = parents[id]
        }
        return nil
    }
}
