import ByteStreams
import TestSupport
import Testing

/// zstd as its own program wrote it: two frames, one behind the other.
@Suite struct ZstdTests {
    private func read(_ bytes: [UInt8]) throws -> (text: [UInt8], fault: ReadFault.Kind?, notices: [ReadFault.Kind]) {
        let file = TemporaryFile(bytes)
        let reader = try BlockReader(path: file.path)
        var text: [UInt8] = []
        do throws(ReadFault) {
            while let block = try reader.next() { text += Array(block.bytes) }
        } catch { return (text, error.kind, reader.notices.map(\.kind)) }
        return (text, nil, reader.notices.map(\.kind))
    }

    #if ZSTD
    @Test func readsSeveralFrames() throws {
        let reading = try read(Fixtures.bytes("traffic/two-frames.jsonl.zst"))
        #expect(reading.fault == nil)
        #expect(try reading.text == Fixtures.bytes("traffic/generic-http-log.jsonl") + Fixtures.bytes("traffic/sse-in-string.jsonl"))
    }

    @Test func tellsDamage() throws {
        let stored = try Fixtures.bytes("traffic/two-frames.jsonl.zst")
        for cut in stride(from: 5, to: stored.count - 1, by: 37) {
            let fault = try read(Array(stored[..<cut])).fault
            #expect(fault == .truncated(.zstd) || fault == nil, "cut at \(cut)")
        }
        #expect(try read(stored.dropLast(3)).fault == .truncated(.zstd))
        #expect(try read(stored + Array("junk".utf8)).notices == [.bytesBehind(.zstd, count: 4)])
        var random = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            var bytes = stored
            bytes[random.number(4..<bytes.count)] ^= UInt8(random.number(1..<256))
            _ = try read(bytes)  // whatever comes out: no crash
        }
    }
    #else
    @Test func isRefusedByName() {
        #expect(throws: ReadFault(.unsupportedCompression(name: "zstd"), at: 0)) { try read([0x28, 0xB5, 0x2F, 0xFD, 0]) }
    }
    #endif

    @Test func bodiesAreInflatedUpToALimit() {
        let text = Array(String(repeating: "some text ", count: 10_000).utf8)
        let stored = Gzip.compress(text)
        let buffer = TextBuffer()
        func fill(_ bytes: [UInt8], limit: Int = 1 << 20) -> Bool { bytes.withView { buffer.fill(inflating: $0, as: .gzip, limit: limit) } }
        #expect(fill(stored))
        #expect(Array(buffer.view) == text)
        #expect(fill(stored + stored))
        #expect(buffer.view.count == 2 * text.count)
        #expect(fill(stored + [0x0A]))
        #expect(!fill(stored, limit: 50_000))
        #expect(!fill(stored.dropLast(9)))
        #expect(!fill([0x1F, 0x8B]))
    }
}
