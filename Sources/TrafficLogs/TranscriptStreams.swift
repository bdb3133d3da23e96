import ByteStreams
import OpenAIWire
import TrafficModel

/// Tells a transcript's streams apart. They stand one behind the other, or between each other where several calls wrote to one file; each event
/// goes to its own by the ids in them and by what ends a stream.
///
/// Not every id is a stream's: some servers make one up for each chunk, and some proxies for a chunk of their own. So a new one begins a stream
/// only behind one that has ended, or that has shown its id twice, or where a first chunk's mark, the role, comes again.
struct TranscriptStreams {
    typealias Emit = (Exchange, _ line: Int, _ offset: Int) -> Void

    /// In the order in which they began, which is the order in which they are emitted.
    private var streams: [TranscriptStream] = []
    /// The place of the one that had the last event.
    private var current = 0
    /// Whether chunks of one stream have one id; nil until that shows.
    private var idsStay: Bool?
    /// Events that wait for it to show.
    private var undecided: [KeptEvent] = []
    private let reader = JSONReader()

    /// Streams that are held back for one before them that does not end.
    private static let heldLimit = 64
    /// Chunks without an id that comes again: then none will.
    private static let undecidedLimit = 32

    mutating func take(_ event: SSEEvent, _ emit: Emit) {
        if undecided.isEmpty, current < streams.count, streams[current].isNamed(in: event) {
            noteID()
            return streams[current].assembler.consume(event, reader)
        }
        let mark = StreamMark(event, reader)
        guard undecided.isEmpty else { return wait(event, mark, emit) }
        switch mark {
        case .done: chooseEnded(event, emit)
        case .part: choosePart(event, emit)
        case .response(let id, let isCreated): choose(response: id, isCreated: isCreated, event, emit)
        case .chunk(let id, let hasChoices, let hasRole):
            guard choose(chunk: id, hasChoices: hasChoices, hasRole: hasRole, event, emit) else { return wait(event, mark, emit) }
        case .nothing: if !isOpen { begin(event, emit) }
        }
        streams[current].assembler.consume(event, reader)
    }

    /// Ends the transcript.
    mutating func finish(_ emit: Emit) {
        if !undecided.isEmpty { decide(idsStay: false, emit) }
        for stream in streams { stream.emit(emit) }
        streams = []
    }

    // MARK: - Finding an event's stream

    private var isOpen: Bool { current < streams.count && !streams[current].isClosed }

    /// Begins a stream with an event, and emits those before it that need not be held.
    private mutating func begin(_ event: SSEEvent, _ emit: Emit) {
        if streams.count >= TranscriptStreams.heldLimit { streams.removeFirst().emit(emit) }
        while let first = streams.first, first.isClosed { streams.removeFirst().emit(emit) }
        current = streams.count
        streams.append(TranscriptStream(at: event))
    }

    /// Goes to the open stream of that name, if there is one.
    private mutating func choose(named id: StreamID) -> Bool {
        guard let place = streams.firstIndex(where: { !$0.isClosed && $0.id == id }) else { return false }
        current = place
        noteID()
        return true
    }

    private mutating func noteID() {
        streams[current].timesNamed += 1
        if streams[current].timesNamed > 1 { idsStay = true }
    }

    private mutating func name(_ id: StreamID?) {
        guard streams[current].id == nil, let id else { return }
        streams[current].id = id
        streams[current].timesNamed = 1
    }

    /// Some servers send `[DONE]` behind a closing event too.
    private mutating func chooseEnded(_ event: SSEEvent, _ emit: Emit) {
        if current < streams.count, streams[current].hasEnded { return }
        if let place = streams.lastIndex(where: { $0.hasEnded && !$0.isClosed }) {
            current = place
        } else if streams.isEmpty {
            begin(event, emit)
        }
    }

    /// Parts of a response don't say of which.
    private mutating func choosePart(_ event: SSEEvent, _ emit: Emit) {
        if isOpen { return }
        if let place = streams.lastIndex(where: { !$0.isClosed && $0.facts.endpoint == .responses }) {
            current = place
        } else {
            begin(event, emit)
        }
    }

    private mutating func choose(response id: StreamID?, isCreated: Bool, _ event: SSEEvent, _ emit: Emit) {
        if let id, choose(named: id) { return }
        let mayGoOn = isOpen && (!streams[current].facts.isRecognised || !isCreated && streams[current].facts.endpoint == .responses)
        if !mayGoOn { begin(event, emit) }
        name(id)
    }

    /// False where it can't be said yet.
    private mutating func choose(chunk id: StreamID?, hasChoices: Bool, hasRole: Bool, _ event: SSEEvent, _ emit: Emit) -> Bool {
        if let id, choose(named: id) { return true }
        guard isOpen else {
            begin(event, emit)
            name(id)
            return true
        }
        let stream = streams[current]
        // Usage may come with an id of its own.
        if let id, hasChoices {
            let isNew: Bool?
            if stream.hasEnded {
                isNew = hasRole || idsStay == true
            } else if stream.facts.endpoint == .responses || stream.timesNamed > 1 {
                isNew = true
            } else if stream.id == nil || !hasRole {
                isNew = false
            } else {
                isNew = idsStay
            }
            guard let isNew else { return false }
            if isNew { begin(event, emit) }
            name(id)
        }
        return true
    }

    // MARK: - Events that wait

    private mutating func wait(_ event: SSEEvent, _ mark: StreamMark, _ emit: Emit) {
        if case .chunk(let id?, _, _) = mark {
            if streams[current].id == id || undecided.contains(where: { $0.id == id }) {
                undecided.append(KeptEvent(event, id: id))
                return decide(idsStay: true, emit)
            }
            undecided.append(KeptEvent(event, id: id))
        } else {
            undecided.append(KeptEvent(event, id: nil))
        }
        if case .done = mark { return decide(idsStay: false, emit) }
        if undecided.count >= TranscriptStreams.undecidedLimit { decide(idsStay: false, emit) }
    }

    private mutating func decide(idsStay: Bool, _ emit: Emit) {
        self.idsStay = idsStay
        let waiting = undecided
        undecided = []
        for event in waiting { event.lend { take($0, emit) } }
    }
}

/// A stream that is being put together. An object: it is large, and a look into an array copies it.
private final class TranscriptStream {
    var assembler = StreamAssembler(endpoint: nil)
    var id: StreamID?
    var timesNamed = 0
    private let line: Int
    private let offset: Int

    init(at event: SSEEvent) {
        line = event.line
        offset = event.offset
    }

    var facts: AnswerFacts { assembler.facts }

    /// Whether nothing more belongs to it, but for a `[DONE]` that says so again.
    var isClosed: Bool { assembler.facts.sawDone || assembler.facts.sawClosingEvent }

    /// Whether all its choices have ended; usage may still come.
    var hasEnded: Bool { isClosed || !assembler.facts.finishReasons.isEmpty && !assembler.facts.finishReasons.contains(nil) }

    /// Whether an event has this stream's id, written where the first one's was and like it: no need to read it for that.
    func isNamed(in event: SSEEvent) -> Bool {
        guard let id, !isClosed else { return false }
        return event.data.trimmed.has(id.member, at: id.position)
    }

    func emit(_ emit: TranscriptStreams.Emit) {
        var exchange = Exchange()
        exchange.take(assembler)
        emit(exchange, line, offset)
    }
}

private struct StreamID: Equatable {
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

/// What an event says of the stream that it belongs to.
private enum StreamMark {
    case done
    /// A chunk of a completion, and whether it has the role that a first chunk has.
    case chunk(StreamID?, hasChoices: Bool, hasRole: Bool)
    /// All of a response, as far as it is there.
    case response(StreamID?, isCreated: Bool)
    /// A part of a response.
    case part
    case nothing

    init(_ event: SSEEvent, _ reader: JSONReader) {
        let data = event.data.trimmed
        if data.hasPrefix("[DONE]") {
            self = .done
        } else if event.name.hasPrefix("response."), event.name.hasSuffix(".delta") {
            self = .part
        } else if let value = try? reader.value(of: data), value.isObject {
            self.init(value, in: data)
        } else {
            self = .nothing
        }
    }

    private init(_ value: JSONValue, in data: ByteView) {
        if let type = value["type"], let name = type.rawString, name.hasPrefix("response.") {
            if let response = value["response"], response.isObject {
                self = .response(StreamID(of: response, in: data), isCreated: type.isString("response.created"))
            } else {
                self = .part
            }
        } else if let choices = value["choices"], choices.isArray {
            let role = choices.first?["delta"]?.present("role")
            self = .chunk(StreamID(of: value, in: data), hasChoices: !choices.isEmptyContainer, hasRole: role != nil)
        } else {
            self = .nothing
        }
    }
}

/// An event that is kept, as events are only lent.
private struct KeptEvent {
    let id: StreamID?
    private let name: [UInt8]
    private let data: [UInt8]
    private let isTerminated: Bool
    private let line: Int
    private let offset: Int

    init(_ event: SSEEvent, id: StreamID?) {
        self.id = id
        name = Array(event.name)
        data = Array(event.data)
        isTerminated = event.isTerminated
        line = event.line
        offset = event.offset
    }

    func lend(_ body: (SSEEvent) -> Void) {
        name.withView { name in
            data.withView { data in body(SSEEvent(name: name, data: data, isTerminated: isTerminated, line: line, offset: offset)) }
        }
    }
}
