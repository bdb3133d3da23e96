import ByteStreams
import CostReports
import Foundation
import Replay
import TestSupport
import Testing
import TrafficModel

/// A run's books, and that nothing but the input decides what comes out.
@Suite struct RunTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let recordings: [String] = ["fixtures", "samples/traffic"].flatMap { root in
        InputPaths.expand([Repository.path(root)]).inputs.map { String($0.dropFirst(Repository.path("").count)) }
    }

    /// Every file that the repository holds, logs or not.
    @Test(arguments: recordings)
    func booksBalance(_ path: String) async throws {
        for dedupes in [true, false] {
            let products = try await Products(.reading([Repository.path(path)]) { $0.dedupes = dedupes })
            #expect(products.isBalanced)
            #expect(try products.facts.inputs.balance)
            #expect(try products.facts.groupsAddUp)
        }
    }

    @Test func recordsBecomeWhatTheyAre() async throws {
        let facts = try await Products(.reading([folder.write(Log.mixed.text, to: "log.jsonl")])).facts
        let inputs = facts.inputs
        #expect(inputs.rejects == [.init(reason: "cut_short", count: 10), .init(reason: "not_a_record", count: 10)])
        // 200 calls, 43 of which repeat an id; 10 refusals and 10 streams; 10 batch results with a request each, of which five repeat a name.
        #expect(inputs.records == 200 + 10 + 10 + 10 + 10 + 20)
        #expect(inputs.lines == inputs.records + 10, "blank lines are lines, and no records")
        #expect(inputs.duplicates == (150..<200).count { $0 % 7 != 0 && ($0 - 150) % 7 != 0 })
        #expect(inputs.calls + inputs.duplicates + inputs.joined + inputs.ignored == 240)
    }

    /// The same bytes, whatever the number of threads and wherever blocks end.
    @Test(arguments: [1, 2, 8], [64, 1_000, 4_096, 1 << 20])
    func outputDependsOnInputAlone(_ jobs: Int, _ blockSize: Int) async throws {
        let path = try folder.write(Log.mixed.text, to: "log.jsonl")
        let reference = try await Products(.reading([path]))
        let products = try await Products(
            .reading([path]) {
                $0.jobs = jobs
                $0.limits.blockSize = blockSize
            })
        #expect(products == reference)
    }

    /// Inputs of all kinds are worked on side by side, and committed in their order: one that is missing among them, and one that is empty.
    @Test(arguments: [2, 8], [64, 1 << 20])
    func inputsOfAllKindsKeepTheirOrder(_ jobs: Int, _ blockSize: Int) async throws {
        var inputs = RunTests.recordings.map { Repository.path($0) }
        inputs.insert(folder.url.appending(path: "missing.jsonl").path, at: inputs.count / 2)
        inputs.insert(try folder.write("", to: "empty.jsonl"), at: inputs.count / 3)
        let reference = try await Products(.reading(inputs) { $0.limits.blockSize = blockSize })
        let products = try await Products(
            .reading(inputs) {
                $0.jobs = jobs
                $0.limits.blockSize = blockSize
            })
        #expect(products == reference)
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func splittingALogChangesNoTotal(_ seed: UInt64) async throws {
        let whole = try await Products(.reading([folder.write(Log.mixed.text, to: "whole.jsonl")]))
        var random = SeededGenerator(seed: seed)
        var files: [String] = []
        var lines = Log.mixed.lines[...]
        while !lines.isEmpty {
            let piece = lines.prefix(Int.random(in: 1...60, using: &random))
            lines = lines.dropFirst(piece.count)
            // A last line may do without its end.
            files.append(try folder.write(piece.joined(separator: "\n") + (seed % 2 == 0 ? "\n" : ""), to: "part-\(files.count).jsonl"))
        }
        let parts = try await Products(.reading(files) { $0.jobs = 2 })
        #expect(parts.events == whole.events)
        let (facts, expected) = (try parts.facts, try whole.facts)
        #expect(facts.totals == expected.totals)
        #expect(facts.groups == expected.groups)
        #expect(facts.inputs.records == expected.inputs.records)
        #expect(facts.inputs.duplicates == expected.inputs.duplicates)
        #expect(facts.diagnostics.map { "\($0.name) \($0.count)" } == expected.diagnostics.map { "\($0.name) \($0.count)" })
    }

    @Test func theOrderOfFilesChangesNoSum() async throws {
        var files: [String] = []
        for number in 0..<5 {
            var log = Log()
            for place in 0..<20 {
                let call = (number * 10 + place) % 40
                log.call(id: "id-\(call)", input: 100 + call, feature: "f\(call % 3)")
            }
            files.append(try folder.write(log.text, to: "\(number).jsonl"))
        }
        let forward = try await Products(.reading(files)).facts
        let backward = try await Products(.reading(files.reversed())).facts
        #expect(forward.totals == backward.totals)
        #expect(forward.groups == backward.groups)
        #expect(forward.inputs == backward.inputs)
        #expect(forward.inputs.calls == 40)
    }

    @Test func anIDCountsOnceUnlessToldOtherwise() async throws {
        var log = Log()
        for id in ["a", "b", "a", nil, nil, "a"] { log.call(id: id) }
        let paths = [try folder.write(log.text, to: "1.jsonl"), try folder.write(log.text, to: "2.jsonl")]
        let once = try await Products(.reading(paths)).facts
        #expect(once.inputs.calls == 6, "a, b, and twice two calls without an id: likeness makes no two calls one")
        #expect(once.inputs.duplicates == 6)
        let each = try await Products(.reading(paths) { $0.dedupes = false }).facts
        #expect(each.inputs.calls == 12)
        #expect(each.inputs.duplicates == 0)
    }

    /// Every batch may call its lines 0, 1, 2. Answers of one name are calls of their own, with or without their requests, in any order.
    @Test(arguments: ["oo", "ioio", "iioo", "ooii", "oioi"])
    func batchesMayUseTheSameNames(_ order: String) async throws {
        var answers = 0
        let files = try order.enumerated().map { place, kind in
            let record: String
            if kind == "i" {
                record = #"{"custom_id":"0","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o"}}"#
            } else {
                answers += 1
                record =
                    #"{"custom_id":"0","response":{"status_code":200,"body":{"id":"a\#(answers)","object":"chat.completion","created":1777888800,"model":"gpt-4o","choices":[],"usage":{"prompt_tokens":\#(answers),"completion_tokens":1}}},"error":null}"#
            }
            return try folder.write(record + "\n", to: "\(place).jsonl")
        }
        let (found, summary) = try await ReplayPlan.reading(files).run()
        #expect(summary.counts.isBalanced)
        #expect(Set(found.calls.map(\.call.responseID)) == ["a1", "a2"])
        #expect(found.calls.reduce(0) { $0 + ($1.call.usage?.input ?? 0) } == 3)
    }

    /// The line is passed over whole, and reading goes on behind it.
    @Test(arguments: [1, 4])
    func aLineBeyondTheLimitIsRejected(_ jobs: Int) async throws {
        let path = Fixtures.path("errors/line_too_long/log.jsonl")
        let text = try Fixtures.bytes("errors/line_too_long/log.jsonl")
        let behind = try folder.write(text + text.prefix { $0 != 0x0A } + [0x0A], to: "log.jsonl")
        let piped = try folder.write(text, to: "copy.jsonl")
        for (input, lines) in [(path, 2), (behind, 3), (piped, 2)] {
            let (found, summary) = try await ReplayPlan.reading([input]) {
                $0.jobs = jobs
                $0.dedupes = false
                $0.limits.blockSize = 512
                $0.limits.lineLength = 1_024
            }.run()
            #expect(summary.counts.rejects == [.tooLong: 1])
            #expect(found.rejects.map(\.location) == [SourceLocation(input: 0, line: 2, offset: try #require(text.firstIndex(of: 0x0A)) + 1)])
            #expect(found.calls.count == lines - 1)
            #expect(summary.counts.lines == Int64(lines))
        }
    }
}
