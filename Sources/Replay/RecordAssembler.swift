import OpenAIWire
import TrafficModel

/// Takes results in input order, numbers their lines, and puts calls together of which several records hold a part each: behind it, a call
/// depends on no other record but those of the same id.
struct RecordAssembler<Taker: RecordTaker> {
    var taker: Taker
    private let plan: ReplayPlan
    private var joiner = PartJoiner()
    private var maker: CallMaker
    /// Lines of each input so far, and those of them that have an end.
    private var lines: [Int: Int] = [:]
    private var wholeLines: [Int: Int] = [:]

    init(plan: ReplayPlan, taker: Taker) {
        self.plan = plan
        self.taker = taker
        maker = CallMaker(plan: plan)
    }

    /// Takes a result; its list of calls is left empty, with its room, for the next block.
    mutating func commit(_ result: inout BlockResult) throws {
        let input = result.input
        var calls = 0
        let base = lines[input] ?? plan.starts[input]?.lines ?? 0
        lines[input] = base + result.books.lines
        if !result.books.isUnfinished { wholeLines[input] = lines[input] }
        try taker.take(result.books, of: input)
        for entry in result.entries {
            switch entry {
            case .call:
                result.calls[calls].priced.call.source.line += base
                try taker.take(&result.calls[calls])
                calls += 1
            case .part(let part, let container, let location):
                try taker.noteParts(in: input)
                for joined in joiner.take(part, container: container, at: location.moved(by: base)) { try commit(joined) }
            case .session(let session, let container):
                try taker.noteParts(in: input)
                joiner.takeSession(session, container: container, input: input)
            case .pending(var response):
                response.location.line += base
                try taker.take(response)
            case .rejected(var reject):
                reject.location.line += base
                try taker.take(reject)
            }
        }
        result.calls.removeAll(keepingCapacity: true)
    }

    /// A call of several records: one of them counts as the call, or as what it turned out to be; the others are joined.
    private mutating func commit(_ joined: PartJoiner.Joined) throws {
        guard !joined.isRequestOnly else { return taker.countIgnored(joined.records) }
        taker.countJoined(joined.records - 1)
        var calls: [NotedCall] = []
        switch maker.make(joined.exchange, at: joined.location, into: &calls) {
        case .call: try taker.take(&calls[0])
        case .pending(let response): try taker.take(response)
        case .noCall: taker.countIgnored(1)
        case .unrecognised:
            try taker.take(Reject(location: joined.location, reason: .unrecognised, message: "nothing of a call was recognised in these records"))
        }
    }

    mutating func end(_ input: Int, _ end: InputEnd) throws {
        var end = end
        end.place?.lines = wholeLines[input] ?? plan.starts[input]?.lines ?? 0
        try taker.end(input, end)
    }

    /// Ends a pass over the inputs: closes what is still open in it.
    mutating func endPass() throws {
        try taker.beginRest()
        for joined in joiner.finish() { try commit(joined) }
        try taker.endPass()
        lines = [:]
        wholeLines = [:]
    }
}

extension SourceLocation {
    fileprivate func moved(by lines: Int) -> SourceLocation {
        SourceLocation(input: input, line: line + lines, offset: offset)
    }
}
