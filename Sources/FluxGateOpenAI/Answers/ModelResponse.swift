public import FluxGateSDK

/// An answer of `/responses`.
public struct ModelResponse: OpenAIAnswer {
    public let json: JSON
    public var requestId: String?
    public var fluxGateCostTrackingResponse: FluxGateCostTrackingResponse?

    public init(json: JSON) { self.json = json }

    public var id: String { string("id") ?? "" }
    public var model: String { string("model") ?? "" }
    /// `completed`, `incomplete`, `failed`, `in_progress`, `queued`, `cancelled`, or another word of the provider's.
    public var status: String { string("status") ?? "" }
    /// Why the response is incomplete: `max_output_tokens`, `content_filter`.
    public var incompleteReason: String? { json["incomplete_details"]?["reason"]?.string }
    /// Messages, tool calls, reasoning, in their order.
    public var output: [OutputItem] { list("output") }
    public var usage: ResponseUsage? { object("usage") }
    public var serviceTier: String? { string("service_tier") }

    /// All text that the model wrote.
    public var outputText: String {
        output.filter { $0.type == "message" }.flatMap(\.content).filter { $0["type"]?.string == "output_text" }.compactMap { $0["text"]?.string }.joined()
    }

    /// One item of a response's output.
    public struct OutputItem: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        /// `message`, `function_call`, `reasoning`, `web_search_call` …
        public var type: String { string("type") ?? "" }
        public var id: String { string("id") ?? "" }
        public var status: String? { string("status") }
        /// The parts of a message.
        public var content: [JSON] { json["content"]?.array ?? [] }
        /// Of a function call.
        public var name: String? { string("name") }
        /// Of a function call: JSON text, as the model wrote it.
        public var arguments: String? { string("arguments") }
        /// Of a function call: what its output has to name.
        public var callId: String? { string("call_id") }
    }
}

/// The tokens that a response used. Parts are parts of their whole.
public struct ResponseUsage: OpenAIObject {
    public let json: JSON
    public init(json: JSON) { self.json = json }

    /// All input tokens, cached ones included.
    public var inputTokens: Int { count("input_tokens") }
    /// All output tokens, reasoning included.
    public var outputTokens: Int { count("output_tokens") }
    public var totalTokens: Int { count("total_tokens") }
    /// Input tokens that were read from the cache; nil where the provider does not say.
    public var cachedTokens: Int? { json["input_tokens_details"]?["cached_tokens"]?.int }
    /// Output tokens that were reasoning; nil where the provider does not say.
    public var reasoningTokens: Int? { json["output_tokens_details"]?["reasoning_tokens"]?.int }
}

/// One event of a streamed response.
public struct ResponseStreamEvent: OpenAIObject {
    public let json: JSON
    public init(json: JSON) { self.json = json }

    /// `response.created`, `response.output_text.delta`, `response.completed` …
    public var type: String { string("type") ?? "" }
    public var sequenceNumber: Int? { json["sequence_number"]?.int }
    /// The piece of text that a delta event brings.
    public var delta: String? { string("delta") }
    /// The response as it stands, in events that hold one.
    public var response: ModelResponse? { object("response") }
}
