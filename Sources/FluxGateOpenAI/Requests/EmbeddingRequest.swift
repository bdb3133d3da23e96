/// A request to `/embeddings`. Parameters keep the API's meaning; those that are nil are not sent.
public struct EmbeddingRequest: OpenAIRequest, Hashable {
    public var body: JSONObject

    public init(body: JSONObject) { self.body = body }

    /// `input`: a text, several texts, or tokens.
    public init(model: String, input: some JSONConvertible, dimensions: Int? = nil, user: String? = nil) {
        body = ["model": .string(model), "input": input.json]
        set("dimensions", dimensions)
        set("user", user)
    }
}
