import ByteStreams
import OpenAIWire
import TrafficLogs
import TrafficModel

/// Puts calls together of which several records hold a part each.
///
/// Open calls wait for their rest. When there are too many of them, the one that was touched longest ago is closed as it stands: memory is
/// bounded, whatever a log leaves unfinished.
struct PartJoiner {
    /// Requests that may wait for their answers, a little under 1 kB each: two Batches of the largest size.
    static let requestLimit = 100_000
    /// Other calls that may be open at a time, about 3 kB each.
    static let limit = 10_000
    /// Openings that may wait for their stream.
    private static let openingLimit = 1_000

    /// A call that is whole, or as whole as it gets.
    struct Joined {
        var exchange: Exchange
        /// Where its answer began.
        var location: SourceLocation
        /// Records that it was made of.
        var records: Int
        /// Nothing but a request was found: no call.
        var isRequestOnly: Bool
    }

    private struct Key: Hashable {
        var container: String
        var key: String
    }

    fileprivate struct Open {
        var exchange: Exchange
        var location: SourceLocation
        var records = 0
        /// Nothing but requests so far.
        var isRequestOnly = true
        var hasRequest = false
        /// All of the answer has come.
        var isWhole = false
        var assembler: StreamAssembler?
        var framer: SSEFramer?
        var start: Timestamp?
        var firstContent: Timestamp?
        var last: Timestamp?
        var touched: Int
    }

    private var requests: [Key: WaitingRequest] = [:]
    /// The records of one container in one input.
    private struct Place: Hashable {
        var container: String
        var input: Int
    }

    private var open: [Key: Open] = [:]
    private var sessions: [Place: SessionFacts] = [:]
    /// The key of the last part, for those that name none.
    private var latest: [Place: String] = [:]
    /// Parts that wait for the next one with a key.
    private var openings: [Place: [(part: CallPart, location: SourceLocation)]] = [:]
    private var clock = 0
    private let reader = JSONReader()

    /// Facts for the calls that follow in the same input and container.
    mutating func takeSession(_ session: SessionFacts, container: String, input: Int) {
        let place = Place(container: container, input: input)
        var facts = session
        if let known = sessions[place] { facts.complete(from: known) }
        sessions[place] = facts
    }

    /// Takes a part; gives the calls that are closed by it.
    mutating func take(_ part: CallPart, container: String, at location: SourceLocation) -> [Joined] {
        let place = Place(container: container, input: location.input)
        switch part.owner {
        case .key(let key):
            latest[place] = part.isLast ? nil : key
            var closed: [Joined] = []
            for opening in openings.removeValue(forKey: place) ?? [] {
                closed += take(opening.part, key: key, container: container, at: opening.location)
            }
            return closed + take(part, key: key, container: container, at: location)
        case .latest:
            // What ends no stream that is known opens one without a name.
            guard let key = latest[place] ?? (part.isLast ? nil : "unnamed, of input \(location.input)") else {
                return [PartJoiner.alone(part, at: location)]
            }
            latest[place] = part.isLast ? nil : key
            return take(part, key: key, container: container, at: location)
        case .next:
            // Openings that nothing follows must not pile up.
            guard openings[place, default: []].count < PartJoiner.openingLimit else { return [PartJoiner.alone(part, at: location)] }
            openings[place, default: []].append((part, location))
            return []
        }
    }

    /// A piece of no call that is known.
    private static func alone(_ part: CallPart, at location: SourceLocation) -> Joined {
        Joined(exchange: part.exchange, location: location, records: 1, isRequestOnly: true)
    }

    private mutating func take(_ part: CallPart, key: String, container: String, at location: SourceLocation) -> [Joined] {
        clock += 1
        let key = Key(container: container, key: key)
        if part.isRequestAlone, open[key] == nil { return wait(part.exchange, key, at: location) }

        var closed: [Joined] = []
        // A further answer under the name of a call that only waits for its request is a call of its own: batches use each other's names.
        if !part.isRequestOnly, let waiting = open[key], waiting.isWhole {
            open[key] = nil
            closed.append(close(waiting, container: container))
        }
        var call = open.removeValue(forKey: key) ?? begin(key, at: location)
        call.add(part, at: location, reader)
        call.touched = clock
        if part.isLast { call.isWhole = true }
        // A call that waited for its request is closed by it.
        if call.isWhole, !part.awaitsRequest || call.hasRequest {
            closed.append(close(call, container: container))
        } else {
            open[key] = call
            if open.count > PartJoiner.limit { closed += closeOldest() }
        }
        return closed
    }

    /// Keeps a request until its answer comes.
    private mutating func wait(_ exchange: Exchange, _ key: Key, at location: SourceLocation) -> [Joined] {
        if requests[key]?.take(exchange) == nil { requests[key] = WaitingRequest(exchange, at: location) }
        guard requests.count > PartJoiner.requestLimit else { return [] }
        // Answers that far behind their requests are counted without them.
        let oldest = requests.sorted { $0.value.location < $1.value.location }.prefix(PartJoiner.requestLimit / 10)
        return oldest.map { key, request in
            requests[key] = nil
            return Joined(exchange: request.exchange, location: request.location, records: request.count, isRequestOnly: true)
        }
    }

    /// Opens a call, with its request where that was met before.
    private mutating func begin(_ key: Key, at location: SourceLocation) -> Open {
        guard let request = requests[key] else { return Open(exchange: Exchange(), location: location, touched: clock) }
        let call = Open(exchange: request.exchange, location: request.location, records: 1, hasRequest: true, start: request.exchange.time, touched: clock)
        request.answer()
        requests[key] = request.count > 0 ? request : nil
        return call
    }

    /// Closes what is still open, in the order of the input.
    mutating func finish() -> [Joined] {
        let unanswered = requests.values.map { Joined(exchange: $0.exchange, location: $0.location, records: $0.count, isRequestOnly: true) }
        let rest = open.map { close($0.value, container: $0.key.container) }
        requests = [:]
        open = [:]
        sessions = [:]
        let unfollowed = openings.values.joined().map { PartJoiner.alone($0.part, at: $0.location) }
        openings = [:]
        return (rest + unanswered + unfollowed).sorted { $0.location < $1.location }
    }

    /// Closes a tenth of the open calls at once, so that looking for the oldest costs little a call.
    private mutating func closeOldest() -> [Joined] {
        let oldest = open.sorted { $0.value.touched < $1.value.touched }.prefix(PartJoiner.limit / 10)
        return oldest.map { key, call in
            open[key] = nil
            return close(call, container: key.container)
        }
    }

    private func close(_ given: Open, container: String) -> Joined {
        var call = given
        call.end(reader)
        if let session = sessions[Place(container: container, input: call.location.input)] { call.exchange.fill(from: session) }
        return Joined(exchange: call.exchange, location: call.location, records: call.records, isRequestOnly: call.isRequestOnly)
    }
}

extension PartJoiner.Open {
    fileprivate mutating func add(_ part: CallPart, at location: SourceLocation, _ reader: JSONReader) {
        records += 1
        if part.isRequestOnly {
            hasRequest = true
        } else if isRequestOnly {
            // The answer begins with the first record that is more than a request.
            self.location = location
            isRequestOnly = false
        }
        let time = part.exchange.time
        exchange.fill(from: part.exchange)
        start = start ?? time
        if let time { last = max(last ?? time, time) }

        switch part.piece {
        case nil: break
        case .event(let data):
            var stream = assembler ?? StreamAssembler(endpoint: exchange.urlEndpoint)
            data.withView { stream.consume(SSEEvent(name: .empty, data: $0, isTerminated: true), reader) }
            assembler = stream
        case .transcript(let bytes):
            var stream = assembler ?? StreamAssembler(endpoint: exchange.urlEndpoint)
            var framer = framer ?? SSEFramer()
            bytes.withView { framer.feed($0) { stream.consume($0, reader) } }
            assembler = stream
            self.framer = framer
        }
        if firstContent == nil, assembler?.facts.sawContent == true || part.exchange.answer.sawContent { firstContent = time }
    }

    fileprivate mutating func end(_ reader: JSONReader) {
        guard var stream = assembler else { return setLatency() }
        if var framer { framer.finish { stream.consume($0, reader) } }
        let known = exchange.answer
        exchange.take(stream)
        exchange.answer.fill(from: known)
        setLatency()
    }

    /// Times of arrival, where nobody measured: from the first record to the last one.
    private mutating func setLatency() {
        guard records > 1, let start, let last, last > start else { return }
        exchange.latency = exchange.latency ?? last.microseconds - start.microseconds
        if exchange.answer.isStream, let firstContent, firstContent < last {
            exchange.streamDuration = exchange.streamDuration ?? last.microseconds - firstContent.microseconds
        }
    }
}

extension CallPart {
    /// Whether the part is a request and nothing else, which can be kept small until its answer comes.
    fileprivate var isRequestAlone: Bool {
        isRequestOnly && piece == nil && exchange.httpStatus == nil && exchange.latency == nil && !exchange.answer.sawContent
    }
}

extension SessionFacts {
    /// An update of a session may name no more than what it changes.
    fileprivate mutating func complete(from earlier: SessionFacts) {
        guard earlier.exchange.context.sessionID == exchange.context.sessionID else { return }
        exchange.answer.model = exchange.answer.model ?? earlier.exchange.answer.model
        transcriptionModel = transcriptionModel ?? earlier.transcriptionModel
    }
}

extension Exchange {
    /// Takes from the session what this call of it does not say. Transcribing what the user said is a call to a model of its own.
    fileprivate mutating func fill(from session: SessionFacts) {
        guard answer.endpoint == .transcriptions else { return fill(from: session.exchange) }
        context.fill(from: session.exchange.context)
        request.model = request.model ?? session.transcriptionModel
    }
}
