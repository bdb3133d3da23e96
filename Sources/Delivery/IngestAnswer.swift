/// What came of one request.
enum IngestAnswer: Sendable {
    case answered(status: Int, retryAfter: String?, body: [UInt8])
    /// No answer, or half of one: nobody knows whether the event arrived.
    case failed(String)
}
