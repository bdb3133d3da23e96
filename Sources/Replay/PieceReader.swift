import ByteStreams
import OpenAIWire
import TrafficLogs
import TrafficModel

/// Reads an input in which lines are no records: piece after piece, in order, on one thread.
///
/// Places are counted like those of a block: lines from where the piece started, so that what began earlier has a number below 1.
protocol PieceReader: AnyObject {
    /// Whether the input is a document, or several: it is written anew where a log grows.
    var readsDocuments: Bool { get }

    func take(_ block: Block, _ processor: BlockProcessor, _ result: inout BlockResult)

    /// Ends the input. `isTorn`: damage ended it.
    func finish(isTorn: Bool, _ processor: BlockProcessor, _ result: inout BlockResult)
}

/// Raw server-sent events.
final class TranscriptPieces: PieceReader {
    var readsDocuments: Bool { false }
    private var transcript = TranscriptReader()

    func take(_ block: Block, _ processor: BlockProcessor, _ result: inout BlockResult) {
        read(processor, &result) { transcript.feed(block.bytes, $0) }
    }

    func finish(isTorn: Bool, _ processor: BlockProcessor, _ result: inout BlockResult) {
        read(processor, &result) { transcript.finish($0) }
    }

    private func read(_ processor: BlockProcessor, _ result: inout BlockResult, _ body: ((Exchange, Int, Int) -> Void) -> Void) {
        let before = transcript.lines
        var exchanges: [(exchange: Exchange, line: Int, offset: Int)] = []
        body { exchanges.append(($0, $1, $2)) }
        for (exchange, line, offset) in exchanges {
            let location = SourceLocation(input: result.input, line: line - before, offset: offset)
            processor.take(.exchange(exchange), of: LogContainers.transcriptName, at: location, &result)
        }
        result.books.lines = transcript.lines - before
    }
}

/// JSON values that span lines, or stand in an array.
final class DocumentPieces: PieceReader {
    var readsDocuments: Bool { true }

    /// The largest value that is held.
    static let limit = 256 << 20

    private let framer = JSONValueFramer(limit: limit)
    private var hasStarted = false
    private var endsWithLineFeed = true

    func take(_ block: Block, _ processor: BlockProcessor, _ result: inout BlockResult) {
        if !hasStarted { framer.move(toLine: 1, offset: block.offset) }
        hasStarted = true
        let before = framer.currentLine
        framer.feed(block.bytes) { processor.read($0, linesBefore: before - 1, isTorn: false, &result) }
        result.books.lines = framer.currentLine - before
        endsWithLineFeed = block.bytes.last == 0x0A
    }

    func finish(isTorn: Bool, _ processor: BlockProcessor, _ result: inout BlockResult) {
        let before = framer.currentLine
        framer.finish { processor.read($0, linesBefore: before - 1, isTorn: isTorn, &result) }
        result.books.lines = endsWithLineFeed ? 0 : 1
    }
}

/// Text that is read line by line.
final class TextPieces: PieceReader {
    let readsDocuments: Bool
    private let name: String
    private let reader: any TextLogReader
    private var line = 1

    init(_ log: any TextLog) {
        readsDocuments = log is YAMLCassetteLog
        name = log.name
        reader = log.makeReader()
    }

    func take(_ block: Block, _ processor: BlockProcessor, _ result: inout BlockResult) {
        let before = line
        if let length = block.passedOver {
            processor.refuseLong(length, at: SourceLocation(input: result.input, line: 1, offset: block.offset), &result)
            line += 1
        }
        block.forEachRawLine { line, offset in
            reader.take(line, at: TextPlace(line: self.line, offset: offset)) { take($0, before, processor, &result) }
            self.line += 1
        }
        result.books.lines = line - before
    }

    func finish(isTorn: Bool, _ processor: BlockProcessor, _ result: inout BlockResult) {
        reader.finish(isTorn: isTorn) { take($0, line, processor, &result) }
    }

    private func take(_ item: TextLogItem, _ before: Int, _ processor: BlockProcessor, _ result: inout BlockResult) {
        let location = SourceLocation(input: result.input, line: item.place.line - before + 1, offset: item.place.offset)
        switch item.content {
        case .emission(let emission): processor.take(emission, of: name, at: location, &result)
        case .record(let json): json.withView { _ = processor.read($0, at: location, isOneLine: true, isTorn: false, &result) }
        }
    }
}
