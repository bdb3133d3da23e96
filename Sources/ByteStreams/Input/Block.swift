/// Some whole lines of an input's text.
///
/// Owns its bytes (or a share in the mapped file); lines are lent out of it.
@safe package final class Block: @unchecked Sendable {  // immutable after creation
    /// The text of the lines, with bytes readable behind it as the JSON indexer wants.
    package let bytes: ByteView
    /// Where the text starts, in the uncompressed input.
    package let offset: Int
    /// True where damage to the input ended it within the last line.
    package let endsCutShort: Bool
    /// True where the block stands for one line that was longer than the limit: it has no bytes, and this many were passed over.
    package let passedOver: Int?

    private let owner: Owner

    enum Owner {
        case pooled(BufferPool.Buffer, BufferPool)
        case mapped(MappedFile, Range<Int>)
        case nobody
    }

    init(bytes: ByteView, offset: Int, endsCutShort: Bool = false, passedOver: Int? = nil, owner: Owner) {
        self.bytes = bytes
        self.offset = offset
        self.endsCutShort = endsCutShort
        self.passedOver = passedOver
        self.owner = owner
    }

    deinit {
        switch owner {
        case .pooled(let buffer, let pool): pool.give(buffer)
        case .mapped(let file, let range): file.release(range)
        case .nobody: break
        }
    }

    /// False where the file no longer held all of the block when this was asked: then what was read of it is worth nothing.
    package var isIntact: Bool {
        if case .mapped(let file, let range) = owner { file.stillHolds(range.upperBound) } else { true }
    }

    /// Whether a value that spans lines seems to go on behind the block: a glance at where it ends, which costs nothing a line.
    ///
    /// `next`: the byte behind the block, where it is known.
    package func seemsToEndWithinValue(next: UInt8?) -> Bool {
        func goesOn(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || #""}],"#.utf8.contains(byte) }
        if let next { if goesOn(next) { return true } }
        let text = bytes.trimmed
        guard let last = text.last else { return false }
        if "{[,:".utf8.contains(last) { return true }
        guard next == nil else { return false }
        let lastLine = text[(text.lastPosition(of: 0x0A).map { $0 + 1 } ?? 0)..<text.count]
        return lastLine.first.map(goesOn) ?? false
    }

    /// Calls `body` with each line, blank ones too, as it stands: without its line feed.
    package func forEachRawLine(_ body: (_ line: ByteView, _ offset: Int) -> Void) {
        var start = 0
        while start < bytes.count {
            let end = bytes.position(of: 0x0A, from: start) ?? bytes.count
            body(bytes[start..<end], offset + start)
            start = end + 1
        }
    }

    /// Calls `body` with each line that is not blank: the line without its end, a CR before it or a BOM in front, its number within the block
    /// (from 1) and its offset in the input. Returns the numbers of lines and of blank ones.
    ///
    /// Lines end at LF alone: U+2028, U+2029 and U+0085 may stand raw inside JSON strings.
    package func forEachLine(_ body: (_ line: ByteView, _ number: Int, _ offset: Int, _ isLast: Bool) -> Void) -> (lines: Int, blank: Int) {
        var number = 0
        var blank = 0
        var start = 0
        while start < bytes.count {
            let lineFeed = bytes.position(of: 0x0A, from: start)
            let end = lineFeed ?? bytes.count
            number += 1
            var line = bytes[start..<end]
            if let last = line.last, last == 0x0D { line = line[0..<(line.count - 1)] }
            var lineOffset = offset + start
            // Also in the middle: files with a BOM of their own get concatenated.
            if line.startsWithBOM {
                line = line[3..<line.count]
                lineOffset += 3
            }
            if line.isBlank {
                blank += 1
            } else {
                body(line, number, lineOffset, lineFeed == nil)
            }
            start = end + 1
        }
        return (number, blank)
    }
}
