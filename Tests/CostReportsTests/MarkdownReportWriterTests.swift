import CostReports
import Testing
import TrafficModel

@Suite struct MarkdownReportWriterTests {
    /// The first column of a table's rows.
    private func keys(_ features: [String?]) -> [String] {
        let calls = features.map { feature in sample { $0.attribution.feature = feature } }
        let rows = text(report(calls), as: .markdown).split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
        return rows.map { row in String(row.dropFirst(2).prefix(while: { $0 != "|" }).dropLast()) }
    }

    @Test func namesAreCodeAndTheReportsOwnWordsAreNot() {
        #expect(keys(["(none)"]) == ["`(none)`"])
        #expect(keys([nil]) == ["(none)"])
    }

    /// In code, GitHub makes no mention, link or reference; the signs that could end it stand outside.
    @Test(arguments: [
        ("@team #1 https://x.example *a*", "`@team #1 https://x.example *a*`"), ("a|b", "`a`&#124;`b`"), ("``", "&#96;&#96;"),
        ("<!channel>", "&lt;`!channel`&gt;"), ("&lt;", "&amp;`lt;`"), ("a\\|", "`a\\`&#124;"), ("a\nb", "`a\\nb`"),
    ])
    func signsWithAMeaningStandOutsideOfCode(name: String, shown: String) {
        #expect(keys([name]) == [shown])
    }

    @Test func longNamesAreShortened() {
        #expect(keys([String(repeating: "x", count: 10_000)])[0].count < 80)
    }

    @Test func everyRowHasAllCells() {
        let calls = variedCalls(300, seed: 5)
        let markdown = text(report(by: ["feature", "user,model", "day,metadata.a|b"], calls), as: .markdown)
        var columns: Int?
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else { columns = nil; continue }
            let count = line.filter { $0 == "|" }.count
            #expect(count == columns ?? count, "\(line)")
            columns = count
        }
    }
}
