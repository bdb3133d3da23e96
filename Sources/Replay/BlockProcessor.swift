import ByteStreams
import OpenAIWire
import TrafficLogs
import TrafficModel

/// Turns blocks into calls with prices. Keeps its buffers between blocks; one thread at a time.
final class BlockProcessor {
    private let records: RecordReader
    private var maker: CallMaker
    /// Of documents that stand among lines.
    private let documents = JSONValueFramer(limit: DocumentPieces.limit)
    private let lineFeed: [UInt8] = [0x0A]

    init(plan: ReplayPlan) {
        records = RecordReader(forced: plan.container, mapped: plan.mapping.isEmpty ? nil : MappedLog(plan.mapping))
        maker = CallMaker(plan: plan)
    }

    /// `room`: an empty list to put calls into. Fresh ones cost more than the calls, in pages that the system has to find.
    func process(_ block: Block, input: Int, room: consuming [NotedCall] = []) -> BlockResult {
        var result = BlockResult(input: input)
        result.calls = room
        if let length = block.passedOver {
            result.books.lines = 1
            refuseLong(length, at: SourceLocation(input: input, line: 1, offset: block.offset), &result)
            return result
        }
        let counts = block.forEachLine { line, number, offset, isLast in
            let location = SourceLocation(input: input, line: number, offset: offset)
            let isTorn = isLast && block.endsCutShort
            if documents.isAtRest, read(line, at: location, mayGoOn: !isTorn, isTorn: isTorn, &result) { return }
            // A document among lines: gathered until it is whole.
            documents.move(toLine: number, offset: offset)
            documents.feed(line) { read($0, linesBefore: 0, isTorn: isTorn, &result) }
            if !isLast { lineFeed.withView { documents.feed($0) { read($0, linesBefore: 0, isTorn: isTorn, &result) } } }
        }
        result.books.isOfLines = documents.isAtRest
        documents.finish { read($0, linesBefore: 0, isTorn: block.endsCutShort, &result) }
        result.books.lines = counts.lines
        result.books.isUnfinished = block.bytes.last != 0x0A
        if !block.isIntact { result.shrunkAt = block.offset }
        return result
    }

    /// Reads a piece that a framer cut out; its lines are counted from the first one behind `linesBefore`.
    func read(_ piece: JSONPiece, linesBefore: Int, isTorn: Bool, _ result: inout BlockResult) {
        let location = SourceLocation(input: result.input, line: piece.line - linesBefore, offset: piece.offset)
        if case .passedOver(let length) = piece.ending { return refuseLong(length, at: location, &result) }
        if piece.text.isBlank { return }
        read(piece.text, at: location, mayGoOn: false, isTorn: isTorn && piece.ending == .cutShort, &result)
    }

    /// Reads a record's text, or a line; false where `mayGoOn` lets it go on behind the line, and it does.
    @discardableResult
    func read(
        _ text: ByteView, at start: SourceLocation, isOneLine: Bool = false, mayGoOn: Bool = false, isTorn: Bool, _ result: inout BlockResult
    ) -> Bool {
        func enter(_ emission: consuming Emission, _ container: (any LogContainer)?) {
            var location = start
            if !isOneLine {
                location.line += records.place.lines
                location.offset += records.place.bytes
            }
            take(emission, of: container?.name, at: location, &result)
        }
        if mayGoOn { return records.readUnlessOpen(text, enter) }
        records.read(text, isLastAndTorn: isTorn, enter)
        return true
    }

    func refuseLong(_ length: Int, at location: SourceLocation, _ result: inout BlockResult) {
        result.books.records += 1
        result.reject(.tooLong, "\(length) bytes without an end; split the file, or write its records one a line", at: location)
    }

    /// Enters an emission into the books of a block.
    func take(_ emission: consuming Emission, of container: String?, at location: SourceLocation, _ result: inout BlockResult) {
        result.books.records += 1
        if let container { result.books.count(container) }
        switch consume emission {
        case .ignored: result.books.ignored += 1
        case .rejected(let reason, let message, let hint): result.reject(reason, message, hint: hint, at: location)
        case .part(let part): result.entries.append(.part(part, container: container ?? "", at: location))
        case .session(let session):
            result.books.ignored += 1
            result.entries.append(.session(session, container: container ?? ""))
        case .exchange(let exchange):
            switch maker.make(exchange, at: location, into: &result.calls) {
            case .noCall: result.books.ignored += 1
            case .pending(let pending): result.entries.append(.pending(pending))
            case .unrecognised: result.reject(.unrecognised, "nothing of a call was recognised in this record", at: location)
            case .call: result.entries.append(.call)
            }
        }
    }
}
