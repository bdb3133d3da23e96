package import ByteStreams
package import TrafficModel

/// Whoever takes what the records of the inputs came to, in input order: to report on them, or to keep them for later reports.
package protocol RecordTaker: SendableMetatype {
    /// The next input begins.
    mutating func begin(input: Int)

    /// The numbers of a stretch of an input, whose records follow.
    mutating func take(_ books: borrowing BlockBooks, of input: Int) throws

    /// A call, whole as far as its own records go. Its source says where it began, which may be in an earlier input.
    mutating func take(_ call: inout NotedCall) throws

    /// A response that is still at work in the background.
    mutating func take(_ response: PendingResponse) throws

    mutating func take(_ reject: Reject) throws

    /// Records of an input that were rejected, and told of, by an earlier run.
    mutating func take(rejects: [RejectReason: Int], of input: Int)

    /// Calls that follow in this input, or that follow from other inputs, are put together of several records.
    mutating func noteParts(in input: Int) throws

    /// Records turned out to be further ones of a call, or no calls.
    mutating func countJoined(_ records: Int)
    mutating func countIgnored(_ records: Int)

    /// An input has ended.
    mutating func end(_ input: Int, _ end: InputEnd) throws

    /// All inputs have ended; calls that were still open then come before this.
    mutating func endPass() throws

    /// Calls that were still open when all inputs had ended come next.
    mutating func beginRest() throws
}

extension RecordTaker {
    // Of no interest to whoever reads all inputs anew each time.
    package mutating func noteParts(in input: Int) {}
    package mutating func beginRest() {}
}

/// How an input ended.
package struct InputEnd: Sendable {
    package var storedBytes = 0
    package var compression: Compression?
    package var fault: ReadFault?
    package var notices: [ReadFault] = []
    /// Where its last whole line ended.
    package var place: ReadingPlace?
    /// Its records stand in documents, which are written anew rather than added to.
    package var isDocument = false
    /// Before the place from which it was to be read on stands another text: nothing was read.
    package var isOtherText = false

    init() {}
}

/// How far an input was read: to the end of a line.
package struct ReadingPlace: Sendable, Hashable {
    /// Bytes of text, undone of any compression.
    package var offset = 0
    package var lines = 0
    /// How many bytes before it were looked at, and their digest: by them, whoever reads on knows that it is the same text.
    package var tailLength = 0
    package var tailDigest: [UInt8] = []

    package init() {}

    /// Bytes that are looked at, at most.
    static let longestTail = 1 << 10
}
