import ByteStreams
import CSimdJSON
import TestSupport
import Testing

/// Which texts are JSON. simdjson's own parser is the reference; it differs from us on purpose in four points, each with a test: it checks
/// escapes of strings that nobody reads, wants surrogates in pairs, refuses numbers that a machine word can't hold, and skips a byte order mark.
@Suite struct JSONReaderTests {
    private func fault(_ text: [UInt8]) -> JSONFault.Kind? {
        text.withView { view in
            do throws(JSONFault) {
                _ = try JSONReader().value(of: view)
                return nil
            } catch { return error.kind }
        }
    }

    private func domAccepts(_ text: [UInt8]) -> Bool {
        fg_dom_accepts(text, text.count) != 0
    }

    @Test(arguments: [
        "{}", "[]", "null", "true", "false", "0", "-0", "1", "-1.5", "1e3", "1E+3", "1e-3", "0.0", "10.25e10", #""""#, #""a""#,
        " \t\r\n{ } \n", "[1,2,3]", "[ 1 , 2 ]", #"{"a":1}"#, #"{ "a" : [ { "b" : null } ] , "c" : "d" }"#, #"{"":0}"#, #"{"a":1,"a":2}"#,
        #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#, #"["a]b","c}d","e,f","g:h"]"#, #"{"a\"b":1}"#, "\"\u{2028}\u{2029}\u{85}\u{7F}é😀\"", "[[],{},[[]]]",
        #"[true,false,null]"#, #"["\\"]"#, #"["\\\"]"]"#, "9223372036854775807", "-9223372036854775808", "18446744073709551615",
    ])
    func takes(_ text: String) {
        let text = Array(text.utf8)
        #expect(fault(text) == nil)
        #expect(domAccepts(text))
        #expect(JSONGrammar.accepts(text))
    }

    @Test(arguments: [
        // Commas and colons
        "[1,]", "[,1]", "[1,,2]", "[,]", #"{"a":1,}"#, #"{,"a":1}"#, #"{"a":1,,"b":2}"#, "{,}", #"{"a"}"#, #"{"a",1}"#, #"{"a"::1}"#, #"{"a" 1}"#, #"{:1}"#,
        #"["a":1]"#, "[1 2]", #"["a""b"]"#, #"{"a":1 "b":2}"#, #"{"a":1:2}"#, "1,", ",", ":", "[1:2]",
        // Names
        "{1:2}", "{a:1}", "{null:1}", #"{{}:1}"#, "{'a':1}",
        // Numbers
        "01", "-01", "+1", "-", "1.", ".5", "1.e3", "1e", "1e+", "1e-", "--1", "1-2", "0x10", "1_000", "1,000", "NaN", "Infinity", "-Infinity", "1a", "1.2.3",
        "1e2e3", "１", "[1.]", "[-]", #"{"a":01}"#,
        // Words
        "True", "TRUE", "nul", "nulll", "tru", "truefalse", "undefined", "[nul]", "[true false]", "t", "f", "n", "None",
        // Glued
        "1 2", "{}{}", "[]1", "1[]", "nulltrue", #""a"b"#, #"true"x""#, #""a""b""#, #"{"a":1}x"#, "{} {}",
        // Unclosed and too often closed
        "{", "[", "[[", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, "[1", "[1,", #"["a"#, #"""#, #""a\"#, #""a\""#, "}", "]", "{]", "[}", "[1}", #"{"a":1]"#, "[]]",
        "[{]}", #"{"a":[}]"#,
        // White space that is none
        "", " ", "\n", "\u{0B}1", "1\u{0C}", "\u{A0}1", "[\u{2028}1]", "/*a*/1", "//a\n1", "#1",
    ])
    func refuses(_ text: String) {
        let text = Array(text.utf8)
        #expect(fault(text) != nil)
        #expect(!domAccepts(text))
        #expect(!JSONGrammar.accepts(text))
    }

    @Test(arguments: [
        [0x22, 0x00, 0x22], [0x22, 0x0A, 0x22], [0x22, 0x09, 0x22], [0x22, 0x1F, 0x22],  // raw control characters in a string
        [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],  // no UTF-8
        [0x31, 0x00], [0x00], [0x7B, 0x7D, 0x00], [0x5B, 0x01, 0x5D],
    ])
    func refusesBytes(_ text: [UInt8]) {
        #expect(fault(text) != nil)
        #expect(!domAccepts(text))
        #expect(!JSONGrammar.accepts(text))
    }

    @Test func saysWhatIsWrong() {
        let faults: [(String, JSONFault.Kind)] = [
            ("", .empty), ("  ", .empty), (#"{"a":"#, .cutShort), (#"{"a":"b"#, .cutShort), ("[1,2", .cutShort), ("[1,]", .unexpected), ("tru", .unexpected),
            ("\"\n\"", .badString), ("{}{}", .unexpected),
        ]
        for (text, kind) in faults { #expect(fault(Array(text.utf8)) == kind, "\(text)") }
        #expect(fault([0x22, 0xFF, 0x22]) == .badUTF8)
    }

    @Test func saysWhere() throws {
        let places: [(String, Int)] = [(#"{"a":tru}"#, 5), ("[1,]", 3), (#"{"a" 1}"#, 5), ("[1}", 2), ("{} x", 3), ("  [1", 4)]
        for (text, offset) in places {
            let found = #expect(throws: JSONFault.self) { try JSONReader().read(Array(text.utf8)) { _ in } }
            #expect(found?.offset == offset, "\(text)")
        }
    }

    @Test(arguments: ["[", #"{"a":"#])
    func takesNestingUpToItsLimit(_ opening: String) {
        func nested(_ depth: Int) -> [UInt8] {
            let closing = opening == "[" ? "]" : "}"
            return Array((String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)).utf8)
        }
        let limit = JSONReader.maximumDepth
        #expect(fault(nested(limit)) == nil)
        #expect(domAccepts(nested(limit)))
        #expect(fault(nested(limit + 1)) == .tooDeep)
        #expect(fault(nested(200_000)) == .tooDeep)
        #expect(fault(Array(String(repeating: opening, count: 200_000).utf8)) == .tooDeep)
    }

    @Test(arguments: [#""\x""#, #""\u12""#, #""\u12G4""#, #""\ ""#, #"{"a":"\'"}"#])
    func leavesBadEscapesToThoseWhoReadTheString(_ text: String) throws {
        let text = Array(text.utf8)
        #expect(!domAccepts(text))
        try JSONReader().read(text) { value in
            let string = value["a"] ?? value
            #expect(string.string == nil)
        }
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#])
    func takesSurrogatesWithoutTheirPartners(_ text: String) throws {
        #expect(!domAccepts(Array(text.utf8)))
        #expect(try JSONReader().read(Array(text.utf8)) { $0.string?.unicodeScalars.contains("\u{FFFD}") } == true)
    }

    @Test(arguments: ["18446744073709551616", "-9223372036854775809", "[12345678901234567890123456789]", "1e400"])
    func takesNumbersOfAnySize(_ text: String) {
        #expect(fault(Array(text.utf8)) == nil)
        #expect(!domAccepts(Array(text.utf8)))
    }

    @Test func leavesTheByteOrderMarkToTheFramers() {
        #expect(fault([0xEF, 0xBB, 0xBF] + Array("{}".utf8)) == .unexpected)
    }

    // MARK: - Fuzz

    @Test(arguments: 0..<8)
    func agreesOnMutatedTexts(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let reader = JSONReader()
        let marks = Array(#"{}[]:,"\ 0123456789.eE+-truefalsn"#.utf8) + [0x0A, 0x09, 0x01, 0xC3, 0xA9, 0xFF]
        var accepted = 0
        for _ in 0..<2_000 {
            var tree = JSONTree.random(&random, depth: random.number(1..<5))
            var text = tree.text(&random)
            if random.once(in: 10) {
                tree = .null
                text = []
            }
            for _ in 0..<random.number(0..<4) {
                let place = random.number(0..<(text.count + 1))
                switch random.number(0..<5) {
                case 0: text.insert(random.pick(marks), at: place)
                case 1 where place < text.count: text.remove(at: place)
                case 2 where place < text.count: text[place] = random.pick(marks)
                case 3: text.removeSubrange(place...)
                default:
                    let end = min(text.count, place + random.number(0..<9))
                    text.insert(contentsOf: text[place..<end], at: random.number(0..<(text.count + 1)))
                }
            }
            let ours = text.withView { (try? reader.value(of: $0)) != nil }
            let shown = String(decoding: text, as: UTF8.self)
            #expect(ours == JSONGrammar.accepts(text, checksEscapes: false), "\(shown)")
            if !JSONGrammar.hasHugeNumber(text) { #expect(domAccepts(text) == JSONGrammar.accepts(text), "\(shown)") }
            if ours { accepted += 1 }
        }
        // Both answers occur.
        #expect(accepted > 200 && accepted < 1_800)
    }

    // MARK: - Several values

    @Test func readsGluedValues() throws {
        let text = Array(#" {"a":[1]}{"b":2} [3]"x""y" 4 null"#.utf8)
        var texts: [String] = []
        try text.withView { view throws(JSONFault) in try JSONReader().values(of: view) { texts.append($0.rawText) } }
        #expect(texts == [#"{"a":[1]}"#, #"{"b":2}"#, "[3]", #""x""#, #""y""#, "4", "null"])
    }

    @Test func deliversValuesBeforeAFault() {
        var texts: [String] = []
        let text = Array(#"{"a":1}{"b":2}{"c":}{"d":4}"#.utf8)
        #expect(throws: JSONFault(.unexpected, at: 19)) {
            try text.withView { view throws(JSONFault) in try JSONReader().values(of: view) { texts.append($0.rawText) } }
        }
        #expect(texts == [#"{"a":1}"#, #"{"b":2}"#])
    }

    @Test func readsOneTextAfterAnother() throws {
        let reader = JSONReader()
        for count in [1, 5_000, 3, 60_000, 2] {
            let text = Array(("[" + Array(repeating: "7", count: count).joined(separator: ",") + "]").utf8)
            #expect(try reader.read(text) { $0.elements.reduce(0) { $0 + ($1.int64 ?? 0) } } == Int64(count) * 7)
        }
    }
}
