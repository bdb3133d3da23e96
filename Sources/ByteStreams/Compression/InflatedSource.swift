/// The text of a compressed stream: all of its members, one behind the other. Zero bytes behind the last one are padding; anything else there is
/// told and left alone.
final class InflatedSource: ByteSource {
    private let stored: any ByteSource
    private let compression: Compression
    private let inflater: any Inflater
    private let input: UnsafeMutableRawBufferPointer
    private var pending: Range<Int> = 0..<0
    private var insideMember = true
    private var memberHasBytes = false
    private var storedEnded = false
    private var ended = false
    private var fault: ReadFault?

    init(stored: any ByteSource, compression: Compression, inflater: (any Inflater)? = nil) {
        self.stored = stored
        self.compression = compression
        self.inflater = inflater ?? compression.makeInflater()
        input = .allocate(byteCount: 256 << 10, alignment: 64)
    }

    deinit {
        input.deallocate()
    }

    var storedBytesRead: Int { stored.storedBytesRead - pending.count }
    var wouldWait: Bool { pending.isEmpty && stored.wouldWait }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
        var written = 0
        while written < buffer.count, !ended {
            if pending.isEmpty, !storedEnded {
                if written > 0, stored.wouldWait { break }
                try refill()
                storedEnded = pending.isEmpty
                if ended { break }
            }
            guard insideMember || startMember() else {
                if storedEnded { ended = true }
                continue
            }
            let step = inflater.inflate(
                UnsafeRawBufferPointer(rebasing: input[pending]), into: UnsafeMutableRawBufferPointer(rebasing: buffer[written...]))
            pending = (pending.lowerBound + step.taken)..<pending.upperBound
            written += step.written
            // An inflater may hold text for which there was no room; when there is none left either, the end is missing.
            if storedEnded, step.written == 0, step.state == .going {
                ended = true
                if memberHasBytes { fault = ReadFault(.truncated(compression), at: storedBytesRead) }
                break
            }
            memberHasBytes = memberHasBytes || step.taken > 0
            switch step.state {
            case .going: break
            case .memberEnded: insideMember = false
            case .corrupt:
                fault = ReadFault(.corrupt(compression), at: storedBytesRead)
                ended = true
            }
        }
        if written == 0, let fault {
            self.fault = nil
            throw fault
        }
        return written
    }

    private func refill() throws(ReadFault) {
        do throws(ReadFault) {
            pending = 0..<(try stored.read(into: input))
        } catch {
            fault = error
            ended = true
            pending = 0..<0
        }
    }

    /// Looks for a further member at the front of the pending bytes; false when there is none in them.
    private func startMember() -> Bool {
        while let first = pending.first, input[first] == 0 { pending = (first + 1)..<pending.upperBound }
        guard let first = pending.first else { return false }
        guard compression.mayStart(with: input[first]) else {
            var count = pending.count
            pending = 0..<0
            ended = true
            let offset = storedBytesRead - count
            // Count what is left, so that the message can say how much was ignored.
            while let more = try? stored.read(into: input), more > 0 { count += more }
            fault = ReadFault(.bytesBehind(compression, count: count), at: offset)
            return false
        }
        inflater.reset()
        insideMember = true
        memberHasBytes = false
        return true
    }
}
