import Foundation
import TestSupport
import Testing

/// Every case under `fixtures/cases` gives what is kept beside it, to the byte. One process at a time: other tests run beside this one.
///
/// With `FLUXGATE_RECORD_CASES=1` a run keeps what it sees and fails: read the difference, then run again without it.
@Suite(.serialized) struct GoldenCaseTests {
    private static let records = ProcessInfo.processInfo.environment["FLUXGATE_RECORD_CASES"] == "1"

    @Test func thereAreCases() {
        #expect(!GoldenCase.all.isEmpty, "no cases under \(GoldenCase.root.path)")
    }

    @Test(arguments: GoldenCase.all)
    func caseHolds(_ golden: GoldenCase) async throws {
        let outcome = try await golden.run()
        if try golden.makesJSONReport, !outcome.output.isEmpty {
            let report = try ReportFacts(json: outcome.output)
            #expect(report.inputs.balance, "the books do not balance: \(report.inputs)")
            #expect(report.groupsAddUp, "rows do not add up to the totals")
        }
        if GoldenCaseTests.records {
            try golden.record(outcome)
            Issue.record("\(golden.name) was recorded; read the difference, then run without FLUXGATE_RECORD_CASES")
            return
        }
        for (file, found) in try golden.kept(outcome) {
            let expected = try golden.text(file)
            guard found != expected else { continue }
            Issue.record("\(golden.name)/\(file):\n\(Difference.text(from: expected, to: found))")
        }
    }
}

/// What changed, line by line.
enum Difference {
    static func text(from old: String, to new: String) -> String {
        let difference = lines(new).difference(from: lines(old))
        let texts = difference.map { change in
            switch change {
            case .remove(let line, let text, _): (line: line, text: "expected \(line + 1): \(text)")
            case .insert(let line, let text, _): (line: line, text: "got      \(line + 1): \(text)")
            }
        }
        return texts.sorted { $0.line < $1.line }.map(\.text).joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
