/// One call to a language model: what was asked, what came back, what it used. It owns all it holds.
package struct Call: Sendable {
    // Where it went
    /// nil where neither the URL nor the answer's shape tells it: a bare error, mostly.
    package var endpoint: Endpoint?
    package var provider: String
    /// `eu`, `us` …: the region named by a regional host.
    package var region: String?
    /// The name of an Azure deployment, which is no model.
    package var deployment: String?

    // What ran
    package var requestedModel: String?
    package var servedModel: String?
    /// The tier as the answer named it, else the request (unless `auto`), else the context; raw.
    package var serviceTier: String?
    /// True where the answer did not name the tier and the request or the context did.
    package var serviceTierIsAssumed = false
    /// True where the record comes from a batch.
    package var isBatch = false
    /// How long a written cache entry is kept, where the request says so (`12h`).
    package var cacheTTL: String?

    // Names
    package var responseID: String?
    package var requestID: String?
    package var customID: String?
    /// What all attempts of one logical call have in common: the idempotency key that a client keeps over its retries, or the log's own name.
    package var logicalCall: String?

    // How it ended
    package var status: CallStatus = .success
    package var httpStatus: Int?
    /// Finish reasons in choice order; nil where a choice has none.
    package var finishReasons: [String?] = []
    package var errorMessage: String?
    package var isStreamed = false
    /// True where a stream broke off before its end.
    package var isCutShort = false
    /// True where a gateway answered from its own cache: the provider was not asked and billed nothing.
    package var isCacheHit = false

    // What it used
    package var usage: TokenUsage?
    @Rare package var quantities: BilledQuantities
    @Rare package var tools: HostedToolCalls
    /// What is wrong with the usage, if anything: such a call has no price.
    package var usageFault: UsageFault?
    /// The cost that the provider or the context told for this very call.
    package var reportedCost: Money?
    @Rare package var costOverride: CostOverride?

    // When
    package var time: Timestamp?
    /// From the request's start to the end of the answer, microseconds.
    package var latency: Int64?
    package var latencySource: LatencySource = .client
    /// From the first token to the end of the stream, microseconds.
    package var streamDuration: Int64?

    package var attribution = Attribution()
    /// An organisation's project, and the masked name of its key, where the log has them.
    package var project: String?
    package var apiKeyName: String?

    /// Where the answer began.
    package var source: SourceLocation

    package init(endpoint: Endpoint? = nil, provider: String = "openai", source: SourceLocation) {
        self.endpoint = endpoint
        self.provider = provider
        self.source = source
    }

    /// Whether usage was told, without a look at it: it is large.
    package var hasUsage: Bool { if case .some = usage { true } else { false } }

    /// The model that is reported and priced: the one that served the call, else the one asked for.
    package var model: String? { servedModel ?? requestedModel }

    /// The finish reason as events carry it: of one choice, or of all when they agree, else the list joined with commas in choice order.
    package var finishReason: String? {
        guard let first = finishReasons.first else { return nil }
        if finishReasons.allSatisfy({ $0 == first }) { return first }
        return finishReasons.map { $0 ?? "" }.joined(separator: ",")
    }
}

/// Who measured a latency.
package enum LatencySource: String, Sendable {
    /// The client or the recorder, from the request's start to the answer's end.
    case client
    /// The server's own header: until the headers were sent, which is the whole generation of a plain answer.
    case processingHeader = "openai-processing-ms"
    /// The response object's own times, whole seconds.
    case responseTimes = "created_at..completed_at"
    /// The server's timing figures in the body.
    case serverTimings = "timings"
    /// Nobody.
    case unknown
}

/// Why a call's usage can't be priced as it stands.
package enum UsageFault: String, Sendable {
    case cachedExceedsInput = "cached_exceeds_input"
    case partsExceedInput = "parts_exceed_input"
    case partsExceedOutput = "parts_exceed_output"
    case negativeCount = "negative_count"
    case notACount = "not_a_count"
    case halfGiven = "half_given"
}
