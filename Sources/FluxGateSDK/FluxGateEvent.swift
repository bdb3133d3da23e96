/// One call to a language model, as FluxGate takes it: the body of `POST /api/events`.
///
/// Field names, meaning and units are those of FluxGate's published SDK (0.0.5).
public struct FluxGateEvent: Hashable, Sendable {
    /// `openai`, `azure`, `groq`, `together`, `xai`, `openrouter`, `mistral`, `google`, or the host's name.
    public var provider: String
    /// The model that served the call; empty where neither the answer nor the request names one.
    public var model: String
    public var user: FluxGateUser?
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

    private var entries: [Entry] = []

    private struct Entry: Hashable, Sendable {
        var name: String
        var value: FluxGateValue
    }

    public init(provider: String, model: String, performance: Performance, usage: Usage) {
        self.provider = provider
        self.model = model
        self.performance = performance
        self.usage = usage
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

/// A length of time in milliseconds, exact to the microsecond.
public struct Milliseconds: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral {
    /// The length in microseconds.
    public var microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public init(integerLiteral milliseconds: Int64) {
        microseconds = milliseconds * 1_000
    }

    public static func < (left: Milliseconds, right: Milliseconds) -> Bool {
        left.microseconds < right.microseconds
    }
}

/// An end user: an id, and what is known beside it.
public struct FluxGateUser: Hashable, Sendable {
    public var id: String
    public var name: String?
    public var email: String?
    public var image: String?
    /// US dollars a month: a number or a text, sent as it was given.
    public var monthlyRevenue: FluxGateValue?

    public init(id: String, name: String? = nil, email: String? = nil, image: String? = nil, monthlyRevenue: FluxGateValue? = nil) {
        self.id = id
        self.name = name
        self.email = email
        self.image = image
        self.monthlyRevenue = monthlyRevenue
    }
}

/// A value of an event's metadata: a text, or any other JSON value as its JSON text.
public enum FluxGateValue: Hashable, Sendable {
    case string(String)
    /// Must be one whole JSON value; it is sent as it stands.
    case json(String)
}

/// Rates for one call in place of the server's price table: decimal numbers as text, US dollars per 1,000,000 tokens.
public struct FluxGateCostOverride: Hashable, Sendable {
    public var inputCostPer1MTokens: String
    public var outputCostPer1MTokens: String
    public var cacheReadCostPer1MTokens: String?
    public var cacheWriteCostPer1MTokens: String?
    public var reasoningCostPer1MTokens: String?

    public init(
        inputCostPer1MTokens: String, outputCostPer1MTokens: String, cacheReadCostPer1MTokens: String? = nil, cacheWriteCostPer1MTokens: String? = nil,
        reasoningCostPer1MTokens: String? = nil
    ) {
        self.inputCostPer1MTokens = inputCostPer1MTokens
        self.outputCostPer1MTokens = outputCostPer1MTokens
        self.cacheReadCostPer1MTokens = cacheReadCostPer1MTokens
        self.cacheWriteCostPer1MTokens = cacheWriteCostPer1MTokens
        self.reasoningCostPer1MTokens = reasoningCostPer1MTokens
    }
}
