public import FluxGateSDK

/// An answer of `/chat/completions`.
public struct ChatCompletion: OpenAIAnswer {
    public let json: JSON
    public var requestId: String?
    public var fluxGateCostTrackingResponse: FluxGateCostTrackingResponse?

    public init(json: JSON) { self.json = json }

    public var id: String { string("id") ?? "" }
    /// The model that served the call: mostly a dated snapshot of the one asked for.
    public var model: String { string("model") ?? "" }
    /// Unix seconds.
    public var created: Int { count("created") }
    public var choices: [Choice] { list("choices") }
    public var usage: CompletionUsage? { object("usage") }
    /// The tier that served the call.
    public var serviceTier: String? { string("service_tier") }

    public struct Choice: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        public var index: Int { count("index") }
        public var message: Message { object("message") ?? Message(json: .null) }
        /// `stop`, `length`, `tool_calls`, `content_filter`, or another word of the provider's.
        public var finishReason: String? { string("finish_reason") }
    }

    public struct Message: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        public var role: String { string("role") ?? "assistant" }
        /// nil where the model called tools, or refused.
        public var content: String? { string("content") }
        public var refusal: String? { string("refusal") }
        public var toolCalls: [ToolCall]? { json["tool_calls"]?.array.map { $0.map { ToolCall(json: $0) } } }
    }
}

/// A call of one of the caller's tools, or a piece of one in a stream.
public struct ToolCall: OpenAIObject {
    public let json: JSON
    public init(json: JSON) { self.json = json }

    /// Which of several calls a stream's piece belongs to.
    public var index: Int { count("index") }
    public var id: String { string("id") ?? "" }
    public var type: String { string("type") ?? "function" }
    public var function: Function { object("function") ?? Function(json: .null) }

    public struct Function: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        public var name: String { string("name") ?? "" }
        /// JSON text, as the model wrote it; in a stream a piece of it.
        public var arguments: String { string("arguments") ?? "" }
    }
}
