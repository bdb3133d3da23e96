import AsyncHTTPClient
import FluxGateSDK
import NIOHTTP1
import TrafficModel

/// One attempt at a call: the record that grows with it.
struct Attempt: Sendable {
    /// Larger answers are refused: 1 GiB.
    static let largestBody = 1 << 30

    private(set) var record: CallRecord
    private let books: CallBooks
    private let begun = ContinuousClock.now
    private var status = 0
    private var headers = HTTPHeaders()
    private var body: [UInt8] = []

    init(_ call: Outgoing, _ books: CallBooks) {
        record = CallRecord(call, context: books.context)
        self.books = books
    }

    mutating func receive(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        headers = response.headers
        record.status = status
        record.responseHeaders = headers.map { CallRecord.Header(name: $0.name, value: $0.value) }
    }

    /// Whether what comes is a stream of events. Some servers mislabel theirs, so all that is not plainly something else counts.
    var isStream: Bool {
        let type = headers.first(name: "Content-Type")?.lowercased() ?? ""
        return (200..<300).contains(status) && !type.contains("json") && !type.contains("html")
    }

    mutating func end(body: [UInt8]) {
        self.body = body
        record.answer = .body(body)
        record.latency = elapsed
    }

    var requestID: String? { headers.first(name: "x-request-id") }

    /// Microseconds since the attempt began.
    var elapsed: Int64 { Milliseconds(ContinuousClock.now - begun).microseconds }

    // MARK: - Outcomes

    /// The answer, or why there is none; and whether that is the call's end.
    func outcome<Answer: OpenAIAnswer>(_: Answer.Type) -> (result: Result<Answer, AttemptFailure>, isFinal: Bool) {
        guard (200..<300).contains(status) else {
            let failure = refusal
            return (.failure(failure), !failure.mayPass)
        }
        guard let json = try? JSON(bytes: body), json.object != nil else {
            return (.failure(AttemptFailure(error: OpenAIError(unreadable: "the answer is no JSON object", status: status, headers: headers), mayPass: false)), true)
        }
        // Some servers send an error under the status of success.
        if let error = OpenAIError(errorIn: json, status: status, headers: headers) { return (.failure(AttemptFailure(error: error, mayPass: false)), true) }
        var answer = Answer(json: json)
        answer.requestId = requestID
        return (.success(answer), true)
    }

    /// Why the answer is no answer to the request.
    var refusal: AttemptFailure {
        var error = OpenAIError(status: status, headers: headers, body: body)
        guard (200..<300).contains(status) else {
            return AttemptFailure(error: error, mayPass: RetryPolicy.isWorthAnother(status: status, headers: headers))
        }
        // Asked for a stream, answered by something else: an error under a good status, or a page of somebody's.
        if error.type == nil, error.code == nil { error = OpenAIError(unreadable: "the answer is no stream of events", status: status, headers: headers) }
        return AttemptFailure(error: error, mayPass: false)
    }

    /// Enters an attempt that got no whole answer into the books; what is returned is to be thrown.
    mutating func fail(_ error: any Error, isLast: Bool) async -> any Error {
        record.latency = elapsed
        if Task.isCancelled || error is CancellationError {
            record.error = CallRecord.cancelled
            _ = await books.close(record, waits: false)
            return CancellationError()
        }
        let failure = OpenAIError(transport: error)
        record.error = failure.message
        _ = await books.close(record, waits: isLast)
        return AttemptFailure(error: failure, mayPass: true)
    }
}
