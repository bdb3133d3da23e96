package import TrafficModel

/// One request and its answer, as far as they are known. Whoever knows a piece puts it in: a log container's reader, or the live wrapper.
/// ``call(at:mapping:)`` then makes the one ``Call`` of it, the same way for both.
package struct Exchange: Sendable {
    // The request
    package var target: RequestTarget?
    package var method: String?
    package var request = RequestFacts()
    // The answer
    package var httpStatus: Int?
    package var answer = AnswerFacts()
    /// The answer had a body that could not be understood as JSON or a stream.
    package var answerIsUnreadable = false
    /// What the client or the recorder says went wrong.
    package var transportError: String?
    package var headers = HeaderFacts()
    // The record
    package var context = Attribution()
    package var contextServiceTier: String?
    package var contextCost: Money?
    @Rare package var costOverride: CostOverride?
    package var time: Timestamp?
    /// Microseconds, as the client or the recorder measured them.
    package var latency: Int64?
    package var streamDuration: Int64?
    package var isBatch = false
    package var customID: String?
    package var isCacheHit = false
    package var requestID: String?
    package var apiKeyName: String?
    package var notes: [Diagnostic.Name] = []

    package init() {}

    /// The endpoint: by URL, by the answer's shape, by the request's.
    package var endpoint: Endpoint? {
        if case .endpoint(let endpoint)? = target?.resource { return endpoint }
        return answer.endpoint ?? request.endpoint
    }

    /// The endpoint that a body reader may rely on: the URL's alone.
    package var urlEndpoint: Endpoint? {
        if case .endpoint(let endpoint)? = target?.resource { return endpoint }
        return nil
    }

    package mutating func readURL(_ url: String) {
        target = RequestTarget(url: url)
    }

    /// Takes a stream that was put together elsewhere.
    package mutating func take(_ stream: StreamAssembler) {
        answer = stream.facts
    }

    /// A Responses call has no finish reason of its own; this is the one it amounts to.
    package var responseFinishReason: String? {
        guard answer.endpoint == .responses || answer.endpoint == .realtime else { return nil }
        switch answer.responseStatus {
        case "completed": return answer.endsWithToolCall ? "tool_calls" : "stop"
        case "incomplete":
            switch answer.incompleteReason {
            case "max_output_tokens": return "length"
            case "content_filter": return "content_filter"
            case let other: return other ?? "length"
            }
        default: return nil
        }
    }
}

/// What an exchange amounts to.
package enum ExchangeKind: Sendable {
    case call
    /// Understood, and no call: another endpoint, a list, a pending background response.
    case noCall
    /// Nothing of a call was recognised.
    case unrecognised
}
