import ByteStreams
import Crypto
import TrafficLogs
import TrafficModel

/// An input that is open: its blocks one after the other, and what it is.
final class InputReader {
    enum Kind {
        /// Lines, each a record.
        case records
        /// Read in pieces that are not lines.
        case pieces(any PieceReader)
        /// Neither: a picture, an archive. The reason is for people.
        case notALog(String)
        /// Not the text that an earlier run read the beginning of.
        case otherText
    }

    let index: Int
    let blocks: BlockReader
    /// Lines may turn out to be documents on the way: see ``nextBlock()``.
    private(set) var kind: Kind
    private(set) var fault: ReadFault?
    /// Read, and not yet given.
    private var held: Block?
    private var hasEnded = false
    private var hasShrunk = false
    private var place: ReadingPlace
    /// The last bytes before it.
    private var tail: [UInt8]?

    init(path: String, index: Int, plan: ReplayPlan, keepsCopy: Bool) throws(ReadFault) {
        self.index = index
        place = plan.starts[index] ?? ReadingPlace()
        blocks = try BlockReader(path: path, limits: plan.limits, keepsCopy: keepsCopy)
        if plan.readsTranscripts {
            kind = .pieces(TranscriptPieces())
        } else if let log = plan.textLog {
            kind = .pieces(TextPieces(log))
        } else {
            kind = InputReader.kind(of: blocks.peek(), mayBeText: plan.container == nil)
        }
        if let start = plan.starts[index] {
            let tail = blocks.advance(to: start.offset, showing: start.tailLength)
            if tail.map({ Array(SHA256.hash(data: $0)) }) != start.tailDigest { kind = .otherText }
        }
        if case .pieces = kind { blocks.copies = true }
    }

    /// Whether the next block is there, or comes soon: a pipe's writer may pause.
    var isReady: Bool { held != nil || !blocks.wouldWait(longerThan: 20) }

    /// Whether all of its text takes no more room than a block does.
    var fitsInBlock: Bool { blocks.compression == nil && blocks.storedSize.map { $0 <= blocks.blockSize } ?? false }

    /// Whether a block's result is to be counted; blocks are asked about in the order of the input. From the first one on that its file did not
    /// hold to the end, none is.
    func counts(_ result: borrowing BlockResult) -> Bool {
        guard let offset = result.shrunkAt, !hasShrunk else { return !hasShrunk }
        hasShrunk = true
        fault = ReadFault(.shrank, at: offset)
        return false
    }

    /// How reading ended.
    var end: InputEnd {
        var end = InputEnd()
        end.storedBytes = blocks.storedBytesRead
        end.compression = blocks.compression
        end.fault = fault
        end.notices = blocks.notices
        end.place = place
        if let tail {
            end.place?.tailLength = tail.count
            end.place?.tailDigest = Array(SHA256.hash(data: tail))
        }
        switch kind {
        case .records: break
        case .pieces(let reader): end.isDocument = reader.readsDocuments
        case .notALog: end.isDocument = true
        case .otherText: end.isOtherText = true
        }
        return end
    }

    /// The next block of lines; nil at the end, of which ``fault`` then tells the reason if it came too early.
    ///
    /// nil also where a value seems to go on behind the block: from there on the input is read as documents, which ``kind`` then says.
    func nextBlock() -> Block? {
        guard case .records = kind, !hasShrunk, let block = read({ () throws(ReadFault) in try blocks.next() }) else { return nil }
        moveBehind(block)
        guard block.passedOver == nil, block.seemsToEndWithinValue(next: blocks.followingByte), blocks.mayHaveMore else { return block }
        held = block
        kind = .pieces(DocumentPieces())
        blocks.copies = true
        return nil
    }

    /// What the next piece came to; nil when there are no more.
    func nextPiece(_ reader: any PieceReader, _ processor: BlockProcessor) -> BlockResult? {
        guard !hasEnded else { return nil }
        var result = BlockResult(input: index)
        result.books.isOfLines = false
        let block: Block?
        if let first = held {
            block = first
            held = nil
        } else if reader is TextPieces {
            block = read { () throws(ReadFault) in try blocks.next() }
        } else {
            block = read { () throws(ReadFault) in try blocks.nextChunk() }
        }
        if let block {
            reader.take(block, processor, &result)
        } else {
            reader.finish(isTorn: fault != nil, processor, &result)
            hasEnded = true
        }
        return result
    }

    /// Moves behind a block, if that ends with a line.
    private func moveBehind(_ block: Block) {
        guard block.passedOver != nil || block.bytes.last == 0x0A else { return }
        place.offset = block.offset + (block.passedOver ?? block.bytes.count)
        tail = Array(block.bytes[max(0, block.bytes.count - ReadingPlace.longestTail)..<block.bytes.count])
    }

    private func read(_ next: () throws(ReadFault) -> Block?) -> Block? {
        do throws(ReadFault) { return try next() } catch {
            fault = error
            return nil
        }
    }

    /// Finds out from the first bytes what an input is.
    private static func kind(of head: ByteView, mayBeText: Bool) -> Kind {
        var text = head.startsWithBOM ? head[3..<head.count] : head
        if head.count >= 2, head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF {
            return .notALog("UTF-16 text; convert it to UTF-8 first")
        }
        if let log = LogContainers.texts.first(where: { (mayBeText || $0 is YAMLCassetteLog) && $0.recognises(text) }) { return .pieces(TextPieces(log)) }
        text = text.trimmed
        guard let first = text.first else { return .records }
        if mayBeText, text.looksLikeEventStream { return .pieces(TranscriptPieces()) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return !text.opensDocument || text.startsWithWholeLine ? .records : .pieces(DocumentPieces())
        }
        guard mayBeText else { return .records }
        return head.position(of: 0) == nil ? .records : .notALog("binary data")
    }
}

extension ByteView {
    /// Whether the first line seems to hold whole values: one that the text breaks off in is taken for a long line of JSON lines, unless it is
    /// an array, whose elements then are the records.
    fileprivate var startsWithWholeLine: Bool {
        guard let lineFeed = position(of: 0x0A) else { return first == UInt8(ascii: "{") }
        let line = self[0..<lineFeed].trimmed
        do throws(JSONFault) {
            try JSONReader().values(of: line) { _ in }
            return true
        } catch {
            // Damage to a line is not what makes it a document; an open bracket is, and a comma behind the value.
            return error.kind != .cutShort && line.last != UInt8(ascii: ",")
        }
    }
}
