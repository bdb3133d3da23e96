import Foundation
import TestSupport
import Testing

/// `samples/benchmarks`, without the tools that come from PyPI.
@Suite(.enabled(if: Program.isInstalled("python3"), "needs python3")) struct BenchmarkDriverTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: [
        ("mixed log.jsonl 1", "c4cf66cb8687d55b8b6da4f83f6543648e9f16ae5917ec2a46d758b2416bc040"),
        ("lean log.jsonl 500 100", "1ed6c218bbd877c74b4b94d64380a51b68b2eaa268d8d8286c5f0123279c551f"),
    ])
    func inventedTrafficIsWhatItIsSaidToBe(_ arguments: String, digest: String) async throws {
        let script = Repository.path("samples/benchmarks/traffic.py")
        let outcome = try await Fluxgate.shell(
            #"""
            python3 '\#(script)' \#(arguments) && echo '\#(digest)  log.jsonl' | sha256sum --check --quiet >&2 &&
            "$fluxgate" report log.jsonl --by feature --format json
            """#, in: folder.url)
        #expect(outcome.errorText == "", "the same bytes wherever they are invented")
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
        let sizes = "--mixed 1 --lean 300 --sessions 200 --scaling 1,999999999"
        // A setting that would change the answer, were it to reach fluxgate.
        let outcome = try await compare("$fluxgate", "\(sizes) --runs 1", with: "FLUXGATE_REPORT_TOP=2")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let lines = try folder.text("table.md").split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("## ") }.count == 5)
        #expect(lines.filter { $0.hasPrefix("| fluxgate | ") }.count == 3)
        #expect(lines.filter { $0.hasPrefix("| a session a call (") && $0.contains("200 calls) | report by ") }.count == 3)
        #expect(lines.filter { $0.contains(" | events | ") }.count == 3)
        #expect(lines.contains { $0.hasPrefix("| 999,999,999 MB | left out") })
    }

    @Test(.enabled(if: Program.isInstalled("jq"), "needs jq")) func jqAnswersTheSame() async throws {
        let outcome = try await compare("$fluxgate", "--quick --mixed 1 --lean 300 --sessions 0 --scaling ''", tools: "fluxgate,jq")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try folder.text("table.md").split(separator: "\n").filter { $0.hasPrefix("| jq | ") }.count == 3)
    }

    @Test func aWrongAnswerEndsTheComparison() async throws {
        try folder.write("#!/bin/sh\n\"$fluxgate\" \"$@\" | sed 's/\"calls\": *[0-9]*/\"calls\":1/g'\n", to: "wrong")
        let outcome = try await compare("./wrong", "--quick --mixed 1", with: "chmod +x wrong &&")
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains("fluxgate gives a wrong answer on \(folder.path("work"))/mixed-1.jsonl: "), "\(outcome.errorText)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("table.md")))
    }

    private func compare(_ executable: String, _ options: String, tools: String = "fluxgate", with prefix: String = "") async throws -> Fluxgate.Outcome {
        let script = Repository.path("samples/benchmarks/compare.py")
        return try await Fluxgate.shell(
            "\(prefix) python3 -B '\(script)' --fluxgate \"\(executable)\" --work work --tools \(tools) \(options) --output table.md",
            in: folder.url, limit: .seconds(60))
    }

    private struct Truth: Decodable {
        var bytes, calls, prompt, completion: Int
        var by_feature: [String: [Int]]
    }
}

private enum Program {
    static func isInstalled(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
}
