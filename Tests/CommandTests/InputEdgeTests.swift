import Foundation
import TestSupport
import Testing

/// Inputs at their worst: what can be read is counted, what can't is named, and the exit code says which.
@Suite struct InputEdgeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func report(_ arguments: String...) async throws -> (facts: ReportFacts, outcome: Fluxgate.Outcome) {
        let outcome = try await Fluxgate.run(["report", "--format", "json"] + arguments, in: folder.url)
        let facts = try ReportFacts(json: outcome.output)
        #expect(facts.inputs.balance, "\(facts.inputs)")
        return (facts, outcome)
    }

    @Test func aTruncatedGzipGivesItsWholeLines() async throws {
        // The first member ends within the fourth line, the second one after its header.
        let whole = Logs.calls(3) + Logs.call("c4").prefix(100)
        try folder.write(Gzip.compress(Array(whole.utf8)) + Gzip.compress(Array(Logs.calls(9).utf8)).prefix(10), to: "log.gz")
        try folder.write(Logs.call("other"), to: "other.jsonl")
        let (facts, outcome) = try await report("log.gz", "other.jsonl")
        #expect(outcome.status == 74)
        #expect(facts.inputs.calls == 4, "the other input counts too")
        #expect(facts.inputs.rejects == [.init(reason: "cut_short", count: 1)])
        #expect(outcome.errorText.contains("log.gz: error: the gzip stream ends too early"))
    }

    @Test(arguments: [0.1, 0.5, 0.9, 0.999])
    func aGzipCutAnywhereIsAReadError(_ share: Double) async throws {
        let stored = Gzip.compress(Array(Logs.noise(2_000).utf8))
        try folder.write(stored.prefix(Int(Double(stored.count) * share)), to: "log.gz")
        let (facts, outcome) = try await report("log.gz")
        #expect(outcome.status == 74)
        #expect(facts.inputs.calls < 2_000 || share > 0.99)
        #expect(facts.inputs.rejected <= 1)
    }

    @Test func corruptGzipKeepsWhatWasWhole() async throws {
        var stored = Gzip.compress(Array(Logs.noise(2_000).utf8))
        for place in stored.count / 2..<stored.count / 2 + 40 { stored[place] = 0xFF }
        try folder.write(stored, to: "log.gz")
        let (facts, outcome) = try await report("log.gz")
        #expect(outcome.status == 74)
        #expect(facts.inputs.calls > 0)
    }

    /// An inlined picture is enough for a line that fixed buffers refuse.
    @Test(arguments: [20 << 20, 50_000_000])
    func longLinesAreRead(_ length: Int) async throws {
        try folder.write(Logs.call("long", prompt: String(repeating: "x", count: length)) + Logs.call("short"), to: "log.jsonl")
        let (facts, outcome) = try await report("log.jsonl")
        #expect(outcome.status == 0)
        #expect(facts.inputs.calls == 2)
        #expect(facts.totals.cost_usd == "0.007", "2 x (1,000 x 2.5 + 100 x 10) millionths")
    }

    @Test func anEmptyFileIsNothingAndNoFault() async throws {
        try folder.write("", to: "empty.jsonl")
        try folder.write("\n\r\n \n", to: "blank.jsonl")
        let (facts, outcome) = try await report("empty.jsonl", "blank.jsonl")
        #expect(outcome.status == 0)
        #expect(facts.inputs.records == 0)
        #expect(facts.inputs.files == 2)
        #expect(facts.totals.cost_usd == nil, "no call had a price")
    }

    @Test func aPictureInAFolderIsNamedAndTheRestCounted() async throws {
        try folder.write(Fixtures.bytes("errors/not_a_log/picture.png"), to: "logs/picture.png")
        try folder.write(Logs.call("c1"), to: "logs/log.jsonl")
        let (facts, outcome) = try await report("logs")
        #expect(outcome.status == 0)
        #expect(facts.inputs.calls == 1)
        #expect(facts.inputs.rejects == [.init(reason: "not_a_log", count: 1)])
        #expect(try await report("logs", "--strict").outcome.status == 65)
    }

    @Test func nothingReadableIsBadData() async throws {
        try folder.write("good morning\n\(#"{"level": "info"}"#)\n", to: "app.log")
        let (facts, outcome) = try await report("app.log")
        #expect(outcome.status == 65)
        #expect(facts.inputs.rejected == 2)
    }

    @Test func whatIsMissingIsNamedAndTheRestCounted() async throws {
        try folder.write(Logs.call("c1"), to: "logs/a.jsonl")
        try FileManager.default.createSymbolicLink(atPath: folder.path("logs/loop"), withDestinationPath: "loop")
        let (facts, outcome) = try await report("logs", "gone.jsonl", "no-*.jsonl")
        #expect(outcome.status == 66)
        #expect(facts.inputs.calls == 1)
        for name in ["logs/loop", "gone.jsonl", "no-*.jsonl"] { #expect(outcome.errorText.contains("fluxgate: \(name): error: ")) }
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
    func anUnreadableFileIsMissing() async throws {
        try folder.write(Logs.call("c1"), to: "a.jsonl")
        try folder.write(Logs.call("c2"), to: "b.jsonl")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path("b.jsonl"))
        let (facts, outcome) = try await report("a.jsonl", "b.jsonl")
        #expect(outcome.status == 66)
        #expect(facts.inputs.calls == 1)
    }

    @Test func pipesInAFolderAreNotWaitedFor() async throws {
        try folder.write(Logs.call("c1"), to: "logs/a.jsonl")
        #expect(mkfifo(folder.path("logs/pipe"), 0o600) == 0)
        let (facts, outcome) = try await report("logs")
        #expect(outcome.status == 0)
        #expect(facts.inputs.files == 1)
    }

    @Test func standardInputCountsAsItComes() async throws {
        let text = Logs.calls(200)
        for bytes in [Array(text.utf8), Gzip.compress(Array(text.utf8))] {
            let outcome = try await Fluxgate.run(["report", "-", "--format", "json"], in: folder.url, input: bytes)
            #expect(outcome.status == 0)
            #expect(try ReportFacts(json: outcome.output).inputs.calls == 200)
        }
    }

    @Test func rejectsAreListedToTheByte() async throws {
        try folder.write(Logs.call("c1") + "\n{\"torn\": \n[]\n" + Logs.call("c2") + "nonsense", to: "log.jsonl")
        let (_, outcome) = try await report("log.jsonl", "--rejects", "rejects.jsonl")
        #expect(outcome.status == 0)
        let first = Logs.call("c1").utf8.count
        let last = first + 1 + 10 + 3 + Logs.call("c2").utf8.count
        #expect(
            try folder.text("rejects.jsonl") == """
                {"file":"log.jsonl","line":3,"offset":\(first + 1),"reason":"cut_short","message":"the record ends before its JSON does"}
                {"file":"log.jsonl","line":4,"offset":\(first + 11),"reason":"not_a_record","message":"JSON, and no object"}
                {"file":"log.jsonl","line":6,"offset":\(last),"reason":"invalid_json","message":"no JSON at byte 0 of the record"}

                """)
        #expect(try await report("log.jsonl", "--strict").outcome.status == 65)
    }

    @Test func aRejectedStreamIsPlacedWhereItBegan() async throws {
        let sound = #"data: {"id":"s1","object":"chat.completion.chunk","model":"gpt-4o","choices":[{"index":0,"finish_reason":"stop"}]}"# + "\r\n\r\ndata: [DONE]\r\n\r\n"
        try folder.write(sound + "event: ping\r\ndata: {\"foo\": 1}\r\n\r\n", to: "two.sse")
        _ = try await report("two.sse", "--rejects", "rejects.jsonl")
        #expect(try folder.text("rejects.jsonl").hasPrefix(#"{"file":"two.sse","line":5,"offset":\#(sound.utf8.count),"reason":"unrecognised""#))
    }

    @Test func absurdDurationsAreNoDurations() async throws {
        try folder.write(Logs.call("c1").replacing(#""meta":"#, with: #""duration":"9000000000000s9000000000000s","meta":"#), to: "log.jsonl")
        #expect(try await report("log.jsonl").facts.inputs.calls == 1)
    }
}
