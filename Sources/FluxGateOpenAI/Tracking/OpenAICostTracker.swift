public import FluxGateSDK

/// Tracks the calls of a client: each attempt that the API answers, or that fails, becomes an event at FluxGate. What calls return or throw stays
/// as it is.
///
/// ```swift
/// let openAI = createOpenAICostTracker(client, fluxGate)
/// let completion = try await openAI
///     .withContext(FluxGateContext(feature: "chat-assistant", user: "u1"))
///     .chat.completions.create(.init(model: "gpt-4o", messages: [.user("Hello")]))
/// ```
public struct OpenAICostTracker: Sendable {
    /// The tracked client without a context.
    public let client: OpenAI

    /// A tracked client for calls made in a context. Handles are independent of each other and share the client's connections.
    public func withContext(_ context: FluxGateContext) -> OpenAI {
        client.withContext(context)
    }
}

/// Wraps a client so that its calls are tracked. The client itself stays untracked.
public func createOpenAICostTracker(_ client: OpenAI, _ fluxGate: FluxGate) -> OpenAICostTracker {
    var tracked = client
    tracked.books.fluxGate = fluxGate
    return OpenAICostTracker(client: tracked)
}
