import ByteStreams
import TestSupport
import Testing

/// Values cut out of a stream, whatever the pieces in which it comes.
@Suite struct JSONValueFramerTests {
    private struct Found: Equatable {
        var text: String
        var line: Int
        var offset: Int
        var ending: JSONPiece.Ending = .closed
    }

    private func pieces(_ text: String, size: Int, limit: Int = 1 << 20) -> [Found] {
        let framer = JSONValueFramer(limit: limit)
        var found: [Found] = []
        func take(_ piece: JSONPiece) { found.append(Found(text: piece.text.string, line: piece.line, offset: piece.offset, ending: piece.ending)) }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            Array(bytes[start..<min(start + size, bytes.count)]).withView { framer.feed($0, take) }
        }
        framer.finish(take)
        return found
    }

    /// The same, for every size of the pieces; nil where they differ.
    private func pieces(_ text: String) -> [Found]? {
        let whole = pieces(text, size: max(text.utf8.count, 1))
        for size in 1...max(text.utf8.count, 1) where pieces(text, size: size) != whole { return nil }
        return whole
    }

    private func texts(_ text: String) -> [String]? {
        pieces(text)?.map { $0.ending == .closed ? $0.text : "\($0.ending): \($0.text.replacing("\n", with: "/"))" }
    }

    @Test func cutsDocumentsArraysAndLines() {
        #expect(pieces("{\n \"a\": [1, {\"b\": \"}]\\\"\"}]\n}\n{}\n") == [
            Found(text: "{\n \"a\": [1, {\"b\": \"}]\\\"\"}]\n}", line: 1, offset: 0), Found(text: "{}", line: 4, offset: 29),
        ])
        #expect(texts("[\n  {\"a\":1},\n  {\"b\":[[]]}\n]\n{\"c\":1}") == [#"{"a":1}"#, #"{"b":[[]]}"#, #"{"c":1}"#])
        #expect(texts("[{\"a\":1},{\"b\":2}]") == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(texts("{\"a\":1},\n{\"b\":2},\n") == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(texts("[[1],2,\"x\"]") == ["[1]", "2", "\"x\""])
        #expect(texts("\u{FEFF}{\"a\":1}\n\u{FEFF}{\"b\":2}") == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(texts("plain words\r\n42\n{}") == ["plain words\r", "42", "{}"])
        #expect(texts("") == [])
        #expect(texts(" \n[\n]\n") == ["[]"])
    }

    @Test func aBrokenValueCostsItselfAlone() {
        #expect(texts("{\n\"a\" 1\n}\n{\"b\":2}") == ["broken: {/\"a\" 1/}", #"{"b":2}"#])
        #expect(texts("[{\"a\":1},{\"b\" 2},{\"c\":3}]") == [#"{"a":1}"#, "broken: {\"b\" 2}", #"{"c":3}"#])
        #expect(texts("{\"a\":\"torn\n{\"b\":2}\n") == ["broken: {\"a\":\"torn", #"{"b":2}"#])
        #expect(texts("{\"a\":\"torn\n42\n[]\nx\n{}") == ["broken: {\"a\":\"torn", "42", "[]", "x", "{}"])
        #expect(texts("{\"a\":1,\n42\n{}") == ["broken: {\"a\":1,/", "42", "{}"])
        #expect(texts("{\"a\":1,\n{\"b\":2}\n{\"c\":3}") == ["broken: {\"a\":1,/", #"{"b":2}"#, #"{"c":3}"#])
        #expect(texts("{\"a\":\n{\"b\":2}\n") == ["broken: {\"a\":/", #"{"b":2}"#])
        #expect(texts("[\n  {\n    \"a\": {\n  },\n  {\"b\": 2}\n]") == ["broken: {/    \"a\": {/  },/  ", #"{"b": 2}"#])
        #expect(texts("[\n") == ["cutShort: ["])
        #expect(texts("{\n  \"a\": [\n    1,") == ["cutShort: {/  \"a\": [/    1,"])
    }

    @Test func aValueOverTheLimitIsPassedOver() {
        let long = "{\"a\":\"" + String(repeating: "x", count: 100) + "\"}"
        for size in [1, 7, 40] {
            let found = pieces("{}\n\(long)\n{\"b\":1}", size: size, limit: 50)
            #expect(found.map(\.ending) == [.closed, .passedOver(length: long.utf8.count), .closed], "pieces of \(size)")
            #expect(found.last == Found(text: #"{"b":1}"#, line: 3, offset: 4 + long.utf8.count))
        }
    }

    @Test func nestingHasALimit() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(pieces(deep, size: 1000).last?.ending != .closed)
        #expect(pieces("{\"a\":" + String(repeating: "[", count: 600) + String(repeating: "]", count: 600) + "}\n{}", size: 100).map(\.ending) == [.broken, .closed])
    }

    /// Values of random shape in random dress come out as they went in.
    @Test(arguments: 0..<60) func readsWhatWasWritten(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var text = ""
        var expected: [String] = []
        for _ in 0..<8 {
            let values = (0..<random.number(1..<4)).map { _ in "{\"v\":" + value(&random, depth: 0) + "}" }
            expected += values
            switch random.number(0..<3) {
            case 0: text += values.joined(separator: "\n") + "\n"
            case 1: text += "[" + values.joined(separator: random.pick([",", ",\n", "\n,\n  "])) + "]\n"
            default: text += values.joined(separator: ",\n") + random.pick(["\n", "\r\n", ",\n"])
            }
        }
        for size in [1, 2, 3, 5, 17, 4096] { #expect(pieces(text, size: size).map(\.text) == expected, "pieces of \(size)") }
    }

    private func value(_ random: inout SeededGenerator, depth: Int) -> String {
        let space = random.pick(["", " ", "\n", "\n    ", "\r\n\t"])
        switch random.number(0..<(depth > 4 ? 4 : 6)) {
        case 0: return random.pick(["0", "-1.5e3", "true", "null"])
        case 1: return random.pick([#""""#, #""a\"b""#, #""\\""#, #""{[,]}:""#, "\"\u{2028}é\""])
        case 2: return "[" + space + "]"
        case 3: return "{" + space + "}"
        case 4: return "[" + space + (0..<random.number(1..<4)).map { _ in value(&random, depth: depth + 1) }.joined(separator: "," + space) + "]"
        default:
            return "{" + space + (0..<random.number(1..<4)).map { "\"k\($0)\"" + space + ":" + value(&random, depth: depth + 1) }.joined(separator: "," + space) + space + "}"
        }
    }

    /// Damage never crashes it, and what it says does not depend on the pieces.
    @Test(arguments: 0..<200) func damageDoesNotDependOnThePieces(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = Array("[\n  {\"a\": [1, {\"b\": \"x\\\"\"}]},\n  {\"c\": null}\n]\n{\"d\": 1}\n{\n  \"e\": {}\n}\ntext\n{\"f\":2}\n".utf8)
        for _ in 0..<random.number(1..<5) {
            let at = random.number(0..<bytes.count)
            switch random.number(0..<3) {
            case 0: bytes.remove(at: at)
            case 1: bytes.insert(random.pick(Array("{}[]\",:\n\\ 1".utf8)), at: at)
            default: bytes[at] = random.pick(Array("{}[]\",:\n\\ x".utf8))
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(pieces(text) != nil)
    }
}
