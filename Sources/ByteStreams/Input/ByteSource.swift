#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Bytes that come one after the other.
protocol ByteSource: AnyObject {
    /// Fills the start of `buffer`; 0 means the end. A fault is thrown once, when all bytes before it were delivered.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int
    /// Stored bytes consumed so far.
    var storedBytesRead: Int { get }
    /// Whether more would have to be waited for, longer than so many milliseconds: then what is there should be worked on.
    func wouldWait(longerThan milliseconds: Int32) -> Bool
}

extension ByteSource {
    var wouldWait: Bool { wouldWait(longerThan: 0) }
}

/// A pipe, a terminal, a device: standard input, mostly.
final class DescriptorSource: ByteSource {
    private let descriptor: CInt
    private let closesAtEnd: Bool
    private(set) var storedBytesRead = 0

    init(descriptor: CInt, closesAtEnd: Bool) {
        self.descriptor = descriptor
        self.closesAtEnd = closesAtEnd
    }

    deinit {
        if closesAtEnd { close(descriptor) }
    }

    func wouldWait(longerThan milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) == 0
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
        while true {
            try awaitBytes()
            #if canImport(Glibc)
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
            let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 {
                storedBytesRead += count
                return count
            }
            if errno != EINTR { throw ReadFault(.cannotRead(code: errno), at: storedBytesRead) }
        }
    }

    /// Waits for bytes or the end, and looks up now and then: a run that is cancelled ends although nobody writes.
    private func awaitBytes() throws(ReadFault) {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, 100) == 0 {
            if Task.isCancelled { throw ReadFault(.cannotRead(code: ECANCELED), at: storedBytesRead) }
        }
    }
}

/// A source some of whose bytes were looked at already.
final class PushbackSource: ByteSource {
    private var head: [UInt8]
    private var taken = 0
    private let rest: any ByteSource

    init(head: [UInt8], rest: any ByteSource) {
        self.head = head
        self.rest = rest
    }

    var storedBytesRead: Int { rest.storedBytesRead - (head.count - taken) }

    func wouldWait(longerThan milliseconds: Int32) -> Bool { taken == head.count && rest.wouldWait(longerThan: milliseconds) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
        guard taken < head.count else { return try rest.read(into: buffer) }
        let count = min(buffer.count, head.count - taken)
        head.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<(taken + count)])) }
        taken += count
        return count
    }
}
