import FluxGateSDK
import TrafficModel

/// One attempt at a call as the project's log record has it, secrets left out. The event of a live call is made of this record by the very
/// readers that replay uses; a recorder writes it to its log.
struct CallRecord: Sendable {
    struct Header: Sendable {
        var name: String
        var value: String
    }

    enum Answer: Sendable {
        /// None came, or its body is kept elsewhere.
        case none
        case body([UInt8])
        /// Raw server-sent events.
        case transcript([UInt8])
    }

    /// ``error`` of a call whose task was cancelled.
    static let cancelled = "the caller cancelled the call"

    let context: FluxGateContext?
    /// When the request was sent.
    let time = Timestamp.now
    let url: String
    let requestHeaders: [Header]
    var requestBody: JSONObject
    /// The key that the request was sent with; never written, and taken out of what comes back.
    let secret: String

    var status: Int?
    var responseHeaders: [Header] = []
    var answer = Answer.none
    /// Microseconds from the request's start to the answer's end.
    var latency: Int64 = 0
    /// Microseconds from the first token to the end of the stream.
    var streamDuration: Int64?
    /// What went wrong on the way.
    var error: String?

    init(_ call: Outgoing, context: FluxGateContext?) {
        self.context = context
        url = call.url
        requestHeaders = call.headers.map { Header(name: $0.name, value: $0.value) }
        requestBody = call.body
        secret = call.apiKey
    }
}
