import ByteStreams
import TestSupport
import Testing

/// Server-sent events in pieces of every size, against a naive reading of the whole.
@Suite struct SSEFramerTests {
    struct Event: Equatable {
        var name: String
        var data: String
        var isTerminated = true
        var line: Int
    }

    private static func events(_ transcript: [UInt8], pieceSize: Int, emptyBetween: Bool = true) -> (events: [Event], lines: Int) {
        var framer = SSEFramer()
        var events: [Event] = []
        func take(_ event: SSEEvent) {
            events.append(Event(name: event.name.string, data: event.data.string, isTerminated: event.isTerminated, line: event.line))
        }
        var start = 0
        while start < transcript.count {
            let end = min(start + pieceSize, transcript.count)
            Array(transcript[start..<end]).withView { framer.feed($0, take) }
            if emptyBetween { framer.feed(.empty, take) }
            start = end
        }
        framer.finish(take)
        return (events, framer.lines)
    }

    /// The standard's words, one after the other, over the whole text.
    private static func reference(_ transcript: [UInt8]) -> (events: [Event], lines: Int) {
        let text = transcript
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == 0x0D || text[index] == 0x0A {
                lines.append(line)
                line = []
                if text[index] == 0x0D, index + 1 < text.count, text[index + 1] == 0x0A { index += 1 }
            } else {
                line.append(text[index])
            }
            index += 1
        }
        if !line.isEmpty { lines.append(line) }
        if let first = lines.first, first.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0].removeFirst(3) }

        var events: [Event] = []
        var name = ""
        var data: [String] = []
        var begun: Int?
        func dispatch(_ isTerminated: Bool) {
            if !data.isEmpty { events.append(Event(name: name, data: data.joined(separator: "\n"), isTerminated: isTerminated, line: begun ?? 0)) }
            (name, data, begun) = ("", [], nil)
        }
        for (number, bytes) in lines.enumerated() {
            if bytes.isEmpty {
                dispatch(true)
                continue
            }
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            let field = String(decoding: bytes[..<colon], as: UTF8.self)
            var value = bytes[colon...].dropFirst()
            if value.first == 0x20 { value = value.dropFirst() }
            let text = String(decoding: value, as: UTF8.self)
            if field == "data" { data.append(text) }
            if field == "event" { name = text }
            if field == "data" || field == "event" { begun = begun ?? number + 1 }
        }
        dispatch(false)
        return (events, lines.count)
    }

    static let transcripts: [String] = [
        "",
        "\n",
        "data: a\n\n",
        "data:a\n\ndata:  two spaces\n\ndata:\tone tab\n\n",
        "data: lf\n\ndata: crlf\r\n\r\ndata: cr\r\rdata: mixed\r\n\ndata: end\n\r\n",
        "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n",
        "\u{FEFF}data: after a mark\n\n",
        "\u{FEFF}\ndata: a blank line behind the mark\n\n",
        "\u{FEFF}: comment\n\u{FEFF}data: a mark in the middle is part of a field's name\n\ndata: b\n\n",
        ": comment\n:\n::\ndata: a\n: between\ndata: b\n\n",
        "event: named\ndata: a\n\nevent: no data\n\ndata: the name is gone\n\n",
        "event: first\nevent: second\ndata: a\n\n",
        "event:\ndata: a\n\n",
        "data\n\ndata\ndata\n\ndata:\n\n",
        "id: 7\nretry: 100\nfoo: bar\ndata: a\nid\n\nretry: x\n\n",
        "Data: a\n\nDATA: b\n\n data: c\n\ndatax: d\n\ndata : e\n\ndata: f\n\n",
        "data: {\"a\":1,\ndata:  \"b\":2}\n\n",
        "data: a:b: c\n\n",
        "data: last",
        "data: last\n",
        "data: last\r",
        "data: last\r\n",
        "data: a\n\nevent: x\ndata: last",
        "data: a\n\nevent: x",
        "data: a\n\n: comment",
        "data: a\n\n\n\n\ndata: b\n\n",
        "data: one\u{2028}line\u{2029}with\u{85}marks\u{B}and\u{C}feeds\n\n",
        "data: é漢😀\n\ndata: \u{0}\n\n",
        "\r\r\rdata: a\r\r",
        "data: a\r",
        "\n\r\n\rdata: a\n\rdata: b\r\n\r",
    ]

    @Test(arguments: transcripts)
    func readsInPiecesOfEverySize(_ text: String) {
        let transcript = Array(text.utf8)
        let (events, lines) = SSEFramerTests.reference(transcript)
        for size in 1...(max(transcript.count, 1)) {
            for emptyBetween in [false, true] {
                let found = SSEFramerTests.events(transcript, pieceSize: size, emptyBetween: emptyBetween)
                #expect(found.events == events, "in pieces of \(size)")
                #expect(found.lines == lines, "in pieces of \(size)")
            }
        }
    }

    @Test(arguments: 0..<20)
    func readsRandomTranscripts(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let pieces = ["data:", "data", "event:", " ", "x", "\n", "\r", "\r\n", "\n\n", ":", "id: 1", "é", "\u{FEFF}", "{\"a\":\"b\"}"]
            let transcript = Array((0..<random.number(0..<30)).map { _ in random.pick(pieces) }.joined().utf8)
            let reference = SSEFramerTests.reference(transcript)
            let found = SSEFramerTests.events(transcript, pieceSize: random.number(1..<12))
            #expect(found.events == reference.events, "\(String(decoding: transcript, as: UTF8.self).debugDescription)")
            #expect(found.lines == reference.lines)
        }
    }

    /// What the reference itself has to say about the finer points.
    @Test func followsTheStandard() {
        func data(_ text: String) -> [String] { SSEFramerTests.events(Array(text.utf8), pieceSize: 3).events.map(\.data) }
        #expect(data("data\n\ndata\ndata\n\ndata:") == ["", "\n", ""])
        #expect(data("data:  a\n\n") == [" a"])
        #expect(data("data: +2\ndata: -1\n\n") == ["+2\n-1"])
        #expect(data("event: x\n\nid: 1\n\n:c\n\n") == [])
        #expect(SSEFramerTests.events(Array(": c\n\nevent: x\nid: 1\ndata: a\n\n\ndata: b".utf8), pieceSize: 1).events == [
            Event(name: "x", data: "a", line: 3), Event(name: "", data: "b", isTerminated: false, line: 8),
        ])
    }

    /// CR alone ends lines: finding them must not search the rest of the text for an LF again and again.
    @Test(.timeLimit(.minutes(1)))
    func longTranscriptsWithoutLineFeeds() {
        let transcript = Array(String(repeating: "data: a\r\r", count: 300_000).utf8)
        #expect(SSEFramerTests.events(transcript, pieceSize: transcript.count).events.count == 300_000)
    }
}
