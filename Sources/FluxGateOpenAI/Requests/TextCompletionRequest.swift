/// A request to the older `/completions`. Parameters keep the API's meaning; those that are nil are not sent.
public struct TextCompletionRequest: OpenAIRequest, Hashable {
    public var body: JSONObject

    public init(body: JSONObject) { self.body = body }

    /// `prompt`: a text, or several.
    public init(
        model: String, prompt: some JSONConvertible, user: String? = nil, streamOptions: StreamOptions? = nil, temperature: Double? = nil,
        topP: Double? = nil, n: Int? = nil, maxTokens: Int? = nil, stop: [String]? = nil, seed: Int? = nil
    ) {
        body = ["model": .string(model), "prompt": prompt.json]
        set("user", user)
        set("stream_options", streamOptions)
        set("temperature", temperature)
        set("top_p", topP)
        set("n", n)
        set("max_tokens", maxTokens)
        set("stop", stop)
        set("seed", seed)
    }
}
