import ByteStreams
import TestSupport
import Testing

@Suite struct ByteViewTests {
    private func view<Result>(_ text: String, _ body: (ByteView) -> Result) -> Result {
        Array(text.utf8).withView(body)
    }

    @Test func findsBytes() {
        view("a,b,c") { view in
            #expect(view.position(of: UInt8(ascii: ",")) == 1)
            #expect(view.position(of: UInt8(ascii: ","), from: 2) == 3)
            #expect(view.position(of: UInt8(ascii: ","), from: 4) == nil)
            #expect(view.position(of: UInt8(ascii: ","), from: 5) == nil)
            #expect(view.lastPosition(of: UInt8(ascii: ",")) == 3)
            #expect(view.lastPosition(of: UInt8(ascii: "x")) == nil)
            #expect(view[2..<5].lastPosition(of: UInt8(ascii: ",")) == 1)
            #expect(view[2..<5].position(of: UInt8(ascii: "a")) == nil)
        }
        #expect(ByteView.empty.position(of: 0) == nil)
        #expect(ByteView.empty.lastPosition(of: 0) == nil)
    }

    @Test func compares() {
        view("data") { view in
            #expect(view.equals("data") && !view.equals("dat") && !view.equals("datas") && !view.equals("Data"))
            #expect(view.hasPrefix("da") && view.hasPrefix("data") && view.hasPrefix("") && !view.hasPrefix("data:"))
            #expect(view.hasSuffix("ta") && view.hasSuffix("data") && view.hasSuffix("") && !view.hasSuffix("xdata"))
            #expect(view.contains("at") && view.contains("data") && !view.contains("datum"))
            #expect(view.equals(view) && !view.equals(view[0..<3]))
        }
        #expect(!ByteView.empty.contains("a"))
        #expect(ByteView.empty.equals(""))
    }

    @Test(arguments: [
        ("X-Request-ID", true), ("x-request-id", true), ("X-REQUEST-ID", true), ("x-request-ie", false), ("x-request-i", false), ("x_request-id", false),
        ("x\u{0D}request-id", false),
    ])
    func comparesNamesWithoutCase(_ name: String, _ isEqual: Bool) {
        #expect(view(name) { $0.equalsIgnoringCase("x-request-id") } == isEqual)
    }

    /// Only letters have a case: `[` and `{` differ by the same bit.
    @Test func marksHaveNoCase() {
        #expect(!view("[") { $0.equalsIgnoringCase("{") })
        #expect(!view("@") { $0.equalsIgnoringCase("`") })
    }

    @Test(arguments: [("  a b\t\r\n", "a b"), ("", ""), (" \n ", ""), ("a", "a"), ("\u{A0}a", "\u{A0}a")])
    func trims(_ text: String, _ trimmed: String) {
        #expect(view(text) { $0.trimmed.string } == trimmed)
        #expect(view(text) { $0.isBlank } == trimmed.isEmpty)
    }

    @Test func badBytesBecomeReplacements() {
        #expect([0x61, 0xFF, 0x62].withView { $0.string } == "a\u{FFFD}b")
    }

    /// Held against the JSON reader itself: content is what makes one string of itself between quotes, so that the quote behind it is its end.
    @Test(arguments: 0..<20)
    func knowsStringContent(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var yes = 0
        for _ in 0..<200 {
            let content = (0..<random.number(0..<7)).map { _ in random.pick(["\"", "\\", "a", "\\\\", "\\\"", "n", "{", ","]) }.joined()
            let quoted = Array("[\"\(content)\"]".utf8)
            let isOneString = (try? JSONReader().read(quoted) { $0.first?.rawString?.count == content.utf8.count }) ?? false
            #expect((view(content + "\"") { $0.stringEnd(from: 0) } == content.utf8.count) == isOneString, "\(content)")
            if isOneString { yes += 1 }
        }
        #expect(yes > 20 && yes < 180)
    }
}
