public import FluxGateSDK

/// An answer of `/embeddings`.
public struct EmbeddingResponse: OpenAIAnswer {
    public let json: JSON
    public var requestId: String?
    public var fluxGateCostTrackingResponse: FluxGateCostTrackingResponse?

    public init(json: JSON) { self.json = json }

    public var model: String { string("model") ?? "" }
    /// One for each input, in their order.
    public var data: [Embedding] { list("data") }
    public var usage: CompletionUsage { object("usage") ?? CompletionUsage(json: .null) }

    public struct Embedding: OpenAIObject {
        public let json: JSON
        public init(json: JSON) { self.json = json }

        public var index: Int { count("index") }
        /// The vector. Made anew at each call; empty where it was asked for as base64.
        public var embedding: [Double] { (json["embedding"]?.array ?? []).compactMap(\.double) }
    }
}
