/// A request to `/responses`. Parameters keep the API's meaning; those that are nil are not sent.
public struct ResponseRequest: OpenAIRequest, Hashable {
    public var body: JSONObject

    public init(body: JSONObject) { self.body = body }

    /// `input`: a text, or a list of items as the API writes them.
    public init(
        model: String, input: some JSONConvertible, instructions: String? = nil, user: String? = nil, serviceTier: ServiceTier? = nil,
        temperature: Double? = nil, topP: Double? = nil, maxOutputTokens: Int? = nil, reasoning: JSON? = nil, text: JSON? = nil, tools: [JSON]? = nil,
        toolChoice: JSON? = nil, previousResponseId: String? = nil, store: Bool? = nil, metadata: [String: String]? = nil
    ) {
        body = ["model": .string(model), "input": input.json]
        set("instructions", instructions)
        set("user", user)
        set("service_tier", serviceTier)
        set("temperature", temperature)
        set("top_p", topP)
        set("max_output_tokens", maxOutputTokens)
        set("reasoning", reasoning)
        set("text", text)
        set("tools", tools)
        set("tool_choice", toolChoice)
        set("previous_response_id", previousResponseId)
        set("store", store)
        set("metadata", metadata.map { JSONObject($0.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }) })
    }
}
