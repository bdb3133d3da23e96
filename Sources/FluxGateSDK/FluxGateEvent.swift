/// One call to a language model, as FluxGate takes it: the body of `POST /api/events`.
///
/// Field names, meaning and units are those of FluxGate's published SDK (0.0.5).
public struct FluxGateEvent: Hashable, Sendable {
    /// `openai`, `azure`, `groq`, `together`, `xai`, `openrouter`, `mistral`, `google`, or the host's name.
    public var provider: String
    /// The model that served the call; empty where neither the answer nor the request names one.
    public var model: String
    /// The end user for whom the call was made.
    public var user: FluxGateUser?
    /// What the call was made for; the rest of the attribution refines it.
    public var feature: String?
    public var step: String?
    public var sessionId: String?
    public var conversationId: String?
    /// Unix time in milliseconds. Without it the server takes the time at which it receives the event.
    public var timestamp: Int64?
    public var performance: Performance
    public var usage: Usage
    /// Further facts by name, in the order in which they are written.
    public var metadata: [(name: String, value: FluxGateValue)] {
        get { entries.map { ($0.name, $0.value) } }
        set { entries = newValue.map { Entry(name: $0.name, value: $0.value) } }
    }
    public var costOverride: FluxGateCostOverride?

    var entries: [Entry] = []

    struct Entry: Hashable, Sendable {
        var name: String
        var value: FluxGateValue
    }

    /// Adds a fact behind the others.
    package mutating func addMetadata(_ name: String, _ value: FluxGateValue) {
        entries.append(Entry(name: name, value: value))
    }

    /// Only the first two and the last two are required by the server. `metadata` is written in the order of its names.
    public init(
        provider: String, model: String, user: FluxGateUser? = nil, feature: String? = nil, step: String? = nil, sessionId: String? = nil,
        conversationId: String? = nil, timestamp: Int64? = nil, performance: Performance, usage: Usage, metadata: [String: FluxGateValue] = [:],
        costOverride: FluxGateCostOverride? = nil
    ) {
        self.provider = provider
        self.model = model
        self.user = user
        self.feature = feature
        self.step = step
        self.sessionId = sessionId
        self.conversationId = conversationId
        self.timestamp = timestamp
        self.performance = performance
        self.usage = usage
        self.costOverride = costOverride
        entries = metadata.sorted { $0.key < $1.key }.map { Entry(name: $0.key, value: $0.value) }
    }

    /// How the call went.
    public struct Performance: Hashable, Sendable {
        /// From the request's start until the answer was closed.
        public var latency: Milliseconds
        public var status: FluxGateStatus
        public var isStreamed: Bool
        /// From the first token to the end of the stream; nil if not streamed or not known.
        public var streamDuration: Milliseconds?
        /// nil when the call succeeded.
        public var errorMessage: String?

        public init(latency: Milliseconds, status: FluxGateStatus, isStreamed: Bool, streamDuration: Milliseconds? = nil, errorMessage: String? = nil) {
            self.latency = latency
            self.status = status
            self.isStreamed = isStreamed
            self.streamDuration = streamDuration
            self.errorMessage = errorMessage
        }
    }

    /// What the call used, in tokens.
    public struct Usage: Hashable, Sendable {
        /// All input tokens, cached ones included.
        public var promptTokens: Int64
        /// All output tokens, reasoning included.
        public var completionTokens: Int64
        public var cacheReadTokens: Int64?
        public var cacheWriteTokens: Int64?
        public var reasoningTokens: Int64?

        public init(
            promptTokens: Int64, completionTokens: Int64, cacheReadTokens: Int64? = nil, cacheWriteTokens: Int64? = nil, reasoningTokens: Int64? = nil
        ) {
            self.promptTokens = promptTokens
            self.completionTokens = completionTokens
            self.cacheReadTokens = cacheReadTokens
            self.cacheWriteTokens = cacheWriteTokens
            self.reasoningTokens = reasoningTokens
        }
    }
}

/// How a call ended.
public enum FluxGateStatus: String, Hashable, Sendable, CaseIterable {
    case success = "SUCCESS"
    case error = "ERROR"
    case blocked = "BLOCKED"
    case maxTokens = "MAX_TOKENS"
    case contentFilter = "CONTENT_FILTER"
    case recitation = "RECITATION"
    case malformedRequest = "MALFORMED_REQUEST"
}
