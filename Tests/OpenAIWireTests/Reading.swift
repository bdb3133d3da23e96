import ByteStreams
import OpenAIWire
import TestSupport
import Testing
import TrafficModel

extension AnswerFacts {
    /// Reads a body written as JSON.
    init(body json: String, endpoint: Endpoint? = nil) throws {
        self.init()
        try JSONReader().read(Array(json.utf8)) { readBody($0, endpoint: endpoint) }
    }

    /// Plays a transcript in pieces of the sizes that `next` gives.
    init(transcript: [UInt8], endpoint: Endpoint? = nil, pieceSize next: () -> Int = { 1 << 20 }) {
        var assembler = StreamAssembler(endpoint: endpoint)
        var framer = SSEFramer()
        let reader = JSONReader()
        var rest = transcript[...]
        while !rest.isEmpty {
            let count = max(next(), 1)
            Array(rest.prefix(count)).withView { framer.feed($0) { assembler.consume($0, reader) } }
            rest = rest.dropFirst(count)
        }
        framer.finish { assembler.consume($0, reader) }
        self = assembler.facts
    }

    init(events: [String], endpoint: Endpoint? = nil) {
        self.init(transcript: Array(events.map { "data: \($0)\n\n" }.joined().utf8), endpoint: endpoint)
    }
}

extension Exchange {
    init(url: String? = nil, httpStatus: Int? = nil, answer: AnswerFacts = AnswerFacts()) {
        self.init()
        if let url { readURL(url) }
        self.httpStatus = httpStatus
        self.answer = answer
    }

    private func made(_ mapping: StatusMapping) -> (call: Call, notes: [Diagnostic.Name]) {
        var notes: [Diagnostic.Name] = []
        let call = call(at: SourceLocation(input: 0, line: 1, offset: 0), mapping: mapping, notes: &notes)
        return (call, notes)
    }

    func call(_ mapping: StatusMapping = .detailed) throws -> Call {
        guard kind == .call else {
            Issue.record("no call, but \(kind)")
            throw NoCall()
        }
        return made(mapping).call
    }

    func notes() -> [Diagnostic.Name] {
        kind == .call ? made(.detailed).notes : []
    }
}

struct NoCall: Error {}
