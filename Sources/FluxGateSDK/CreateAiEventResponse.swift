/// FluxGate's answer to an event.
public struct CreateAiEventResponse: Hashable, Sendable, Decodable {
    /// The event's id at FluxGate.
    public var recordId: String
    /// Input and output tokens together.
    public var totalTokens: Int?
    /// US dollars; nil where FluxGate has no price for the model.
    public var totalCost: Double?
    /// `ok`, or `no_pricing`.
    public var status: String?
    /// When FluxGate took the event, Unix milliseconds.
    public var timestamp: Int64?
    /// What else FluxGate says.
    public var description: String?
}

/// What tracking learnt of a call; stands beside its result.
public struct FluxGateCostTrackingResponse: Hashable, Sendable {
    /// How the call ended.
    public var status: FluxGateStatus
    /// US dollars, as FluxGate computed them. Like ``trackingId`` and ``createdAt``, nil where FluxGate has no price, could not be asked, or
    /// is told later (see ``FluxGateDelivery/queued(capacity:)``).
    public var cost: Double?
    /// The event's id at FluxGate.
    public var trackingId: String?
    /// When FluxGate took the event, Unix milliseconds.
    public var createdAt: Int64?
    /// What went wrong with the call; nil when it succeeded.
    public var errorMessage: String?

    package init(event: FluxGateEvent, answer: CreateAiEventResponse?) {
        status = event.performance.status
        errorMessage = event.performance.errorMessage
        cost = answer?.totalCost
        trackingId = answer?.recordId
        createdAt = answer?.timestamp
    }
}
