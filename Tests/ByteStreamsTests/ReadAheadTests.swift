@testable import ByteStreams
import Synchronization
import Testing

/// Reading ahead: the same bytes, so many ahead and no more, and an end to it.
@Suite struct ReadAheadTests {
    /// What a source has done, for whoever looks from another thread.
    private final class Trace: Sendable {
        let given = Atomic<Int>(0)
        let isGone = Atomic<Bool>(false)
    }

    /// Counts upwards, byte by byte.
    private final class Counter: ByteSource {
        private let length: Int
        private let fault: ReadFault?
        private let trace: Trace
        private(set) var storedBytesRead = 0
        func wouldWait(longerThan milliseconds: Int32) -> Bool { false }

        init(length: Int, fault: ReadFault? = nil, trace: Trace = Trace()) {
            self.length = length
            self.fault = fault
            self.trace = trace
        }

        deinit {
            trace.isGone.store(true, ordering: .sequentiallyConsistent)
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
            let count = min(buffer.count, length - storedBytesRead, 100_003)
            if count == 0, let fault { throw fault }
            for place in 0..<count { buffer[place] = UInt8(truncatingIfNeeded: storedBytesRead + place) }
            storedBytesRead += count
            trace.given.add(count, ordering: .sequentiallyConsistent)
            return count
        }
    }

    private func read(_ source: ReadAheadSource, room: Int) throws(ReadFault) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
        defer { buffer.deallocate() }
        let count = try source.read(into: buffer)
        return Array(buffer[..<count])
    }

    @Test(arguments: [0, 1, 100_003, 5_000_000]) func theBytesAreTheSame(_ length: Int) throws {
        let source = ReadAheadSource(Counter(length: length))
        var bytes: [UInt8] = []
        while case let more = try read(source, room: 77_777), !more.isEmpty { bytes += more }
        #expect(bytes == (0..<length).map { UInt8(truncatingIfNeeded: $0) })
        #expect(source.storedBytesRead == length)
        #expect(try read(source, room: 10).isEmpty, "the end stays the end")
    }

    @Test func aFaultIsToldOnceBehindAllBytes() throws {
        let source = ReadAheadSource(Counter(length: 300_000, fault: ReadFault(.shrank, at: 300_000)))
        var count = 0
        let fault = #expect(throws: ReadFault.self) {
            while case let more = try read(source, room: 50_000), !more.isEmpty { count += more.count }
        }
        #expect(count == 300_000 && fault?.kind == .shrank)
        #expect(try read(source, room: 10).isEmpty)
    }

    @Test func soManyBytesAheadAndNoMoreUntilNobodyWantsThem() async throws {
        let trace = Trace()
        var source: ReadAheadSource? = ReadAheadSource(Counter(length: 1 << 40, trace: trace))
        _ = try read(try #require(source), room: 1)
        var before = -1
        while case let given = trace.given.load(ordering: .sequentiallyConsistent), given != before {
            before = given
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(before <= ReadAheadSource.capacity)
        source = nil
        while !trace.isGone.load(ordering: .sequentiallyConsistent) { try await Task.sleep(for: .milliseconds(5)) }
    }
}
