/// One chunk of a streamed chat completion.
public struct ChatCompletionChunk: OpenAIObject {
    public let json: JSON
    public init(json: JSON) { self.json = json }

    public var id: String { string("id") ?? "" }
    public var model: String { string("model") ?? "" }
    /// Unix seconds.
    public var created: Int { count("created") }
    /// Empty in the chunk that holds the usage.
    public var choices: [Choice] { list("choices") }
    /// In the last chunk, where it was asked for.
    public var usage: CompletionUsage? { object("usage") }
    public var serviceTier: String? { string("service_tier") }

    public struct Choice: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        public var index: Int { count("index") }
        public var delta: Delta { object("delta") ?? Delta(json: .null) }
        /// In a choice's last chunk.
        public var finishReason: String? { string("finish_reason") }
    }

    public struct Delta: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        public var role: String? { string("role") }
        public var content: String? { string("content") }
        public var refusal: String? { string("refusal") }
        /// Pieces of tool calls, to be put together by their ``ToolCall/index``.
        public var toolCalls: [ToolCall]? { json["tool_calls"]?.array.map { $0.map { ToolCall(json: $0) } } }
    }
}
