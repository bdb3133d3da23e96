import ByteStreams
import OpenAIWire
import TrafficModel

/// Tells a transcript's streams apart. They stand one behind the other, or between each other where several calls wrote to one file; each event
/// goes to its own by its id, by what kind of stream it belongs to, and by what that stream still lacks.
///
/// Not every id is a stream's: some servers make one up for each chunk, some for each choice, and some proxies for a chunk of their own. So a
/// chunk with a new id begins a stream only where it brings what a first one brings, and the stream before has ended or has shown that its id stays.
struct TranscriptStreams {
    typealias Emit = (Exchange, _ line: Int, _ offset: Int) -> Void

    /// In the order in which they began, which is the order in which they are emitted.
    private var streams: [TranscriptStream] = []
    /// The place of the one that had the last event.
    private var current = 0
    /// Whether the chunks of one stream have one id; nil until that shows.
    private var idsStay: Bool? {
        didSet { if idsStay == true { idsHaveStayed = true } }
    }
    /// Whether they had in streams before these.
    private var idsHaveStayed = false
    /// Events that wait for it to show.
    private var undecided: [KeptEvent] = []
    private let reader = JSONReader()

    /// Streams that are held back for one before them that does not end.
    private static let heldLimit = 256
    /// Chunks without an id that comes again: then none will.
    private static let undecidedLimit = 64

    mutating func take(_ event: SSEEvent, _ emit: Emit) {
        if undecided.isEmpty, current < streams.count, streams[current].isNamed(in: event) {
            noteID()
            return streams[current].assembler.consume(event, reader)
        }
        let mark = StreamMark(event, reader)
        guard undecided.isEmpty, let found = place(of: mark) else { return wait(event, mark, emit) }
        switch found {
        case .new: begin(event, emit)
        case .held(let place): current = place
        }
        if let id = mark.id, streams[current].id == id { noteID() }
        streams[current].take(mark)
        streams[current].assembler.consume(event, reader)
    }

    /// Ends the transcript.
    mutating func finish(_ emit: Emit) {
        // Of what waited, some may have to wait again.
        while !undecided.isEmpty { decide(idsStay: false, emit) }
        for stream in streams { stream.emit(emit) }
        streams = []
    }

    /// Begins a stream with an event, and emits those before it that need not be held.
    private mutating func begin(_ event: SSEEvent, _ emit: Emit) {
        // Another server may have written what comes now.
        if current >= streams.count || streams[current].isClosed || streams.allSatisfy(\.isWhole) { idsStay = nil }
        if streams.count >= TranscriptStreams.heldLimit { streams.removeFirst().emit(emit) }
        while let first = streams.first, first.isClosed { streams.removeFirst().emit(emit) }
        current = streams.count
        streams.append(TranscriptStream(at: event))
    }

    private mutating func noteID() {
        streams[current].timesNamed += 1
        if streams[current].kind == .completion, streams[current].timesNamed > 1 { idsStay = true }
    }

    // MARK: - Finding an event's stream

    private enum Place {
        case new
        case held(Int)

        init(_ place: Int?) {
            self = place.map { .held($0) } ?? .new
        }
    }

    /// Where an event belongs; nil where it can't be said yet.
    private func place(of mark: StreamMark) -> Place? {
        if let id = mark.id, let place = place(named: id, mark) { return .held(place) }
        switch mark.kind {
        case .done: return Place(placeOfEnd)
        case .response(let isCreated):
            return Place(openPlace { $0.kind == .unknown || $0.kind == .response && !isCreated })
        case .part: return Place(openPlace { $0.kind == .response } ?? openPlace { $0.kind == .unknown })
        case .media: return Place(openPlace { $0.kind == .media } ?? openPlace { $0.kind == .unknown })
        case .chunk(let chunk): return place(of: chunk, mark.id)
        case .error: return Place(openPlace { !$0.isWhole })
        case .nothing: return Place(openPlace { _ in true })
        }
    }

    /// The open stream of that name; or one that was closed before its usage came.
    private func place(named id: StreamID, _ mark: StreamMark) -> Int? {
        guard case .chunk(let chunk) = mark.kind else { return openPlace { $0.id == id } }
        // Small numbers come again as ids.
        if let place = openPlace({ $0.id == id && !($0.isWhole && chunk.hasRole && !chunk.hasUsage) }) { return place }
        guard chunk.hasUsage, !chunk.hasRole || !chunk.hasFinish else { return nil }
        return streams.lastIndex { $0.id == id && $0.kind == .completion && !$0.facts.hasUsage }
    }

    /// The last open stream that fulfils a condition: the one at hand, if it does.
    private func openPlace(_ condition: (TranscriptStream) -> Bool) -> Int? {
        func isIt(_ stream: TranscriptStream) -> Bool { !stream.isClosed && condition(stream) }
        return current < streams.count && isIt(streams[current]) ? current : streams.lastIndex(where: isIt)
    }

    /// Which stream `[DONE]` ends: some servers send it behind a closing event too; else one that has all that was to come.
    private var placeOfEnd: Int? {
        if current < streams.count, streams[current].facts.sawClosingEvent, !streams[current].facts.sawDone { return current }
        return openPlace { $0.isWhole } ?? openPlace { $0.hasEnded } ?? (current < streams.count ? current : nil)
    }

    /// For a chunk whose id, if it has one, is no open stream's.
    private func place(of chunk: StreamMark.Chunk, _ id: StreamID?) -> Place? {
        let open = openPlace { $0.takesChunks }
        if chunk.isUsage, let place = openPlace({ $0.takesChunks && $0.hasEnded && !$0.facts.hasUsage }) { return .held(place) }
        guard chunk.mayBegin else {
            // A whole answer without a text.
            if let open, let id, id != streams[open].id, chunk.hasFinish, chunk.hasUsage, streams[open].isWhole { return .new }
            return Place(open ?? (chunk.hasUsage || chunk.hasFinish ? nil : openPlace { _ in true }))
        }
        guard let open else { return .new }
        let stream = streams[open]
        if stream.kind == .unknown { return .held(open) }
        if stream.hasEnded {
            // Some servers end every chunk; but no call has two counts of its input.
            if chunk.hasFinish, stream.endsEveryChunk {
                let (input, known) = (chunk.input ?? 0, stream.facts.usage?.tokens.input ?? 0)
                if input > 0, known > 0, input != known { return .new }
                guard id != nil else { return .held(open) }
                return idsStay.map { $0 ? .new : .held(open) }
            }
            return stream.facts.hasUsage || chunk.hasRole || id != nil && idsStay == true ? .new : .held(open)
        }
        guard id != nil else { return chunk.hasRole && stream.timesNamed > 1 ? .new : .held(open) }
        guard stream.id != nil else { return chunk.hasRole && stream.facts.sawContent ? .new : .held(open) }
        if stream.timesNamed > 1 { return .new }
        if let idsStay { return idsStay ? .new : .held(open) }
        if chunk.hasRole, chunk.hasFinish, idsHaveStayed { return .new }
        return chunk.hasRole || chunk.isLegacy || idsHaveStayed ? nil : .held(open)
    }

    // MARK: - Events that wait

    private mutating func wait(_ event: SSEEvent, _ mark: StreamMark, _ emit: Emit) {
        if mark.kind == .done, let place = openPlace({ $0.isWhole && !$0.endsEveryChunk }) {
            streams[place].assembler.consume(event, reader)
            current = place
            return takeWaiting(emit)
        }
        let comesAgain = mark.id.map { id in streams.contains { !$0.isClosed && $0.id == id } || undecided.contains { $0.id == id } } ?? false
        undecided.append(KeptEvent(event, id: mark.id))
        if comesAgain {
            decide(idsStay: true, emit)
        } else if mark.kind == .done || undecided.count >= TranscriptStreams.undecidedLimit {
            decide(idsStay: false, emit)
        }
    }

    private mutating func decide(idsStay: Bool, _ emit: Emit) {
        self.idsStay = idsStay
        takeWaiting(emit)
    }

    private mutating func takeWaiting(_ emit: Emit) {
        let waiting = undecided
        undecided = []
        for event in waiting { event.lend { take($0, emit) } }
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
