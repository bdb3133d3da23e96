package import TrafficModel

/// For whom and for what calls are made. A tracked client adds it to the event of each call, a recorder to each record.
///
/// ```swift
/// FluxGateContext(feature: "chat-assistant", user: .init(id: "u1", email: "u1@example.com"), sessionId: "s1", metadata: ["plan": "pro", "seats": 3])
/// ```
public struct FluxGateContext: Hashable, Sendable {
    /// What the calls are made for: a part of the product.
    public var feature: String
    /// The end user. Without one, the request's own `user` parameter counts.
    public var user: FluxGateUser?
    /// One step of a feature that makes several calls.
    public var step: String?
    public var sessionId: String?
    public var conversationId: String?
    /// The tier where neither the answer nor the request names one.
    public var serviceTier: FluxGateServiceTier?
    /// What the call cost in all, US dollars, where the caller knows it (from OpenRouter's `usage.cost`): the server then computes no cost.
    public var openrouterCost: Double?
    /// Rates in place of the server's price table.
    public var costOverride: FluxGateCostOverride?
    /// Further facts by name. Names that an event uses itself (`finishReason`, `endpoint` …) are left to it.
    public var metadata: [String: FluxGateValue]

    public init(
        feature: String, user: FluxGateUser? = nil, step: String? = nil, sessionId: String? = nil, conversationId: String? = nil,
        serviceTier: FluxGateServiceTier? = nil, openrouterCost: Double? = nil, costOverride: FluxGateCostOverride? = nil,
        metadata: [String: FluxGateValue] = [:]
    ) {
        self.feature = feature
        self.user = user
        self.step = step
        self.sessionId = sessionId
        self.conversationId = conversationId
        self.serviceTier = serviceTier
        self.openrouterCost = openrouterCost
        self.costOverride = costOverride
        self.metadata = metadata
    }

    /// Takes a user of whom only the id is known.
    public init(
        feature: String, user id: String, step: String? = nil, sessionId: String? = nil, conversationId: String? = nil,
        serviceTier: FluxGateServiceTier? = nil, openrouterCost: Double? = nil, costOverride: FluxGateCostOverride? = nil,
        metadata: [String: FluxGateValue] = [:]
    ) {
        self.init(
            feature: feature, user: FluxGateUser(id: id), step: step, sessionId: sessionId, conversationId: conversationId, serviceTier: serviceTier,
            openrouterCost: openrouterCost, costOverride: costOverride, metadata: metadata)
    }
}

/// Under which terms a provider serves a call. Tiers that are not named here are written as text: `"scale"`.
public struct FluxGateServiceTier: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral name: String) { rawValue = name }

    public static let `default`: Self = "default"
    public static let standard: Self = "standard"
    public static let batch: Self = "batch"
    public static let flex: Self = "flex"
    public static let priority: Self = "priority"
}

extension FluxGateContext {
    /// Writes the context as a log record holds it: the same context, the same bytes.
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("feature", feature)
        user?.write(to: &json)
        json.memberIfPresent("step", step)
        json.memberIfPresent("sessionId", sessionId)
        json.memberIfPresent("conversationId", conversationId)
        json.memberIfPresent("serviceTier", serviceTier?.rawValue)
        if let cost = openrouterCost?.jsonText { json.member("openrouterCost", .json(cost)) }
        costOverride?.write(to: &json)
        if !metadata.isEmpty {
            json.name("metadata")
            json.beginObject()
            for (name, value) in metadata.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
            json.endObject()
        }
        json.endObject()
    }
}
