import OpenAIWire
import TrafficLogs
import TrafficModel

/// What a block of input came to, in the order of its records. Lines are counted from the block's start until they are committed in order.
struct BlockResult: Sendable {
    /// A record's outcome that depends on other records, or goes to the sink. Most are calls, so the large ones stand apart.
    enum Entry: Sendable {
        /// The next of the calls.
        case call
        indirect case part(CallPart, container: String, at: SourceLocation)
        indirect case session(SessionFacts, container: String)
        indirect case pending(PendingResponse)
        indirect case rejected(Reject)
    }

    var input: Int
    var lines = 0
    var records = 0
    var ignored = 0
    var entries: [Entry] = []
    /// Apart from the entries: they are large, and most entries are calls.
    var calls: [NotedCall] = []
    var containers: [String: Int] = [:]
    /// Where the block started, if its file was cut off while it was read: then all the rest is worth nothing.
    var shrunkAt: Int?

    init(input: Int) {
        self.input = input
    }

    mutating func reject(_ reason: RejectReason, _ message: String, hint: String? = nil, at location: SourceLocation) {
        entries.append(.rejected(Reject(location: location, reason: reason, message: message, hint: hint)))
    }
}
