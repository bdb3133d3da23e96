import AsyncHTTPClient
import ByteStreams
import NIOCore
import NIOHTTP1
import OpenAIWire

/// Why a call failed: what the API said, or that it said nothing.
public struct OpenAIError: Error, Hashable, Sendable {
    /// The HTTP status; nil where no answer came, or where a stream failed in its midst.
    public var status: Int?
    /// The API's kind of error: `invalid_request_error`, `server_error` …; of this client's own, ``timeout``, ``connection`` and ``unreadable``.
    public var type: String?
    /// The API's code: `rate_limit_exceeded`, `context_length_exceeded` …
    public var code: String?
    /// For people.
    public var message: String
    /// The provider's name for the request (`x-request-id`), which its support asks for.
    public var requestId: String?
    /// How long the server asks to wait.
    public var retryAfter: Duration?
    /// The answer's body, where it was JSON.
    public var body: JSON?

    /// ``type`` where the server kept silent for too long.
    public static let timeout = "timeout"
    /// ``type`` where the connection could not be made, or broke.
    public static let connection = "connection_error"
    /// ``type`` where the answer is none that the API gives.
    public static let unreadable = "unreadable_answer"
}

extension OpenAIError: CustomStringConvertible {
    public var description: String {
        let names = [status.map { "HTTP \($0)" }, type, code].compactMap(\.self).joined(separator: ", ")
        return names.isEmpty ? message : "\(message) (\(names))"
    }
}

extension OpenAIError {
    /// An answer with the status of a failure.
    init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        var facts = AnswerFacts()
        try? JSONReader().read(body) { facts.readBody($0, endpoint: nil) }
        self.init(status: status, facts: facts.error)
        if facts.error == nil { message = "HTTP \(status)" }
        requestId = headers.first(name: "x-request-id")
        retryAfter = RetryPolicy.wait(askedForBy: headers)
        self.body = try? JSON(bytes: body)
    }

    /// An error that stood in an answer or a stream.
    init(status: Int?, facts: ErrorFacts?) {
        self.status = status
        type = facts?.type
        code = facts?.code
        message = facts?.message ?? facts?.code ?? facts?.type ?? "the API reported an error"
    }

    /// The error in an answer of success that holds nothing else; nil where there is none.
    init?(errorIn json: JSON, status: Int, headers: HTTPHeaders) {
        guard let error = json["error"], error.object != nil || error.string != nil, json["choices"] == nil, json["output"] == nil, json["data"] == nil
        else { return nil }
        self.init(status: status, headers: headers, body: Array(json.text.utf8))
    }

    /// An answer of success that isn't what it should be.
    init(unreadable message: String, status: Int, headers: HTTPHeaders) {
        self.status = status
        type = OpenAIError.unreadable
        self.message = message
        requestId = headers.first(name: "x-request-id")
    }

    /// A failure on the way.
    init(transport error: any Error) {
        switch error as? HTTPClientError {
        case .deadlineExceeded?, .readTimeout?, .connectTimeout?, .getConnectionFromPoolTimeout?:
            type = OpenAIError.timeout
            message = "the server kept silent for too long"
        case .remoteConnectionClosed?:
            type = OpenAIError.connection
            message = "the connection broke before the answer's end"
        case let other:
            type = OpenAIError.connection
            message = "the connection failed: \(other.map { "\($0)" } ?? "\(error)")"
        }
    }
}
