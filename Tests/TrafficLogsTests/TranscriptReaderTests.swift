import ByteStreams
import Foundation
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

    // MARK: - Streams that nothing but their ids tells apart

    /// A chunk with a piece of text; `role` in its delta as a stream's first chunk has it.
    private func chunk(_ id: String, role: Bool = false, finish: String? = nil) -> String {
        let delta = role ? #"{"role":"assistant","content":"x"}"# : #"{"content":"x"}"#
        let reason = finish.map { "\"\($0)\"" } ?? "null"
        return #"data: {"id":"\#(id)","model":"m","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(reason)}]}"# + "\n\n"
    }

    private func usage(_ id: String, input: Int = 10) -> String {
        #"data: {"id":"\#(id)","model":"m","choices":[],"usage":{"prompt_tokens":\#(input),"completion_tokens":2}}"# + "\n\n"
    }

    private let done = "data: [DONE]\n\n"
    private func cutFacts(_ id: String) -> String { "\(id) chat.completions m ERROR streamed cut" }

    @Test func aNewIDBeginsAnotherStream() {
        check(chat("a", done: false) + chat("b", done: false) + chat("c"), ["1: \(chatFacts("a"))", "5: \(chatFacts("b"))", "9: \(chatFacts("c"))"])
        let spaced = chat("a", done: false).replacing("\"id\":", with: "\"id\" : ")
        check(spaced + spaced.replacing("\"a\"", with: "\"b\""), ["1: \(chatFacts("a"))", "5: \(chatFacts("b"))"])
        // One that broke off, with a role in its first chunk or in none.
        check(chunk("a", role: true) + chunk("a") + chat("b"), ["1: \(cutFacts("a"))", "5: \(chatFacts("b"))"])
        check(chunk("a") + chunk("a") + chat("b"), ["1: \(cutFacts("a"))", "5: \(chatFacts("b"))"])
        check(chunk("a", role: true) + chunk("b", role: true) + chunk("b", finish: "stop") + usage("b"), ["1: \(cutFacts("a"))", "3: \(chatFacts("b"))"])
        check(chunk("a") + chunk("a") + response("b"), ["1: \(cutFacts("a"))", "5: \(responseFacts("b"))"])
    }

    @Test func streamsBetweenEachOther() {
        func facts(_ id: String, _ input: Int) -> String { "\(id) chat.completions m SUCCESS in:\(input) out:2 finish:stop streamed" }
        check(
            chunk("a", role: true) + chunk("b", role: true) + chunk("a") + chunk("b", finish: "stop") + chunk("c", role: true) + usage("b", input: 20) + done
                + chunk("a", finish: "stop") + chunk("c", finish: "stop") + usage("a", input: 30) + done + usage("c", input: 40) + done,
            ["1: \(facts("a", 30))", "3: \(facts("b", 20))", "9: \(facts("c", 40))"])
        // The first chunks all come before any second one.
        check(
            ["a", "b", "c"].map { chunk($0, role: true) }.joined() + ["c", "b", "a"].map { chunk($0, finish: "stop") }.joined()
                + ["b", "c", "a"].map { usage($0) }.joined(), ["1: \(chatFacts("a"))", "3: \(chatFacts("b"))", "5: \(chatFacts("c"))"])
        let (a, b) = (response("a").components(separatedBy: "\n\n"), response("b").components(separatedBy: "\n\n"))
        let delta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n"
        check(a[0] + "\n\n" + b[0] + "\n\n" + delta + b[1] + "\n\n" + delta + a[1] + "\n\n", ["1: \(responseFacts("a"))", "4: \(responseFacts("b"))"])
        check(chunk("c") + a[0] + "\n\n" + chunk("c", finish: "stop") + a[1] + "\n\n" + usage("c"), ["1: \(chatFacts("c"))", "3: \(responseFacts("a"))"])
    }

    /// Some servers make up an id for each chunk, and some proxies one for a chunk of their own.
    @Test func anIDOfAChunkIsNoStream() {
        let one = chunk("a1", role: true) + chunk("a2") + chunk("a3", finish: "stop") + usage("a4")
        let other = chunk("b1", role: true) + chunk("b2") + chunk("b3", finish: "stop") + usage("b4")
        check(one, ["1: \(chatFacts("a1"))"])
        check(one + done + other + done, ["1: \(chatFacts("a1"))", "11: \(chatFacts("b1"))"])
        check(one + other, ["1: \(chatFacts("a1"))", "9: \(chatFacts("b1"))"])
        check(
            (1...40).map { chunk("a\($0)", role: true) }.joined() + chunk("a41", role: true, finish: "stop") + usage("a42") + done,
            ["1: \(chatFacts("a1"))"])
        // A first chunk and a last one that are not the stream's own.
        check(chunk("x", role: true) + chunk("a") + chunk("a", finish: "stop") + usage("y") + done, ["1: \(chatFacts("x"))"])
        let blank = #"data: {"id":"","model":"","choices":[],"prompt_filter_results":[]}"# + "\n\n"
        check(blank + chat("a") + blank + chat("b"), ["1: \(chatFacts("a"))", "9: \(chatFacts("b"))"])
    }

    /// Of streams between each other, `[DONE]` ends the one that has all that was to come.
    @Test func doneDoesNotSayWhose() {
        check(
            chunk("a", role: true) + chunk("b", role: true) + chunk("a", finish: "stop") + usage("a") + chunk("b", finish: "stop") + done
                + chunk("c", role: true) + usage("b") + done + chunk("c", finish: "stop") + usage("c") + done,
            ["1: \(chatFacts("a"))", "3: \(chatFacts("b"))", "13: \(chatFacts("c"))"])
        // Without usage nobody can tell; what comes late belongs where it was missing.
        check(
            chunk("a", role: true) + chunk("b", role: true) + chunk("a", finish: "stop") + chunk("b", finish: "stop") + done + usage("b") + done,
            ["1: a chat.completions m SUCCESS finish:stop streamed", "3: \(chatFacts("b"))"])
    }

    /// What is told under another id than the stream's own, or under none, goes where it was missing.
    @Test func usageUnderAnotherID() {
        let inChoices = #"data: {"id":"y","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":{"prompt_tokens":10,"completion_tokens":2}}"# + "\n\n"
        for last in [usage("y"), inChoices, usage("y").replacing("\"choices\":[]", with: "\"choices\":null"), usage("y").replacing("\"choices\":[],", with: "")] {
            check(chunk("a", role: true) + chunk("a") + chunk("a", finish: "stop") + last + done, ["1: \(chatFacts("a"))"])
            check(
                chunk("a", role: true) + chunk("b", role: true) + chunk("a", finish: "stop") + chunk("b") + last + done + chunk("b", finish: "stop") + last,
                ["1: \(chatFacts("a"))", "3: \(chatFacts("b"))"])
        }
        // A last chunk and a sign of life with ids of their own.
        let empty = #"data: {"id":"z","model":"m","choices":[{"index":0,"delta":{},"finish_reason":null}]}"# + "\n\n"
        let finish = empty.replacing("null", with: "\"stop\"")
        check(chunk("a", role: true) + chunk("a") + empty + chunk("a") + finish + usage("a") + done, ["1: \(chatFacts("a"))"])
    }

    /// Some servers give each choice an id.
    @Test func choicesWithIDsOfTheirOwn() {
        func other(_ chunk: String) -> String { chunk.replacing("\"index\":0", with: "\"index\":1") }
        check(
            chunk("a", role: true) + other(chunk("b", role: true)) + chunk("a") + other(chunk("b")) + chunk("a", finish: "stop")
                + other(chunk("b", finish: "stop")) + usage("b") + done, ["1: a chat.completions m SUCCESS in:10 out:2 finish:stop streamed"])
    }

    /// What one server does says nothing of the next one.
    @Test func serversMayFollowEachOther() {
        let perChunk = (1...6).map { chunk("p\($0)", role: true, finish: $0 == 6 ? "stop" : nil) }.joined() + usage("p7") + done
        check(chat("a") + perChunk + chat("b"), ["1: \(chatFacts("a"))", "7: \(chatFacts("p1"))", "23: \(chatFacts("b"))"])
        check(response("r") + perChunk, ["1: \(responseFacts("r"))", "7: \(chatFacts("p1"))"])
    }

    /// Some servers end every chunk, and count in every chunk; what differs in its input is another call.
    @Test func serversThatEndEveryChunk() {
        func part(_ id: String, output: Int, input: Int = 10) -> String {
            chunk(id, role: true, finish: "stop").replacing("}]}", with: #"}],"usage":{"prompt_tokens":\#(input),"completion_tokens":\#(output)}}"#)
        }
        func stream(_ id: String) -> String { (1...2).map { part("\(id)\($0)", output: $0) }.joined() }
        check(stream("a") + done + stream("b") + done, ["1: \(chatFacts("a1"))", "7: \(chatFacts("b1"))"])
        let nameless = stream("").replacing(#/"id":"\d",/#, with: "")
        check(nameless + done + nameless + done, ["1: \(chatFacts("-"))", "7: \(chatFacts("-"))"])
        check(
            part("a", output: 2) + part("b", output: 2, input: 11) + part("c", output: 2, input: 12),
            ["1: \(chatFacts("a"))", "3: \(chatFacts("b").replacing("in:10", with: "in:11"))", "5: \(chatFacts("c").replacing("in:10", with: "in:12"))"])
        // An empty finish reason is none.
        let blank = (1...3).map { chunk("a\($0)", role: true, finish: "") }.joined() + chunk("a4", finish: "stop") + usage("a5") + done
        check(blank + blank, ["1: \(chatFacts("a1"))", "13: \(chatFacts("a1"))"])
    }

    /// What comes behind a whole stream is not its own, though nothing says that it ended.
    @Test func behindAWholeStream() {
        let error = #"data: {"error":{"message":"overloaded"}}"# + "\n\n"
        let whole = chat("a", done: false)
        check(whole + error + chat("b"), ["1: \(chatFacts("a"))", "5: - - - ERROR streamed", "7: \(chatFacts("b"))"])
        check(chunk("1", role: true) + usage("1") + chunk("1", finish: "stop") + chunk("1", role: true, finish: "stop") + usage("1", input: 12), [
            "1: \(chatFacts("1"))", "7: \(chatFacts("1").replacing("in:10", with: "in:12"))",
        ])
        let empty = chunk("b", finish: "stop").replacing(#"{"content":"x"}"#, with: "{}").replacing("}]}", with: #"}],"usage":{"prompt_tokens":10,"completion_tokens":2}}"#)
        check(whole + empty, ["1: \(chatFacts("a"))", "5: \(chatFacts("b"))"])
        // Usage that counts from the first chunk on is the next stream's.
        let counting = chunk("b", role: true).replacing("\"x\"", with: "\"\"").replacing("}]}", with: #"}],"usage":{"prompt_tokens":10,"completion_tokens":0}}"#)
        check(
            chunk("a", role: true) + chunk("a", finish: "stop") + counting + chunk("b", finish: "stop") + usage("b"),
            ["1: a chat.completions m SUCCESS finish:stop streamed", "5: \(chatFacts("b"))"])
    }

    /// A stream begins with an opening of its proxy's, which has no id.
    @Test func anOpeningWithoutID() {
        let opening = chunk("", role: true).replacing("\"x\"", with: "\"\"")
        check(opening + chunk("a", role: true) + chunk("a", finish: "stop") + usage("a") + done, ["1: \(chatFacts("a"))"])
    }

    /// Events that wait for a second look when the transcript ends are not lost.
    @Test func whatWaitsIsTakenInTheEnd() {
        let error = #"data: {"error":{"message":"overloaded"}}"# + "\n\n"
        let last = chunk("w", role: true, finish: "stop").replacing("}]}", with: #"}],"usage":{"prompt_tokens":10,"completion_tokens":2}}"#)
        let found = read(Array((chunk("x", role: true) + chunk("y", role: true) + error + chunk("z", role: true) + last).utf8), pieceSize: 1 << 20)
        #expect(found.count { $0.contains("in:10 out:2") } == 1, "\(found)")
    }

    @Test func streamsWithoutRolesOrIDs() {
        func legacy(_ chunk: String) -> String { chunk.replacing("\"model\"", with: "\"object\":\"text_completion\",\"model\"").replacing("\"delta\":{\"content\":\"x\"}", with: "\"text\":\"x\"") }
        let (a, b) = (legacy(chunk("a")), legacy(chunk("b")))
        let facts = { (id: String) in self.chatFacts(id).replacing("chat.completions", with: "completions") }
        check(
            a + b + legacy(chunk("b", finish: "stop")) + usage("b") + done + legacy(chunk("a", finish: "stop")) + usage("a") + done,
            ["1: \(facts("a"))", "3: \(facts("b"))"])
        let nameless = (chunk("", role: true) + chunk("", finish: "stop") + usage("")).replacing("\"id\":\"\",", with: "")
        check(nameless + nameless, ["1: \(chatFacts("-"))", "7: \(chatFacts("-"))"])
        let image = #"data: {"type":"image_generation.completed","usage":{"input_tokens":10,"output_tokens":2}}"# + "\n\n"
        check(
            chunk("a", role: true) + image + chunk("a", finish: "stop") + usage("a") + done, ["1: \(chatFacts("a"))", "3: - images - SUCCESS in:10 out:2 streamed"])
    }

    /// Well-formed streams, between each other in any way: each keeps its own usage.
    @Test(arguments: 1...20)
    func anyOrder(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let blank = #"data: {"id":"","model":"","choices":[],"prompt_filter_results":[]}"# + "\n\n"
        var waiting = (1...12).map { number -> (id: String, events: [String]) in
            let id = "c\(number)"
            if number % 4 == 0 { return (id, response(id).components(separatedBy: "\n\n").prefix(2).map { $0 + "\n\n" }) }
            let texts = Array(repeating: chunk(id), count: Int.random(in: 0...3, using: &random))
            let first = number % 4 == 1 ? [blank, chunk(id, role: true)] : [chunk(id, role: true)]
            return (id, first + texts + [chunk(id, finish: "stop"), usage(id, input: number)] + (number % 4 == 2 ? [] : [done]))
        }
        let expected = Set(waiting.map { $0.events.count == 2 ? responseFacts($0.id) : chatFacts($0.id).replacing("in:10", with: "in:\($0.id.dropFirst())") })
        var running: [[String]] = []
        var transcript = ""
        while !waiting.isEmpty || !running.isEmpty {
            while running.count < 3, !waiting.isEmpty { running.append(waiting.removeFirst().events) }
            let place = Int.random(in: running.indices, using: &random)
            transcript += running[place].removeFirst()
            if running[place].isEmpty { running.remove(at: place) }
        }
        let found = read(Array(transcript.utf8), pieceSize: 1 << 20).map { $0.components(separatedBy: ": ")[1] }
        #expect(found.count == 12 && Set(found) == expected, "\(transcript)")
    }

    /// The same stream, recorded twice: what is one call is decided later, by its id.
    @Test func aStreamMayComeAgain() {
        check(chat("a") + chat("a"), ["1: \(chatFacts("a"))", "7: \(chatFacts("a"))"])
    }

    /// Streams that never end must not hold up all others, nor the memory.
    @Test func manyOpenStreams() {
        let torn = (0..<200).map { chunk("t\($0)", role: true) + chunk("t\($0)") }.joined()
        let found = read(Array((torn + chat("z")).utf8), pieceSize: 1_000)
        #expect(found == (0..<200).map { "\(4 * $0 + 1): \(cutFacts("t\($0)"))" } + ["801: \(chatFacts("z"))"])
    }

    @Test func countsLines() {
        var reader = TranscriptReader()
        Array("data: a\r\n\r\ndata: b\n".utf8).withView { reader.feed($0) { _, _, _ in } }
        #expect(reader.lines == 3)
    }
}
