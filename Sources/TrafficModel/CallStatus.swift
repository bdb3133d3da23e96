/// How a call ended, in FluxGate's words.
package enum CallStatus: String, Sendable, CaseIterable {
    case success = "SUCCESS"
    case error = "ERROR"
    case blocked = "BLOCKED"
    case maxTokens = "MAX_TOKENS"
    case contentFilter = "CONTENT_FILTER"
    case recitation = "RECITATION"
    case malformedRequest = "MALFORMED_REQUEST"
}

/// Which rule turns an answer into a ``CallStatus``.
package enum StatusMapping: String, Sendable, CaseIterable {
    /// What happened, as exactly as the statuses can say it.
    case detailed
    /// As FluxGate's published wrapper says it, for dashboards that already hold live events.
    case wrapper
}
