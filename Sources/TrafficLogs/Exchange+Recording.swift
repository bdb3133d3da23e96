import ByteStreams
import OpenAIWire
import TrafficModel

// What recordings of all that a program or a browser sent have in common.
extension Exchange {
    /// What the exchange comes to: what is no traffic with an endpoint of ours is ignored, and not rejected.
    var recordedEmission: Emission {
        isEndpointTraffic ? .exchange(self) : .ignored
    }

    /// Whether URL and method rule out that this is a call, so that nobody needs to look at the bodies.
    var isSurelyNoCall: Bool {
        guard let target else { return false }
        return target.resource == .other || ["OPTIONS", "HEAD", "DELETE"].contains(method?.uppercased())
    }

    private var isEndpointTraffic: Bool {
        if isSurelyNoCall { return false }
        if let httpStatus, (300..<400).contains(httpStatus) { return false }
        let hasAnswer = answer.endpoint != nil && (answer.model != nil || answer.usage != nil || answer.id != nil)
        switch target?.resource {
        case .endpoint:
            if method?.uppercased() == "GET" { return hasAnswer }
            // Paths such as /responses are common elsewhere: on a host that is not known, a body must show what it is.
            let isForeign = target?.provider?.contains(".") ?? false
            return !isForeign || request.isRecognised || answer.endpoint != nil
        case .storedResponse, .unknown, nil: return hasAnswer
        case .other: return false
        }
    }

    /// Reads a time that is written as text in a log's line.
    mutating func readTime(text: ByteView) {
        guard let parsed = Timestamp.parse(text) else { return notes.append(.timeUnreadable) }
        time = parsed.timestamp
        if !parsed.hasZone { notes.append(.zoneMissing) }
    }
}
