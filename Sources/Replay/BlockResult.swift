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
    var books = BlockBooks()
    var entries: [Entry] = []
    /// Apart from the entries: they are large, and most entries are calls.
    var calls: [NotedCall] = []
    /// Where the block started, if its file was cut off while it was read: then all the rest is worth nothing.
    var shrunkAt: Int?

    init(input: Int) {
        self.input = input
    }

    mutating func reject(_ reason: RejectReason, _ message: String, hint: String? = nil, at location: SourceLocation) {
        entries.append(.rejected(Reject(location: location, reason: reason, message: message, hint: hint)))
    }
}

/// What a block of input holds, in numbers.
package struct BlockBooks: Sendable {
    package var lines = 0
    package var records = 0
    package var ignored = 0
    /// Records by container. A log has one or a few.
    package private(set) var containers: [(name: String, records: Int)] = []
    /// It was read line by line, and no record goes on behind it.
    package var isOfLines = true
    /// The last line has no end, and may still go on.
    package var isUnfinished = false

    package init() {}

    /// Counts records of a container.
    package mutating func count(_ container: String, _ records: Int = 1) {
        if let place = containers.firstIndex(where: { $0.name == container }) {
            containers[place].records += records
        } else {
            containers.append((container, records))
        }
    }
}
