import ByteStreams
import TestSupport
import Testing

@Suite struct JSONValueTests {
    private func read<Result>(_ text: String, _ body: (JSONValue) throws -> Result) throws -> Result {
        try JSONReader().read(Array(text.utf8), body)
    }

    @Test(arguments: 0..<200)
    func walksWhatWasWritten(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let tree = JSONTree.random(&random, depth: 5)
            let text = tree.text(&random)
            let found = try JSONReader().read(text) { JSONTree($0) }
            #expect(found == tree, "\(String(decoding: text, as: UTF8.self))")
        }
    }

    /// Each value's range cuts out exactly its own JSON.
    @Test(arguments: 0..<50)
    func rangesCutOutValues(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let tree = JSONTree.random(&random, depth: 5)
        let text = tree.text(&random)
        func check(_ value: JSONValue, _ tree: JSONTree) throws {
            let cut = Array(text[value.byteRange])
            #expect(value.rawText.utf8.elementsEqual(cut))
            #expect(try JSONReader().read(cut) { JSONTree($0) } == tree)
            #expect(cut.first.map { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == true && cut.last.map { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == true)
            switch tree {
            case .array(let elements): for (found, element) in zip(value.elements, elements) { try check(found, element) }
            case .object(let members): for (found, member) in zip(value.members, members) { try check(found.value, member.value) }
            default: break
            }
        }
        try JSONReader().read(text) { try check($0, tree) }
    }

    @Test func findsMembersByName() throws {
        try read(#"{"a":1,"ab":2,"b":{"a":3},"a\"":4,"":5,"n":null}"#) { value in
            #expect(value["a"]?.int64 == 1)
            #expect(value["ab"]?.int64 == 2)
            #expect(value["b"]?["a"]?.int64 == 3)
            #expect(value[""]?.int64 == 5)
            #expect(value["c"] == nil)
            #expect(value["n"]?.isNull == true)
            #expect(value.present("n") == nil)
            #expect(value.present("a")?.int64 == 1)
            #expect(value["a"]?["a"] == nil)
        }
    }

    @Test func lastOfEqualNamesCounts() throws {
        try read(#"{"a":1,"b":2,"a":3}"#) { #expect($0["a"]?.int64 == 3) }
        try read(#"{"a":1,"\u0061":4}"#) { #expect($0["a"]?.int64 == 4) }
    }

    @Test func namesMayBeEscaped() throws {
        try read(#"{"mod\u0065l":"m","\u0075sage":1,"usag\u0065s":2,"ab\n":3}"#) { value in
            #expect(value["model"]?.string == "m")
            #expect(value["usage"]?.int64 == 1)
            #expect(value["ab"] == nil)
        }
    }

    @Test func valuesOfOtherKindsHaveNoMembersNorElements() throws {
        for text in ["1", "null", #""a""#, "true"] {
            try read(text) { value in
                #expect(value["a"] == nil)
                #expect(value.first == nil)
                #expect(!value.isEmptyContainer)
                #expect(Array(value.elements).isEmpty)
                #expect(Array(value.members).isEmpty)
            }
        }
        try read("[1]") { #expect($0["a"] == nil) }
        try read(#"{"a":1}"#) { #expect($0.first == nil) }
        try read("[[],{},[1]]") { #expect($0.elements.map(\.isEmptyContainer) == [true, true, false]) }
    }

    // MARK: - Numbers

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("1000", 1_000), ("1e3", 1_000), ("1E+3", 1_000), ("1000.0", 1_000), ("1000.000000000000000000000000", 1_000), ("12.50e1", 125),
        ("1000e-3", 1), ("-7", -7), ("-7.0", -7), ("9223372036854775807", .max), ("9223372036854775807.0", .max), ("0e5", 0), ("0.000", 0),
        ("9007199254740993", 9_007_199_254_740_993), ("9007199254740993.0", 9_007_199_254_740_993),
    ] as [(String, Int64)])
    func readsWholeNumbers(_ text: String, _ number: Int64) throws {
        try read(text) { #expect($0.int64 == number) }
    }

    @Test(arguments: ["1.5", "1e-1", "0.1", "9223372036854775808", "1e19", "1e400", "99999999999999999999", "9223372036854775807.5", "null", "true", #""1""#, "[]"])
    func othersAreNoWholeNumbers(_ text: String) throws {
        try read(text) { #expect($0.int64 == nil) }
    }

    @Test(arguments: ["", "-", "1x", "x", " 1", "1 ", "1.", "0x1", "1e", "١"])
    func digitsMustBeNothingElse(_ text: String) {
        #expect(Array(text.utf8).withView { $0.wholeNumber } == nil)
    }

    @Test func numbersKeepTheirDigits() throws {
        try read("[0.10, 1e3 ,-5]") { #expect($0.elements.map(\.numberText) == ["0.10", "1e3", "-5"]) }
    }

    // MARK: - Strings

    @Test(arguments: [
        (#""""#, ""), (#""plain""#, "plain"), (#""\"\\\/""#, "\"\\/"), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""\u0000\u001f""#, "\u{0}\u{1F}"),
        (#""\u00e9\u00E9""#, "éé"), (#""\u6f22""#, "漢"), (#""\ud83d\ude00""#, "😀"), (#""a\uD83D\uDE00b""#, "a😀b"), (#""\ud800""#, "\u{FFFD}"),
        (#""\udc00""#, "\u{FFFD}"), (#""\ud800x""#, "\u{FFFD}x"), (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
        (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"), ("\"\u{2028}\"", "\u{2028}"), (#""\\u0041""#, "\\u0041"), (#""x\\""#, "x\\"),
    ])
    func unescapes(_ text: String, _ string: String) throws {
        try read(text) { value in
            #expect(value.string.map { Array($0.utf8) } == Array(string.utf8))
            #expect(value.isString)
        }
        // The same by way of a buffer.
        let buffer = TextBuffer()
        let raw = Array(text.utf8.dropFirst().dropLast())
        #expect(raw.withView { buffer.fill(unescaping: $0) })
        #expect(Array(buffer.view) == Array(string.utf8))
    }

    @Test(arguments: [#"\"#, #"\x"#, #"\u"#, #"\u1"#, #"\u12"#, #"\u123"#, #"\u123g"#, #"a\u00 0"#, #"\U0041"#, #"\'"#])
    func refusesBadEscapes(_ raw: String) {
        #expect(Array(raw.utf8).withView { !TextBuffer().fill(unescaping: $0) })
    }

    @Test func buffersGrowAndAreUsedAgain() {
        let buffer = TextBuffer()
        for count in [3, 5_000, 0, 100_000, 7] {
            #expect(Array(repeating: UInt8(ascii: "x"), count: count).withView { buffer.fill(unescaping: $0) })
            #expect(buffer.view.count == count && buffer.view.allSatisfy { $0 == UInt8(ascii: "x") })
            buffer.fill(String(repeating: "y", count: count).utf8)
            #expect(buffer.view.count == count && buffer.view.allSatisfy { $0 == UInt8(ascii: "y") })
        }
    }

    @Test func comparesStrings() throws {
        try read(#"["abc","a\u0062c","ab","",1,"abc\""]"#) { value in
            #expect(value.elements.map { $0.isString("abc") } == [true, true, false, false, false, false])
            #expect(value.elements.map(\.nonEmptyString) == ["abc", "abc", "ab", nil, nil, "abc\""])
            #expect(value.elements.map(\.scalarText) == ["abc", "abc", "ab", "", "1", "abc\""])
        }
    }
}
