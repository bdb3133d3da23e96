import ByteStreams
import OpenAIWire
import TestSupport
import Testing
import TrafficLogs

/// Raw transcripts: one stream after another.
@Suite struct TranscriptReaderTests {
    /// The calls of a transcript and the lines on which they began.
    private func read(_ transcript: [UInt8], pieceSize: Int) -> [String] {
        var reader = TranscriptReader()
        var found: [String] = []
        var rest = transcript[...]
        func take(_ exchange: Exchange, line: Int, offset: Int) {
            found.append("\(line): \(describe(exchange))")
            #expect(offset == start(ofLine: line, in: transcript))
        }
        while !rest.isEmpty {
            Array(rest.prefix(pieceSize)).withView { reader.feed($0, take) }
            rest = rest.dropFirst(pieceSize)
        }
        reader.finish(take)
        return found
    }

    /// Where a line starts; lines end at LF, CR or both.
    private func start(ofLine wanted: Int, in text: [UInt8]) -> Int {
        var line = 1
        for (place, byte) in text.enumerated() where line < wanted {
            guard byte == 0x0A || byte == 0x0D && !text[(place + 1)...].starts(with: [0x0A]) else { continue }
            line += 1
            if line == wanted { return place + 1 }
        }
        return 0
    }

    private func check(_ transcript: String, _ expected: [String]) {
        let bytes = Array(transcript.utf8)
        for size in [1, 2, 3, 7, 50, 1 << 20] { #expect(read(bytes, pieceSize: size) == expected, "pieces of \(size)") }
    }

    private func chat(_ id: String, done: Bool = true) -> String {
        transcript.replacing("c1", with: id).replacing("data: [DONE]\n\n", with: done ? "data: [DONE]\n\n" : "")
    }

    private func response(_ id: String) -> String {
        """
        event: response.created
        data: {"type":"response.created","response":{"id":"\(id)","object":"response","model":"m","status":"in_progress","usage":null}}

        event: response.completed
        data: {"type":"response.completed","response":{"id":"\(id)","object":"response","model":"m","status":"completed","output":[],"usage":{"input_tokens":10,"output_tokens":2}}}


        """
    }

    private func chatFacts(_ id: String) -> String { "\(id) chat.completions m SUCCESS \(counted) streamed" }
    private func responseFacts(_ id: String) -> String { "\(id) responses m SUCCESS \(counted) streamed" }

    @Test func readsSeveralStreams() {
        check(chat("a") + chat("b") + chat("c"), ["1: \(chatFacts("a"))", "7: \(chatFacts("b"))", "13: \(chatFacts("c"))"])
        check(response("a") + response("b"), ["1: \(responseFacts("a"))", "7: \(responseFacts("b"))"])
        check(chat("a") + response("b") + chat("c"), ["1: \(chatFacts("a"))", "7: \(responseFacts("b"))", "13: \(chatFacts("c"))"])
    }

    @Test func aDoneBehindAClosingEventBelongsToIt() {
        check(response("a") + "data: [DONE]\n\n" + response("b"), ["1: \(responseFacts("a"))", "9: \(responseFacts("b"))"])
        check(response("a") + "data: [DONE]\n\ndata: [DONE]\n\n", ["1: \(responseFacts("a"))"])
    }

    @Test func anErrorEndsItsStream() {
        let error = #"data: {"error":{"message":"overloaded"}}"# + "\n\n"
        let start = #"data: {"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"x"}}]}"# + "\n\n"
        check(start + error + chat("b"), ["1: a chat.completions m ERROR streamed", "5: \(chatFacts("b"))"])
        check(start + error, ["1: a chat.completions m ERROR streamed"])
    }

    /// A response that broke off, and the next one behind it.
    @Test func aNewResponseEndsOneThatBrokeOff() {
        let start = response("a").split(separator: "\n\n")[0] + "\n\n"
        check(start + response("b"), ["1: a responses m ERROR streamed cut", "4: \(responseFacts("b"))"])
    }

    @Test func comments() {
        check(": one\n\n: two\n" + chat("a") + "\n\n: keep-alive\n\n", ["4: \(chatFacts("a"))"])
        check(": nothing but comments\n\n", [])
        check("", [])
    }

    @Test func tornEnds() {
        check(chat("a") + #"data: {"id":"b","model":"m","choices":[{"index":0,"delta":{"content":"x"}}]}"# + "\n\n" + #"data: {"id":"b","mo"#,
            ["1: \(chatFacts("a"))", "7: b chat.completions m ERROR streamed cut"])
        let whole = chat("a", done: false)
        check(String(whole.dropLast(2)), ["1: \(chatFacts("a"))"])
        check(whole, ["1: \(chatFacts("a"))"])
    }

    @Test func countsLines() {
        var reader = TranscriptReader()
        Array("data: a\r\n\r\ndata: b\n".utf8).withView { reader.feed($0) { _, _, _ in } }
        #expect(reader.lines == 3)
    }
}
