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
    func wouldWait(longerThan milliseconds: Int32) -> Bool { pending.isEmpty && stored.wouldWait(longerThan: milliseconds) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
        var written = 0
        while written < buffer.count, !ended {
            if pending.isEmpty {
                if written > 0, stored.wouldWait { break }
                refill()
                if pending.isEmpty {
                    written += drain(into: UnsafeMutableRawBufferPointer(rebasing: buffer[written...]))
                    continue
                }
            }
            guard insideMember || startMember() else { continue }
            let step = inflater.inflate(
                UnsafeRawBufferPointer(rebasing: input[pending]), into: UnsafeMutableRawBufferPointer(rebasing: buffer[written...]))
            pending = (pending.lowerBound + step.taken)..<pending.upperBound
            written += step.written
            memberHasBytes = true
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

    private func refill() {
        pending = 0..<0
        guard !storedEnded else { return }
        do throws(ReadFault) {
            pending = 0..<(try stored.read(into: input))
        } catch {
            fault = error
        }
        storedEnded = pending.isEmpty
    }

    /// Takes out, at the end of the stored bytes, the text for which there was no room when its bytes went in. Ends when there is no more.
    private func drain(into room: UnsafeMutableRawBufferPointer) -> Int {
        guard insideMember, memberHasBytes else {
            ended = true
            return 0
        }
        let step = inflater.inflate(UnsafeRawBufferPointer(start: nil, count: 0), into: room)
        if step.state == .memberEnded { insideMember = false }
        if step.written == 0 || step.state != .going { ended = true }
        if ended, insideMember { fault = fault ?? ReadFault(step.state == .corrupt ? .corrupt(compression) : .truncated(compression), at: storedBytesRead) }
        return step.written
    }

    /// Reads on behind the one byte that is pending: two of them mark a member.
    private func lookFurther() {
        input[0] = input[pending.lowerBound]
        do throws(ReadFault) {
            let count = try stored.read(into: UnsafeMutableRawBufferPointer(rebasing: input[1...]))
            pending = 0..<(1 + count)
        } catch {
            fault = error
            pending = 0..<1
        }
    }

    /// Looks for a further member at the front of the pending bytes; false when there is none in them.
    private func startMember() -> Bool {
        while let first = pending.first, input[first] == 0 { pending = (first + 1)..<pending.upperBound }
        guard !pending.isEmpty else { return false }
        if pending.count == 1 { lookFurther() }
        guard compression.mayStart(with: input[pending.lowerBound], pending.count == 1 ? nil : input[pending.lowerBound + 1]) else {
            var count = pending.count
            pending = 0..<0
            ended = true
            let offset = storedBytesRead - count
            // Count what is left, so that the message can say how much was ignored.
            while let more = try? stored.read(into: input), more > 0 { count += more }
            fault = fault ?? ReadFault(.bytesBehind(compression, count: count), at: offset)
            return false
        }
        inflater.reset()
        insideMember = true
        memberHasBytes = false
        return true
    }
}
