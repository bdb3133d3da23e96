import Foundation
import TestSupport
import Testing

/// `samples/benchmarks`, with fluxgate as the only tool: the others come from PyPI.
@Suite(.enabled(if: Python.isThere, "needs python3")) struct ComparisonTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: ["mixed log.jsonl 1", "lean log.jsonl 500 100"])
    func inventedTrafficIsWhatItIsSaidToBe(_ arguments: String) async throws {
        let script = Repository.path("samples/benchmarks/traffic.py")
        let outcome = try await Fluxgate.shell(
            #"python3 '\#(script)' \#(arguments) && "$fluxgate" report log.jsonl --by feature --format json"#, in: folder.url)
        #expect(outcome.errorText == "")
        let report = try ReportFacts(json: outcome.output)
        let truth = try JSONDecoder().decode(Truth.self, from: Data(folder.bytes("log.jsonl.truth.json")))
        #expect(report.inputs.bytes == truth.bytes)
        #expect(report.inputs.records == truth.calls && report.totals.calls == truth.calls, "a call a line, each another one")
        #expect(report.totals.input_tokens == truth.prompt)
        #expect(report.totals.output_tokens == truth.completion)
        #expect(report.totals.unpriced_calls == 0)
        let rows = report.groups[0].rows.map { (($0.key?["feature"] ?? nil) ?? "", [$0.calls, $0.input_tokens ?? 0, $0.output_tokens ?? 0]) }
        #expect(Dictionary(uniqueKeysWithValues: rows) == truth.by_feature)
    }

    @Test func aComparisonComesToTables() async throws {
        let script = Repository.path("samples/benchmarks/compare.py")
        let sizes = "--mixed 1 --lean 300 --sessions 200 --scaling 1,999999999"
        let outcome = try await Fluxgate.shell(
            #"python3 -B '\#(script)' --fluxgate "$fluxgate" --work work --tools fluxgate --runs 1 \#(sizes) --output table.md"#, in: folder.url,
            limit: .seconds(60))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let lines = try folder.text("table.md").split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("## ") }.count == 5)
        #expect(lines.filter { $0.hasPrefix("| fluxgate | ") }.count == 3)
        #expect(lines.filter { $0.contains("200 sessions") }.count == 2)
        #expect(lines.contains { $0.hasPrefix("| 999,999,999 MB | left out") })
    }

    private struct Truth: Decodable {
        var bytes, calls, prompt, completion: Int
        var by_feature: [String: [Int]]
    }
}

private enum Python {
    static var isThere: Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }
    }
}
