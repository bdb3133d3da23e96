public import FluxGateSDK

/// An answer of the older `/completions`, or one chunk of it: they have one shape.
public struct TextCompletion: OpenAIAnswer {
    public let json: JSON
    public var requestId: String?
    public var fluxGateCostTrackingResponse: FluxGateCostTrackingResponse?

    public init(json: JSON) { self.json = json }

    public var id: String { string("id") ?? "" }
    public var model: String { string("model") ?? "" }
    /// Unix seconds.
    public var created: Int { count("created") }
    public var choices: [Choice] { list("choices") }
    public var usage: CompletionUsage? { object("usage") }

    public struct Choice: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        public var index: Int { count("index") }
        public var text: String { string("text") ?? "" }
        /// `stop`, `length`, `content_filter`, or another word of the provider's.
        public var finishReason: String? { string("finish_reason") }
    }
}
