/// The tokens that a completion or an embedding used. Parts are parts of their whole.
public struct CompletionUsage: OpenAIObject {
    public let json: JSON
    public init(json: JSON) { self.json = json }

    /// All input tokens, cached ones included.
    public var promptTokens: Int { count("prompt_tokens") }
    /// All output tokens, reasoning included.
    public var completionTokens: Int { count("completion_tokens") }
    public var totalTokens: Int { count("total_tokens") }
    /// Input tokens that were read from the cache; nil where the provider does not say.
    public var cachedTokens: Int? { json["prompt_tokens_details"]?["cached_tokens"]?.int }
    /// Output tokens that were reasoning; nil where the provider does not say.
    public var reasoningTokens: Int? { json["completion_tokens_details"]?["reasoning_tokens"]?.int }
}
