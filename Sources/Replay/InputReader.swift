import ByteStreams
import TrafficLogs
import TrafficModel

/// An input that is open: its blocks one after the other, and what it is.
final class InputReader {
    enum Kind {
        /// Lines, each a record.
        case records
        /// Raw server-sent events.
        case transcript
        /// Neither: a picture, an archive. The reason is for people.
        case notALog(String)
    }

    let index: Int
    let blocks: BlockReader
    let kind: Kind
    private(set) var fault: ReadFault?
    /// Of a transcript that is being read.
    private var transcript = TranscriptReader()
    private var hasEnded = false

    init(path: String, index: Int, plan: ReplayPlan, keepsCopy: Bool) throws(ReadFault) {
        self.index = index
        blocks = try BlockReader(path: path, limits: plan.limits, keepsCopy: keepsCopy)
        if plan.readsTranscripts {
            kind = .transcript
        } else if plan.container != nil {
            kind = .records
        } else {
            kind = InputReader.kind(of: blocks.peek())
        }
    }

    /// The next block of lines; nil at the end, of which ``fault`` then tells the reason if it came too early.
    func nextBlock() -> Block? {
        do throws(ReadFault) { return try blocks.next() } catch {
            fault = error
            return nil
        }
    }

    /// Reads a transcript on: the calls that ended within the next bytes; nil when there are no more.
    func nextOfTranscript(_ processor: BlockProcessor) -> BlockResult? {
        guard !hasEnded else { return nil }
        var result = BlockResult(input: index)
        result.hasAbsoluteLines = true
        let linesBefore = transcript.lines
        var exchanges: [(Emission, SourceLocation)] = []
        var chunk: Block?
        do throws(ReadFault) { chunk = try blocks.nextChunk() } catch { fault = error }
        if let chunk {
            transcript.feed(chunk.bytes) { exchanges.append((.exchange($0), SourceLocation(input: index, line: $1, offset: $2))) }
        } else {
            transcript.finish { exchanges.append((.exchange($0), SourceLocation(input: index, line: $1, offset: $2))) }
            hasEnded = true
        }
        for (emission, location) in exchanges { processor.take(emission, of: LogContainers.transcriptName, at: location, &result) }
        result.lines = transcript.lines - linesBefore
        return result
    }

    /// Finds out from the first bytes what an input is.
    private static func kind(of head: ByteView) -> Kind {
        var text = head.startsWithBOM ? head[3..<head.count] : head
        if head.count >= 2, head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF {
            return .notALog("UTF-16 text; convert it to UTF-8 first")
        }
        text = text.trimmed
        guard let first = text.first else { return .records }
        if text.looksLikeEventStream { return .transcript }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return .records }
        return head.position(of: 0) == nil ? .records : .notALog("binary data")
    }
}
