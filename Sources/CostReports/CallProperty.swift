package import TrafficModel

/// A property of a call that calls are grouped by. The raw value is the field's name.
package enum CallProperty: String, Sendable, CaseIterable {
    case feature, user, session, conversation, step, model, provider, endpoint, status, tier, region, key, project

    /// The property's text, or nil where the call does not tell it.
    package func text(of call: Call) -> String? {
        switch self {
        case .feature: call.attribution.feature
        case .user: call.attribution.user?.id
        case .session: call.attribution.sessionID
        case .conversation: call.attribution.conversationID
        case .step: call.attribution.step
        case .model: call.model
        case .provider: call.provider
        case .endpoint: call.endpoint?.rawValue
        case .status: call.status.rawValue
        case .tier: CallProperty.tier(of: call)
        case .region: call.region
        case .key: call.apiKeyName
        case .project: call.project
        }
    }

    /// One name for each tier, however it was spelled; `default` where nothing was said. A record's being from a batch outweighs its
    /// `service_tier`, which never names batches.
    private static func tier(of call: Call) -> String {
        if call.isBatch { return "batch" }
        switch call.serviceTier?.lowercased() {
        case nil, "", "default", "auto", "standard": return "default"
        case "fast", "priority": return "priority"
        case .some(let other): return other
        }
    }
}
