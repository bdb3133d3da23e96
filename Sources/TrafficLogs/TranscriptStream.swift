import ByteStreams
import OpenAIWire
import TrafficModel

/// A stream that is being put together. An object: it is large, and a look into an array copies it.
final class TranscriptStream {
    enum Kind {
        case unknown, completion, response, media
    }

    var assembler = StreamAssembler(endpoint: nil)
    private(set) var kind = Kind.unknown
    private(set) var id: StreamID?
    var timesNamed = 0
    private let line: Int
    private let offset: Int

    init(at event: SSEEvent) {
        line = event.line
        offset = event.offset
    }

    var facts: AnswerFacts { assembler.facts }

    /// Whether nothing more belongs to it, but for usage that comes late and a `[DONE]` that says so again.
    var isClosed: Bool { assembler.facts.sawDone || assembler.facts.sawClosingEvent }

    /// Whether all its choices have ended; usage may still come.
    var hasEnded: Bool { isClosed || !assembler.facts.finishReasons.isEmpty && !assembler.facts.finishReasons.contains(nil) }

    /// Whether nothing is missing of it but a `[DONE]`, if its server sends one.
    var isWhole: Bool { isClosed || hasEnded && assembler.facts.hasUsage }

    /// Whether each of its chunks had a finish reason so far.
    private(set) var endsEveryChunk = true

    var takesChunks: Bool { kind == .completion || kind == .unknown }

    /// Whether an event has this stream's id, written where the first one's was and like it: no need to read it for that.
    func isNamed(in event: SSEEvent) -> Bool {
        guard let id, !hasEnded else { return false }
        return event.data.trimmed.has(id.member, at: id.position)
    }

    /// Learns from an event that is its own.
    func take(_ mark: StreamMark) {
        switch mark.kind {
        case .chunk(let chunk):
            guard chunk.hasChoices || chunk.hasUsage else { return }
            if kind == .unknown { kind = .completion }
            if chunk.hasChoices, !chunk.hasFinish { endsEveryChunk = false }
            guard chunk.hasChoices else { return }
        case .response: kind = .response
        case .part: kind = .response; return
        case .media: kind = .media; return
        case .done, .error, .nothing: return
        }
        guard id == nil, let name = mark.id else { return }
        id = name
        timesNamed = 1
    }

    func emit(_ emit: TranscriptStreams.Emit) {
        var exchange = Exchange()
        exchange.take(assembler)
        emit(exchange, line, offset)
    }
}

/// The id in a stream's events.
struct StreamID: Equatable {
    let text: String
    /// The bytes of the member in its event, `"id":"chatcmpl-1"`, and where they stand. Within a text its quotes would be escaped.
    let member: [UInt8]
    let position: Int

    /// Of an object with an id that says something.
    init?(of object: JSONValue, in data: ByteView) {
        var found: StreamID?
        for (name, value) in object.members where name.isName("id") {
            guard let text = value.nonEmptyString else { return nil }
            let member = name.byteRange.lowerBound..<value.byteRange.upperBound
            found = StreamID(text: text, member: Array(data[member]), position: member.lowerBound)
        }
        guard let found else { return nil }
        self = found
    }

    private init(text: String, member: [UInt8], position: Int) {
        self.text = text
        self.member = member
        self.position = position
    }

    static func == (left: StreamID, right: StreamID) -> Bool { left.text == right.text }
}
