import TrafficModel

// One type for each path of the API, named as the official clients name them.

/// `/chat`.
public struct Chat: Sendable {
    let client: OpenAI

    /// Chat completions.
    public var completions: ChatCompletions { ChatCompletions(client: client) }
}

/// `/chat/completions`.
public struct ChatCompletions: Sendable {
    let client: OpenAI

    /// Asks for a whole answer.
    /// - Throws: ``OpenAIError``; `CancellationError` where the task was cancelled, which also ends the request.
    public func create(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        try await client.create("/chat/completions", request)
    }

    /// Asks for an answer in pieces, as the model writes it. Returns when the answer begins.
    ///
    /// A tracked client asks for the usage too, unless the request says whether it wants it, and hides the chunk that holds nothing else.
    /// - Throws: ``OpenAIError``, also from the stream; `CancellationError` where the task was cancelled, which also ends the request.
    public func stream(_ request: ChatCompletionRequest) async throws -> ChatCompletionStream {
        try await client.stream("/chat/completions", request, .chatCompletions)
    }
}

/// The older `/completions`.
public struct TextCompletions: Sendable {
    let client: OpenAI

    /// Asks for a whole answer.
    /// - Throws: ``OpenAIError``; `CancellationError` where the task was cancelled, which also ends the request.
    public func create(_ request: TextCompletionRequest) async throws -> TextCompletion {
        try await client.create("/completions", request)
    }

    /// Asks for an answer in pieces, as the model writes it. Usage is asked for as ``ChatCompletions/stream(_:)`` does.
    /// - Throws: ``OpenAIError``, also from the stream; `CancellationError` where the task was cancelled, which also ends the request.
    public func stream(_ request: TextCompletionRequest) async throws -> TextCompletionStream {
        try await client.stream("/completions", request, .completions)
    }
}

/// `/responses`.
public struct Responses: Sendable {
    let client: OpenAI

    /// Asks for a whole answer.
    /// - Throws: ``OpenAIError``; `CancellationError` where the task was cancelled, which also ends the request.
    public func create(_ request: ResponseRequest) async throws -> ModelResponse {
        try await client.create("/responses", request)
    }

    /// Asks for an answer as a stream of events. Returns when the answer begins.
    /// - Throws: ``OpenAIError``, also from the stream; `CancellationError` where the task was cancelled, which also ends the request.
    public func stream(_ request: ResponseRequest) async throws -> ResponseStream {
        try await client.stream("/responses", request, .responses)
    }
}

/// `/embeddings`.
public struct Embeddings: Sendable {
    let client: OpenAI

    /// Asks for the vectors of one or several inputs.
    /// - Throws: ``OpenAIError``; `CancellationError` where the task was cancelled, which also ends the request.
    public func create(_ request: EmbeddingRequest) async throws -> EmbeddingResponse {
        try await client.create("/embeddings", request)
    }
}
