@testable import ByteStreams
import TestSupport
import Testing

/// Gzip whole and damaged, through both inflaters: they must agree on everything that a reader can see.
@Suite struct GzipTests {
    struct Outcome: Equatable {
        var text: [UInt8] = []
        var fault: ReadFault.Kind?
    }

    static let inflaters: [(name: String, make: @Sendable () -> any Inflater)] = {
        var all: [(String, @Sendable () -> any Inflater)] = [("zlib", { ZlibInflater() })]
        #if ISAL
        all.append(("ISA-L", { ISALInflater() }))
        #endif
        return all
    }()

    /// Gives stored bytes in pieces.
    private final class Pieces: ByteSource {
        private let bytes: [UInt8]
        private let size: Int
        private(set) var storedBytesRead = 0
        func wouldWait(longerThan milliseconds: Int32) -> Bool { false }

        init(_ bytes: [UInt8], size: Int) {
            self.bytes = bytes
            self.size = size
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
            let count = min(size, buffer.count, bytes.count - storedBytesRead)
            buffer.copyBytes(from: bytes[storedBytesRead..<(storedBytesRead + count)])
            storedBytesRead += count
            return count
        }
    }

    private static func inflate(_ stored: [UInt8], _ inflater: any Inflater, pieceSize: Int = 1 << 20, room: Int = 1 << 16) -> Outcome {
        let source = InflatedSource(stored: Pieces(stored, size: pieceSize), compression: .gzip, inflater: inflater)
        var outcome = Outcome()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
        defer { buffer.deallocate() }
        do throws(ReadFault) {
            while true {
                let count = try source.read(into: buffer)
                if count == 0 { break }
                outcome.text += buffer[..<count]
            }
        } catch { outcome.fault = error.kind }
        return outcome
    }

    /// Lines that shrink well, with some that do not.
    private static func sample(_ lines: Int, seed: UInt64 = 7) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return Array((0..<lines).map { "{\"n\":\($0),\"id\":\"\(random.next())\",\"text\":\"the same words again and again\"}\n" }.joined().utf8)
    }

    @Test(arguments: [0, 1, 6, 9] as [Int32])
    func inflatesInPiecesOfEverySize(_ level: Int32) {
        let text = GzipTests.sample(20)
        let stored = Gzip.compress(text, level: level)
        for (name, make) in GzipTests.inflaters {
            for pieceSize in [1, 2, 3, 7, 8, 9, 100, 1 << 20] {
                for room in [1, 2, 5, 8, 64, 1 << 16] {
                    #expect(GzipTests.inflate(stored, make(), pieceSize: pieceSize, room: room) == Outcome(text: text), "\(name), \(pieceSize), \(room)")
                }
            }
        }
    }

    @Test func readsAllMembers() {
        let text = GzipTests.sample(9)
        // The cuts lie inside lines; one member is empty.
        let members = [text[..<50], text[50..<51], text[51..<51], text[51..<300], text[300...]].map { Gzip.compress(Array($0)) }
        let stored = members.flatMap { $0 }
        for (name, make) in GzipTests.inflaters {
            for pieceSize in Array(1...40) + [1 << 20] {
                for room in [1, 3, 1 << 16] {
                    #expect(GzipTests.inflate(stored, make(), pieceSize: pieceSize, room: room) == Outcome(text: text), "\(name), \(pieceSize), \(room)")
                }
            }
            let padded = stored + Array(repeating: 0, count: 700)
            let between = members[0] + [0, 0, 0] + members[1...].flatMap { $0 } + [0]
            for pieceSize in [1, 5, 1 << 20] {
                #expect(GzipTests.inflate(padded, make(), pieceSize: pieceSize) == Outcome(text: text), "\(name)")
                #expect(GzipTests.inflate(between, make(), pieceSize: pieceSize) == Outcome(text: text), "\(name)")
            }
        }
    }

    @Test func tellsBytesBehindTheLastMember() {
        let text = GzipTests.sample(3)
        let stored = Gzip.compress(text)
        for garbage in [[1], Array("garbage".utf8), [0x1F, 0x00], [0x1F, 0x8C, 0x08], Array(repeating: 0x78, count: 300_000)] as [[UInt8]] {
            for padding in [0, 3] {
                for (name, make) in GzipTests.inflaters {
                    for pieceSize in [1, 4_096] where garbage.count * 3 < pieceSize * 100_000 {
                        let outcome = GzipTests.inflate(stored + Array(repeating: 0, count: padding) + garbage, make(), pieceSize: pieceSize)
                        #expect(outcome == Outcome(text: text, fault: .bytesBehind(.gzip, count: garbage.count)), "\(name), \(garbage.prefix(8)), \(pieceSize)")
                    }
                }
            }
        }
    }

    @Test func garbageLosesNothing() throws {
        let file = TemporaryFile(Gzip.compress(GzipTests.sample(3)) + Array("xyz".utf8))
        let reading = Reading(try file.open())
        #expect(reading.lines.count == 3)
        #expect(reading.fault == nil && !reading.endsCutShort)
        #expect(reading.notices == [.bytesBehind(.gzip, count: 3)])
    }

    @Test func emptyTextIsNoFault() throws {
        let stored = Gzip.compress([])
        for (_, make) in GzipTests.inflaters {
            #expect(GzipTests.inflate(stored, make()) == Outcome())
            #expect(GzipTests.inflate(stored + stored, make(), pieceSize: 1) == Outcome())
        }
        #expect(Reading(try TemporaryFile(stored).open()) == Reading(naively: []))
    }

    // MARK: - Damage

    /// Cut at every byte: what zlib alone can still make of it comes out, and the fault is told.
    @Test(arguments: [0, 1, 6] as [Int32])
    func keepsWhatATornFileHolds(_ level: Int32) {
        let text = GzipTests.sample(12)
        let stored = Gzip.compress(text, level: level)
        for cut in 2..<stored.count {
            let torn = Array(stored[..<cut])
            let expected = Outcome(text: Gzip.textOfTorn(torn, limit: text.count), fault: .truncated(.gzip))
            for (name, make) in GzipTests.inflaters {
                #expect(GzipTests.inflate(torn, make()) == expected, "\(name), cut at \(cut) of \(stored.count)")
                // Little room: what the inflater holds back at the end of its input has to come out too.
                #expect(GzipTests.inflate(torn, make(), pieceSize: 5, room: 7) == expected, "\(name), cut at \(cut) of \(stored.count)")
            }
        }
    }

    @Test func keepsTheLinesOfATornFile() throws {
        let text = GzipTests.sample(6)
        let whole = Reading(naively: text)
        let stored = Gzip.compress(text)
        for cut in 2..<stored.count {
            for blockSize in [1, 50, 4_096] {
                let reading = Reading(try TemporaryFile(Array(stored[..<cut])).open(blockSize: blockSize))
                #expect(reading.fault == .truncated(.gzip))
                let rest = Gzip.textOfTorn(Array(stored[..<cut]), limit: text.count)
                let lineFeeds = rest.count(where: { $0 == 0x0A })
                #expect(reading.lines.prefix(lineFeeds).elementsEqual(whole.lines.prefix(lineFeeds)))
                #expect(reading.lines.count == lineFeeds + (rest.last == 0x0A || rest.isEmpty ? 0 : 1))
                #expect(reading.endsCutShort == (reading.lines.count > lineFeeds))
            }
        }
    }

    @Test func tellsATornSecondMember() {
        let text = GzipTests.sample(4)
        let first = Gzip.compress(Array(text[..<150]))
        let second = Gzip.compress(Array(text[150...]))
        for cut in 1..<second.count {
            let stored = first + second[..<cut]
            for (name, make) in GzipTests.inflaters {
                for pieceSize in [1, 1 << 20] {
                    let outcome = GzipTests.inflate(stored, make(), pieceSize: pieceSize)
                    #expect(outcome.fault == .truncated(.gzip), "\(name), cut at \(cut)")
                    #expect(outcome.text.starts(with: text[..<150]) && text.starts(with: outcome.text), "\(name), cut at \(cut)")
                }
            }
        }
    }

    /// A wrong byte anywhere is found, or did no harm: never a wrong text that passes for right.
    @Test(arguments: [0, 6] as [Int32])
    func neverTakesAWrongTextForRight(_ level: Int32) {
        let text = GzipTests.sample(6)
        let stored = Gzip.compress(text, level: level)
        var found = 0
        for position in 2..<stored.count {
            for flip in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
                var damaged = stored
                damaged[position] ^= flip
                var outcomes: [Outcome] = []
                for (name, make) in GzipTests.inflaters {
                    for (pieceSize, room) in [(1 << 20, 1 << 16), (7, 11)] {
                        let outcome = GzipTests.inflate(damaged, make(), pieceSize: pieceSize, room: room)
                        if outcome.fault == nil { #expect(outcome.text == text, "\(name), byte \(position) by \(flip)") } else { found += 1 }
                        outcomes.append(outcome)
                    }
                }
                #expect(outcomes.allSatisfy { ($0.fault == nil) == (outcomes[0].fault == nil) }, "byte \(position) by \(flip): \(outcomes.map(\.fault))")
            }
        }
        #expect(found > stored.count * 3)
    }

    /// Names, comments, extra fields and a checksum of their own in a member's head.
    @Test func readsHeadsWithExtras() {
        let text = GzipTests.sample(2)
        let body = Gzip.compress(text)[10...]
        let heads: [[UInt8]] = [
            [0x1F, 0x8B, 8, 0x08, 0, 0, 0, 0, 0, 3] + Array("traffic.jsonl\0".utf8),
            [0x1F, 0x8B, 8, 0x10, 0, 0, 0, 0, 0, 3] + Array("a comment\0".utf8),
            [0x1F, 0x8B, 8, 0x04, 0, 0, 0, 0, 0, 3, 4, 0, 1, 2, 3, 4],
            [0x1F, 0x8B, 8, 0x1C, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9] + Array("n\0c\0".utf8),
        ]
        for head in heads {
            for (name, make) in GzipTests.inflaters {
                for pieceSize in [1, 1 << 20] {
                    #expect(GzipTests.inflate(head + body + head + body, make(), pieceSize: pieceSize) == Outcome(text: text + text), "\(name)")
                }
            }
        }
    }

    // MARK: - Writing

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
    func writesWhatItReads(_ size: Int) throws {
        var random = SeededGenerator(seed: UInt64(size))
        let text = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let writer = GzipWriter()
        var stored: [UInt8] = []
        var rest = text[...]
        while !rest.isEmpty {
            let count = random.number(0..<100_000)
            try writer.write(Array(rest.prefix(count))) { stored += $0 }
            rest = rest.dropFirst(count)
        }
        try writer.finish { stored += $0 }
        for (name, make) in GzipTests.inflaters { #expect(GzipTests.inflate(stored, make()) == Outcome(text: text), "\(name)") }
    }
}
