#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads an input's text in blocks of whole lines: a mapped file in place, everything else through pooled buffers. Gzip and zstd are undone
/// on the way; they are recognised by their first bytes, never by a name.
///
/// For one thread at a time. The blocks it gives may go to others.
package final class BlockReader {
    package struct Limits: Sendable {
        /// The size that blocks aim at.
        package var blockSize = 1 << 20
        /// Lines longer than this, their LF not counted, are passed over and told. A limit below ``blockSize`` is taken for that size: lines that
        /// fit into a block cost nothing.
        package var lineLength = 512 << 20
        /// Give a last line that has no end in a block of its own: it may still go on when the input is read again.
        package var keepsUnfinishedLineApart = false

        package init() {}
    }

    /// The size of the input as stored; nil where nobody knows it.
    package let storedSize: Int?
    /// A copy of the input, where one was asked for and the input can't be read twice.
    package let copy: InputCopy?
    /// The size that blocks aim at.
    package var blockSize: Int { limits.blockSize }
    /// What the stored bytes are compressed with.
    package let compression: Compression?
    /// Faults that lost nothing, told when they were met.
    package private(set) var notices: [ReadFault] = []

    private let limits: Limits
    private let pool: BufferPool
    private let mapped: MappedFile?
    private let source: (any ByteSource)?
    /// Where the next block starts, in the uncompressed text.
    private var position = 0
    private var buffer: BufferPool.Buffer
    private var filled = 0
    private var sourceEnded = false
    private var pendingFault: ReadFault?
    /// Copy what is mapped: for readers who keep state from block to block, and must not be given what a file no longer holds.
    package var copies = false

    /// Opens a file, or standard input for `-`.
    ///
    /// `keepsCopy`: leave a copy of an input that can't be read twice.
    package init(path: String, limits: Limits = Limits(), keepsCopy: Bool = false) throws(ReadFault) {
        var limits = limits
        limits.lineLength = max(limits.lineLength, limits.blockSize)
        self.limits = limits
        pool = BufferPool(size: limits.blockSize)
        buffer = pool.take(atLeast: limits.blockSize)
        var opened = try OpenedInput.open(path)
        if keepsCopy, !opened.canBeReadAgain, let stream = opened.source, let copy = InputCopy() {
            opened.source = CopyingSource(stream, to: copy)
            self.copy = copy
        } else {
            copy = nil
        }
        storedSize = opened.size
        if let kind = opened.unsupported { throw ReadFault(.unsupportedCompression(name: kind), at: 0) }
        compression = opened.compression
        if let compression = opened.compression {
            mapped = nil
            let text = InflatedSource(stored: opened.source!, compression: compression)
            // A pipe's writer may pause, and then what has come is to be worked on.
            source = opened.canBeReadAgain ? ReadAheadSource(text) : text
        } else {
            mapped = opened.mapped
            source = opened.source
        }
    }

    /// Whether a path names a plain file, which is opened and read without waiting for anybody.
    package static func opensAtOnce(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The stored bytes consumed so far, for progress.
    package var storedBytesRead: Int { source?.storedBytesRead ?? position }

    /// The first bytes of the text, at most `count`, without consuming them.
    package func peek(_ count: Int = 4096) -> ByteView {
        if let mapped { return ByteView(UnsafeRawBufferPointer(rebasing: mapped.bytes.prefix(count))) }
        while filled < min(count, buffer.capacity), !sourceEnded {
            let before = filled
            fill()
            if filled > before, source?.wouldWait == true { break }
        }
        return ByteView(UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<min(filled, count)]))
    }

    /// The next block of whole lines; nil at the end. A fault is thrown once, when all blocks before it were given.
    package func next() throws(ReadFault) -> Block? {
        if let mapped { return try nextMapped(mapped) }
        return try nextBuffered()
    }

    /// The byte behind the last block, where it is known already.
    package var followingByte: UInt8? {
        if let mapped { return position < mapped.bytes.count ? mapped.bytes[position] : nil }
        return filled > 0 ? buffer.bytes[0] : nil
    }

    /// False where everything was given.
    package var mayHaveMore: Bool {
        if let mapped { return position < mapped.bytes.count }
        return !sourceEnded || filled > 0
    }

    /// Whether the next block is not there and does not come within so many milliseconds.
    package func wouldWait(longerThan milliseconds: Int32) -> Bool { !sourceEnded && source?.wouldWait(longerThan: milliseconds) == true }

    /// The next bytes as they come, not cut at lines; nil at the end.
    package func nextChunk() throws(ReadFault) -> Block? {
        if let mapped {
            let end = min(position + limits.blockSize, mapped.bytes.count)
            return try mappedBlock(mapped, end: end)
        }
        if filled == 0 { fill() }
        guard filled > 0 else { return try finish() }
        return take(filled, endsCutShort: false)
    }

    /// Goes on behind the first `offset` bytes of the text. Gives the last `length` of them; nil where the text has not so many.
    package func advance(to offset: Int, showing length: Int) -> [UInt8]? {
        if let mapped {
            guard length <= offset, offset <= mapped.bytes.count, mapped.stillHolds(offset) else { return nil }
            position = offset
            return Array(mapped.bytes[(offset - length)..<offset])
        }
        var last: [UInt8] = []
        while position < offset {
            if filled == 0 { fill() }
            guard filled > 0 else { return nil }
            let count = min(filled, offset - position)
            last += buffer.bytes[max(0, count - length)..<count]
            last.removeFirst(max(0, last.count - length))
            buffer.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer.bytes[count..<filled]))
            filled -= count
            position += count
        }
        return last
    }

    // MARK: - Mapped files

    private func nextMapped(_ file: MappedFile) throws(ReadFault) -> Block? {
        let size = file.bytes.count
        let text = ByteView(file.bytes)
        var end = min(position + limits.blockSize, size)
        if end < size {
            guard file.stillHolds(end) else { return try shrunk() }
            if let lineFeed = text[position..<end].lastPosition(of: 0x0A) {
                end = position + lineFeed + 1
            } else {
                guard file.stillHolds(size) else { return try shrunk() }
                end = text.position(of: 0x0A, from: end).map { $0 + 1 } ?? size
            }
        } else if limits.keepsUnfinishedLineApart, file.stillHolds(end), let lineFeed = text[position..<end].lastPosition(of: 0x0A) {
            end = position + lineFeed + 1
        }
        // Larger than a block: then it is one line.
        if end - position > limits.lineLength, end - position > limits.lineLength + (text[end - 1] == 0x0A ? 1 : 0) {
            defer { position = end }
            file.release(position..<end)
            return Block(bytes: .empty, offset: position, passedOver: end - position, owner: .nobody)
        }
        return try mappedBlock(file, end: end)
    }

    private func mappedBlock(_ file: MappedFile, end: Int) throws(ReadFault) -> Block? {
        let range = position..<end
        guard !range.isEmpty else { return nil }
        guard file.stillHolds(end) else { return try shrunk() }
        defer { position = end }
        if !copies, end + BufferPool.padding <= file.bytes.count {
            return Block(bytes: ByteView(UnsafeRawBufferPointer(rebasing: file.bytes[range])), offset: range.lowerBound, owner: .mapped(file, range))
        }
        // The file's last page may end right behind the text, and the JSON indexer reads a little further.
        let copy = pool.take(atLeast: range.count)
        copy.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: file.bytes[range]))
        guard file.stillHolds(end) else { return try shrunk() }
        file.release(range)
        return Block(
            bytes: ByteView(UnsafeRawBufferPointer(rebasing: copy.bytes[0..<range.count])), offset: range.lowerBound, owner: .pooled(copy, pool))
    }

    private func shrunk() throws(ReadFault) -> Block? {
        guard pendingFault == nil else { return nil }
        let fault = ReadFault(.shrank, at: position)
        pendingFault = fault
        throw fault
    }

    // MARK: - Streams

    private func nextBuffered() throws(ReadFault) -> Block? {
        var searched = 0
        while true {
            if filled < buffer.capacity, !sourceEnded { fill() }
            if sourceEnded {
                guard filled > 0 else { return try finish() }
                let isCutShort = pendingFault?.isSerious ?? false
                if limits.keepsUnfinishedLineApart, !isCutShort {
                    let text = ByteView(UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<filled]))
                    if let lineFeed = text.lastPosition(of: 0x0A) { return take(lineFeed + 1, endsCutShort: false) }
                }
                return take(filled, endsCutShort: isCutShort)
            }
            let fresh = ByteView(UnsafeRawBufferPointer(rebasing: buffer.bytes[searched..<filled]))
            if filled == buffer.capacity || source?.wouldWait == true, let lineFeed = fresh.lastPosition(of: 0x0A) {
                return take(searched + lineFeed + 1, endsCutShort: false)
            }
            if filled == buffer.capacity {
                searched = filled
                guard filled <= limits.lineLength else { return passOver() }
                grow()
            }
        }
    }

    /// Reads once into the room that is left.
    private func fill() {
        guard let source else { return sourceEnded = true }
        do throws(ReadFault) {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[filled..<buffer.capacity]))
            if count == 0 { sourceEnded = true }
            filled += count
        } catch {
            pendingFault = error
            sourceEnded = true
        }
    }

    /// Gives the first `count` buffered bytes as a block and keeps the rest for the next.
    private func take(_ count: Int, endsCutShort: Bool) -> Block {
        let given = buffer
        let rest = filled - count
        buffer = pool.take(atLeast: max(rest, limits.blockSize))
        buffer.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: given.bytes[count..<filled]))
        filled = rest
        defer { position += count }
        return Block(
            bytes: ByteView(UnsafeRawBufferPointer(rebasing: given.bytes[0..<count])), offset: position, endsCutShort: endsCutShort,
            owner: .pooled(given, pool))
    }

    private func grow() {
        let larger = pool.take(atLeast: min(buffer.capacity * 2, limits.lineLength + 1))
        larger.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<filled]))
        buffer = larger
    }

    /// Passes over a line that is longer than the limit.
    private func passOver() -> Block {
        let start = position
        var length = filled
        buffer = pool.take(atLeast: limits.blockSize)
        filled = 0
        while !sourceEnded {
            fill()
            let text = ByteView(UnsafeRawBufferPointer(rebasing: buffer.bytes[0..<filled]))
            if let lineFeed = text.position(of: 0x0A) {
                length += lineFeed + 1
                let rest = filled - (lineFeed + 1)
                buffer.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer.bytes[(lineFeed + 1)..<filled]))
                filled = rest
                break
            }
            length += filled
            filled = 0
        }
        position += length
        return Block(bytes: .empty, offset: start, passedOver: length, owner: .nobody)
    }

    private func finish() throws(ReadFault) -> Block? {
        guard let fault = pendingFault else { return nil }
        pendingFault = nil
        if fault.isSerious { throw fault }
        notices.append(fault)
        return nil
    }
}
