package import ByteStreams
package import TrafficModel

/// What the headers of a request and its answer tell. Keys and authorisation are not read, let alone kept.
package struct HeaderFacts: Sendable {
    package var requestID: String?
    /// `openai-processing-ms`, in microseconds: until the answer's headers were sent.
    package var processingTime: Int64?
    package var date: Timestamp?
    package var isEventStream = false
    /// A gateway says that it answered from its own cache.
    package var isCacheHit = false
    package var project: String?
    package var deployment: String?
    /// The same for all attempts of a call.
    package var idempotencyKey: String?
    /// `x-fluxgate-feature` and its like.
    @Rare package var attribution: Attribution

    package init() {}

    /// Reads headers as recorders keep them: a map of texts, a map of lists, or a list of names and values.
    package mutating func readResponse(_ headers: JSONValue?) {
        HeaderFacts.forEach(headers) { name, value in readResponse(name, value) }
    }

    package mutating func readRequest(_ headers: JSONValue?) {
        HeaderFacts.forEach(headers) { name, value in readRequest(name, value) }
    }

    private static func forEach(_ headers: JSONValue?, _ body: (ByteView, JSONValue) -> Void) {
        guard let headers else { return }
        if headers.isArray {
            for entry in headers.elements {
                guard let name = entry["name"]?.rawString, let value = entry["value"] else { continue }
                body(name, value)
            }
            return
        }
        for (name, value) in headers.members {
            guard let name = name.rawString, let value = value.isArray ? value.first : value else { continue }
            body(name, value)
        }
    }

    private mutating func readResponse(_ name: ByteView, _ value: JSONValue) {
        guard let text = value.rawString ?? value.numberDigits, !text.isEmpty else { return }
        readResponseHeader(name: name, value: text)
    }

    private mutating func readRequest(_ name: ByteView, _ value: JSONValue) {
        guard let text = value.rawString ?? value.numberDigits, !text.isEmpty else { return }
        readRequestHeader(name: name, value: text)
    }

    /// Takes one header of the answer.
    package mutating func readResponseHeader(name: ByteView, value: ByteView) {
        if name.equalsIgnoringCase("x-request-id") {
            requestID = value.string
        } else if name.equalsIgnoringCase("openai-processing-ms") {
            if let milliseconds = value.wholeNumber, milliseconds >= 0, milliseconds < 1 << 40 { processingTime = milliseconds * 1_000 }
        } else if name.equalsIgnoringCase("date") {
            date = Timestamp.parseHTTPDate(value)
        } else if name.equalsIgnoringCase("content-type") {
            isEventStream = value.hasPrefix("text/event-stream")
        } else if name.equalsIgnoringCase("openai-project") {
            project = value.string
        } else if name.equalsIgnoringCase("x-ms-deployment-name") {
            deployment = value.string
        } else if name.equalsIgnoringCase("x-cache") || name.equalsIgnoringCase("cf-aig-cache-status") || name.equalsIgnoringCase("helicone-cache")
            || name.equalsIgnoringCase("x-portkey-cache-status")
        {
            if value.equalsIgnoringCase("hit") || value.equalsIgnoringCase("semantic hit") { isCacheHit = true }
        } else if name.equalsIgnoringCase("x-litellm-cache-key") {
            isCacheHit = true
        }
    }

    /// Takes one header of the request.
    package mutating func readRequestHeader(name: ByteView, value: ByteView) {
        if name.equalsIgnoringCase("openai-project") {
            project = project ?? value.string
        } else if name.equalsIgnoringCase("idempotency-key") {
            idempotencyKey = value.string
        } else if name.equalsIgnoringCase("x-fluxgate-feature") {
            attribution.feature = value.string
        } else if name.equalsIgnoringCase("x-fluxgate-user") || name.equalsIgnoringCase("x-fluxgate-user-id") {
            attribution.user = EndUser(id: value.string)
        } else if name.equalsIgnoringCase("x-fluxgate-session-id") || name.equalsIgnoringCase("x-fluxgate-session") {
            attribution.sessionID = value.string
        } else if name.equalsIgnoringCase("x-fluxgate-conversation-id") || name.equalsIgnoringCase("x-fluxgate-conversation") {
            attribution.conversationID = value.string
        } else if name.equalsIgnoringCase("x-fluxgate-step") {
            attribution.step = value.string
        }
    }
}
