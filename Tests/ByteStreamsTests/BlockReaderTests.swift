import ByteStreams
import TestSupport
import Testing

/// Lines out of files, pipes and gzip, with blocks of every size, against a naive split at LF.
@Suite struct BlockReaderTests {
    static let texts: [String: String] = [
        "empty": "",
        "one line": "{\"a\":1}\n",
        "no last line feed": "{\"a\":1}\n{\"b\":2}",
        "CRLF": "{\"a\":1}\r\n{\"b\":2}\r\n",
        "mixed": "a\r\nb\nc\r\r\nd\re\n\rf",
        "blank lines": "\n\na\n\n  \t\n\r\nb\n\n\n",
        "only blank lines": "\n\r\n \n",
        "a mark at the start": "\u{FEFF}a\nb\n",
        "a mark in the middle": "a\n\u{FEFF}b\r\n\u{FEFF}\n\u{FEFF}c",
        "a mark alone": "\u{FEFF}",
        "line ends that are none": "one\u{2028}two\u{2029}three\u{85}four\u{B}five\u{C}six\nseven\u{2028}\n",
        "bytes of all kinds": "\u{0}\u{1}\u{1F}é漢😀\n\u{7F}\n",
        "a line of many blocks": "short\n" + String(repeating: "long ", count: 400) + "\nshort again\n",
        "many lines": (0..<300).map { "{\"n\":\($0)}\n" }.joined(),
        "a long last line": "a\n" + String(repeating: "x", count: 3_000),
    ]

    @Test(arguments: texts.keys.sorted(), InputKind.allCases)
    func givesTheLinesOfTheText(_ name: String, _ kind: InputKind) throws {
        let text = Array(try #require(BlockReaderTests.texts[name]).utf8)
        for blockSize in [1, 2, 3, 5, 7, 16, 61, 64, 65, 127, 4_096, 1 << 20] {
            #expect(try kind.read(text, blockSize: blockSize) == Reading(naively: text), "blocks of \(blockSize)")
        }
    }

    @Test(arguments: 0..<12)
    func givesTheLinesOfRandomTexts(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = ["\n", "\r\n", "\r", "a", "bc", " ", "\u{FEFF}", "\u{2028}", String(repeating: "z", count: 90)]
        let text = Array((0..<random.number(0..<80)).map { _ in random.pick(pieces) }.joined().utf8)
        for kind in InputKind.allCases {
            #expect(try kind.read(text, blockSize: random.number(1..<70)) == Reading(naively: text))
        }
    }

    /// A line of exactly the limit is read, one byte more is passed over, told, and what stands behind it is read.
    @Test(arguments: InputKind.allCases)
    func passesOverLinesThatAreTooLong(_ kind: InputKind) throws {
        for length in [63, 64, 65, 66, 127, 128, 129, 1_000] {
            for end in ["", "\n", "\nafter\n", "\r\n\nafter"] {
                let text = Array(("before\n" + String(repeating: "x", count: length) + end).utf8)
                for blockSize in [1, 7, 16, 63, 64] {
                    let expected = Reading(naively: text, limit: 64)
                    #expect(try kind.read(text, blockSize: blockSize, lineLength: 64) == expected, "\(length) bytes, \(end.debugDescription), blocks of \(blockSize)")
                }
            }
        }
        let onlyLong = Array((String(repeating: "x", count: 500) + "\n" + String(repeating: "y", count: 300)).utf8)
        #expect(try kind.read(onlyLong, blockSize: 16, lineLength: 64).passedOver == [[1, 0, 501], [2, 501, 300]])
    }

    /// The limit is on lines: a block of many short ones may be larger.
    @Test(arguments: InputKind.allCases)
    func shortLinesAreNeverPassedOver(_ kind: InputKind) throws {
        let text = Array(String(repeating: "0123456789\n", count: 100).utf8)
        let reading = try kind.read(text, blockSize: 512, lineLength: 20)
        #expect(reading.lines.count == 100)
        #expect(reading.passedOver.isEmpty)
    }

    // MARK: - Opening

    @Test func namesWhatCannotBeOpened() {
        func fault(_ path: String) -> ReadFault.Kind? {
            do throws(ReadFault) {
                _ = try BlockReader(path: path)
                return nil
            } catch { return error.kind }
        }
        func fault(_ input: some TestInput) -> ReadFault.Kind? {
            do throws(ReadFault) {
                _ = try input.open()
                return nil
            } catch { return error.kind }
        }
        #expect(fault("/nowhere/at/all") == .cannotOpen(code: 2))
        #expect(fault("/tmp") == .cannotOpen(code: 21))
        for (name, magic) in [("bzip2", [0x42, 0x5A, 0x68]), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])] {
            let bytes = (magic + [1, 2, 3]).map { UInt8($0) }
            #expect(fault(TemporaryFile(bytes)) == .unsupportedCompression(name: name))
            #expect(fault(TestPipe(bytes, pieceSize: 1)) == .unsupportedCompression(name: name))
        }
    }

    @Test(arguments: InputKind.allCases)
    func peeksWithoutConsuming(_ kind: InputKind) throws {
        let text = Array("first line\nsecond line\n".utf8)
        let storedCount = kind.stored(text).count
        let reader = try kind.input(text).open(blockSize: 16)
        #expect(reader.peek(5).string == "first")
        #expect(reader.peek(10).string == "first line")
        #expect((reader.compression == .gzip) == kind.isCompressed)
        #expect(reader.storedSize == (kind.isFile ? storedCount : nil))
        #expect(Reading(reader).texts == ["first line", "second line"])
        #expect(reader.storedBytesRead == storedCount)
    }

    /// Transcripts are read in pieces that are not cut at lines.
    @Test(arguments: InputKind.allCases)
    func givesAllBytesInChunks(_ kind: InputKind) throws {
        let text = Array((0..<500).map { "data: \($0)\r\r" }.joined().utf8)
        for blockSize in [1, 64, 1_000, 1 << 20] {
            let reader = try kind.input(text, pieceSize: 100).open(blockSize: blockSize)
            #expect(reader.peek(4).string.hasPrefix("d"))
            var bytes: [UInt8] = []
            while let chunk = try reader.nextChunk() {
                #expect(chunk.offset == bytes.count)
                bytes.append(chunk.bytes)
            }
            #expect(bytes == text)
        }
    }

    // MARK: - Files that shrink

    @Test(arguments: [InputKind.file, .gzip], [0, 3, 5_000])
    func tellsThatAFileShrank(_ kind: InputKind, _ size: Int) throws {
        // Random digits, so that gzip makes them no smaller, and more of them than are read ahead.
        var random = SeededGenerator(seed: 1)
        let text = Array((0..<20_000).map { _ in "{\"n\":\((0..<10).map { _ in "\(random.next())" }.joined())}\n" }.joined().utf8)
        let file = TemporaryFile(kind == .gzip ? Gzip.compress(text, level: 0) : text)
        let reader = try file.open(blockSize: 4_096)
        #expect(try reader.next()?.bytes.hasPrefix("{\"n\":") == true)
        file.shrink(to: size)
        let reading = Reading(reader)
        #expect(reading.fault == .shrank)
        #expect(reading.lines.count < 20_000)
        // What came before the fault stands, whole.
        #expect(reading.endsCutShort || reading.texts.allSatisfy { $0.hasPrefix("{\"n\":") && $0.hasSuffix("}") })
    }

    @Test func aBlockWhoseFileShrinksWhileItIsReadDoesNoHarm() throws {
        let line = String(repeating: "x", count: 999) + "\n"
        let file = TemporaryFile(Array(String(repeating: line, count: 1_000).utf8))
        let reader = try file.open(blockSize: 1 << 19)
        let block = try #require(try reader.next())
        #expect(block.isIntact)
        file.shrink(to: 5_000)
        var lines = 0
        block.forEachRawLine { text, _ in lines += text.count == 999 ? 1 : 0 }
        #expect(lines >= 4 && lines < 500)
        #expect(!block.isIntact)
        #expect(Reading(reader).fault == .shrank)
    }

    @Test func aReaderThatCopiesGetsWhatThereIsOrNothing() throws {
        let file = TemporaryFile(Array(String(repeating: "a\n", count: 100_000).utf8))
        let reader = try file.open(blockSize: 4_096)
        reader.copies = true
        let block = try #require(try reader.nextChunk())
        file.shrink(to: 5_000)
        #expect(block.isIntact && block.bytes.allSatisfy { $0 != 0 })
        #expect(throws: ReadFault.self) { while try reader.nextChunk() != nil {} }
    }

    @Test func aLastBlockThatIsGoneIsTold() throws {
        let file = TemporaryFile(Array("a\nb\nc\n".utf8))
        let reader = try file.open()
        file.shrink(to: 2)
        #expect(Reading(reader).fault == .shrank)
    }
}
