/// A request to `/chat/completions`. Parameters keep the API's meaning; those that are nil are not sent.
public struct ChatCompletionRequest: OpenAIRequest, Hashable {
    public var body: JSONObject

    public init(body: JSONObject) { self.body = body }

    public init(
        model: String, messages: [ChatMessage], user: String? = nil, serviceTier: ServiceTier? = nil, streamOptions: StreamOptions? = nil,
        temperature: Double? = nil, topP: Double? = nil, n: Int? = nil, maxTokens: Int? = nil, maxCompletionTokens: Int? = nil, stop: [String]? = nil,
        seed: Int? = nil, reasoningEffort: String? = nil, responseFormat: JSON? = nil, tools: [JSON]? = nil, toolChoice: JSON? = nil,
        metadata: [String: String]? = nil
    ) {
        body = ["model": .string(model), "messages": messages.json]
        set("user", user)
        set("service_tier", serviceTier)
        set("stream_options", streamOptions)
        set("temperature", temperature)
        set("top_p", topP)
        set("n", n)
        set("max_tokens", maxTokens)
        set("max_completion_tokens", maxCompletionTokens)
        set("stop", stop)
        set("seed", seed)
        set("reasoning_effort", reasoningEffort)
        set("response_format", responseFormat)
        set("tools", tools)
        set("tool_choice", toolChoice)
        set("metadata", metadata.map { JSONObject($0.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }) })
    }
}
