import ByteStreams
import FluxGateSDK
import OpenAIWire

/// What is noted of a stream while it comes: its call, put together event by event, and its transcript where somebody records.
struct StreamAccount {
    private(set) var assembler: StreamAssembler
    private let attempt: Attempt
    private var transcript: TranscriptKeeper?
    private var firstToken: Int64?

    init(_ stream: OpenedStream) {
        attempt = stream.attempt
        assembler = StreamAssembler(endpoint: stream.endpoint)
        transcript = stream.books.recorder.map { TranscriptKeeper($0.bodies) }
    }

    /// Takes the bytes of a piece before its events.
    mutating func take(_ piece: [UInt8]) {
        transcript?.take(piece)
    }

    mutating func take(_ event: SSEEvent, _ reader: JSONReader) {
        assembler.consume(event, reader)
        transcript?.take(event, reader)
        if firstToken == nil, assembler.facts.sawContent { firstToken = attempt.elapsed }
    }

    /// The record of the stream as it ends now.
    func record(error: String?) -> CallRecord {
        var record = attempt.record
        record.latency = attempt.elapsed
        record.streamDuration = firstToken.map { record.latency - $0 }
        record.error = error
        if let transcript { record.answer = .transcript(transcript.bytes) }
        return record
    }
}
