import CostReports
import Testing
import TrafficModel

@Suite struct TableReportWriterTests {
    private func lines(_ report: Report, colour: Bool = false) -> [String] {
        text(report, as: .table, colour: colour).split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    @Test func showsWhatCostWhatAndWhatWentWrong() {
        var inputs = InputCounts()
        (inputs.files, inputs.records, inputs.calls, inputs.duplicates) = (2, 10, 6, 2)
        inputs.rejects = [.invalidJSON: 2]
        let calls = [
            sample(dollars("1.25")) { $0.attribution.feature = "chat"; $0.usage = TokenUsage(input: 1_234_567, output: 45_678); $0.usage?.cachedInput = 800_000; $0.latency = 2_345_678 },
            sample(dollars("0.25")) { $0.attribution.feature = "chat"; $0.latency = 812_000; $0.status = .maxTokens },
            sample(dollars("0.000004")) { $0.attribution.feature = "search"; $0.latency = 90_000_000 },
            sample(.unpriced(.unknownModel)) { $0.attribution.feature = "search"; $0.servedModel = "zeta-1" },
            sample(.noUsage(.notAskedFor)) { $0.usage = nil },
            sample(dollars("0")) { $0.usage = nil; $0.status = .error },
        ]
        let place = DiagnosticCount.Place(file: "captures/day.jsonl.gz", line: 1_042)
        let report = report(inputs: inputs, diagnostics: [DiagnosticCount(.usageContradiction, count: 3, first: place)], calls) { plan in
            plan.since = Timestamp.parse("2026-05-04T00:00:00Z".utf8)!.timestamp
            plan.until = Timestamp.parse("2026-05-05T00:00:00Z".utf8)!.timestamp
        }
        #expect(text(report, as: .table) == """
            Period    2026-05-04T00:00:00Z up to 2026-05-05T00:00:00Z (UTC)
                      first call 2026-05-04T10:00:01Z, last call 2026-05-04T10:00:01Z
            Cost      $1.500004 — total is incomplete: 1 call unpriced, 1 call without usage
            Calls     6, 1 error (16.7%): 1 ERROR; 1 cut at MAX_TOKENS
            Tokens    1,237,567 input (64.6% cached), 45,978 output
            Latency   p50 2.35 s, p95 1.50 min, max 1.50 min (known for 3 calls)

            By feature
            feature  calls  errors   input  cached  output       p95      cost   share  unpriced
            chat         2       –  1.236M   64.7%  45,778    2.35 s   $1.5000  100.0%
            search       2       –   2,000    0.0%     200  1.50 min  <$0.0001    0.0%       + 1
            (none)       2       1       0       –       0         –   $0.0000    0.0%

            Costs in rows are rounded; the total is exact.

            Unpriced  zeta-1: 1 call, 1,100 tokens (unknown model)
            No usage  1 call: 1 stream not asked for usage
            Rejected  2 records: 2 invalid json
            Noted     3 × usage-contradiction, first at captures/day.jsonl.gz:1042
            Records   10 in 2 files: 6 calls, 2 duplicates, 2 rejected
            Prices    as of 2026-11-24

            """)
    }

    /// Case C64.
    @Test func saysThatRowsAreRoundedWhereTheyAre() {
        let note = "Costs in rows are rounded; the total is exact."
        let thirds = ["f1", "f2", "f3"].map { name in sample(dollars("0.004")) { $0.attribution.feature = name } }
        #expect(!text(report(thirds), as: .table).contains(note))
        let dear = report(thirds + [sample(dollars("1000")) { $0.attribution.feature = "f4" }])
        let table = text(dear, as: .table)
        #expect(table.contains("Cost      $1,000.012\n") && table.contains(note))
        #expect(table.contains("<$0.01"))
    }

    /// Case C70.
    @Test func theHeadNamesBothBounds() {
        let head = lines(report([]) { plan in
            plan.since = plan.zone.start(of: CivilDate(year: 2026, month: 5, day: 31)!)
            plan.until = plan.zone.start(of: CivilDate(year: 2026, month: 6, day: 1)!)
        })[0]
        #expect(head == "Period    2026-05-31T00:00:00Z up to 2026-06-01T00:00:00Z (UTC)")
    }

    /// Twelve columns are the whole; a share too small to draw is still drawn.
    @Test func barsShowSharesWhereThereIsRoom() {
        let costs = ["half": "0.5", "quarter": "0.25", "rest": "0.2499", "speck": "0.0001", "free": "0"]
        let report = report(costs.map { name, cost in sample(dollars(cost)) { $0.attribution.feature = name } })
        func bars(_ columns: Int) -> [String] {
            let table = String(decoding: TableReportWriter(columns: columns).bytes(of: report), as: UTF8.self)
            return table.split(separator: "\n").filter { $0.hasPrefix("half") || $0.contains("%") }.map { $0.filter { "█▉▊▋▌▍▎▏".contains($0) } }.filter { !$0.isEmpty }
        }
        #expect(bars(110) == ["██████", "███", "███", "▏"])
        #expect(bars(109) == [])
    }

    private static let nasty = [
        String(repeating: "x", count: 500), "\u{1B}[2J\u{1B}]0;owned\u{7}", "a\u{202E}txt.exe", "\u{2066}b\u{2069}", "tab\tnew\nline\r", "\u{9B}31m",
        String(repeating: "日本語", count: 40), "👩‍👩‍👧‍👦 family 👍🏽", String(repeating: "e\u{301}", count: 90), "\u{2028}sep", "\u{7F}", "🇩🇪🇫🇷",
        String(repeating: "👩‍💻", count: 70),
    ]

    @Test(arguments: ["feature", "feature,user", "feature,user,session,model", "day,hour,week,month,weekday,feature,user,session"])
    func noLineIsWiderThanAsked(by: String) {
        let calls = TableReportWriterTests.nasty.enumerated().map { place, key in
            sample(place % 3 == 0 ? .unpriced(.unknownModel) : .priced(Money("123456.789")!, currency: place % 3 == 1 ? .usd : Currency(code: "CNY"))) { call in
                call.attribution.feature = key
                call.attribution.user = EndUser(id: key)
                call.attribution.sessionID = key
                call.servedModel = key
                call.usage = TokenUsage(input: 123_456_789_012, output: 98_765_432)
                call.latency = 123_456_789_012
            }
        }
        let place = DiagnosticCount.Place(file: TableReportWriterTests.nasty[0] + "\u{1B}", line: 1)
        let report = report(by: [by, "metadata.\(TableReportWriterTests.nasty[0])"].map { $0 }, diagnostics: [DiagnosticCount(.tierAssumed, count: 1, first: place)], calls)
        for line in lines(report) { #expect(displayColumns(line) <= 100, "\(line)") }
        let table = text(report, as: .table)
        for scalar in table.unicodeScalars where scalar != "\n" && scalar != "\u{200D}" {
            #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory))
        }
    }

    /// A reference for width that is generous: everything beyond Latin letters and general punctuation takes two columns, marks none.
    private func displayColumns(_ line: String) -> Int {
        line.reduce(0) { sum, character in
            let first = character.unicodeScalars.first!
            return sum + (first.value < 0x2100 ? 1 : 2)
        }
    }

    @Test func shortensLongKeysInTheMiddle() {
        let table = text(report([sample { $0.attribution.feature = "begin-" + String(repeating: "x", count: 200) + "-end" }]), as: .table)
        #expect(table.contains(#/begin-x+…x+-end/#))
    }

    @Test func showsNoColourUnlessTold() {
        let report = report([sample()])
        #expect(!text(report, as: .table).contains("\u{1B}"))
        let coloured = text(report, as: .table, colour: true)
        #expect(coloured.contains("\u{1B}[1mBy feature\u{1B}[0m"))
        #expect(coloured.replacing(#/\u{1B}\[[012]m/#, with: "") == text(report, as: .table))
    }

    @Test func marksTheFoldedRow() {
        let calls = (1...9).map { place in sample(dollars("\(place)")) { $0.attribution.user = EndUser(id: "u\(place)") } }
        let lines = lines(report(by: ["user"], calls) { $0.top = 2 })
        #expect(lines.contains { $0.hasPrefix("other (7)") && $0.hasSuffix("62.2%") })
    }

    @Test func showsOtherCurrenciesBesideTheCost() {
        let calls = [sample(dollars("0.0028")), sample(.priced(Money("0.012")!, currency: Currency(code: "CNY")))]
        let table = text(report(calls), as: .table)
        #expect(table.contains("Cost      $0.0028, and CNY 0.012\n"))
    }

    @Test(arguments: [.max, .min + 2, 1, -1, 0] as [Int128]) func showsAmountsOfEverySize(quintillionths: Int128) {
        let report = report([sample(.priced(Money(quintillionths: quintillionths), currency: .usd)) { $0.usage?.input = .max; $0.latency = .max }])
        for line in lines(report) { #expect(displayColumns(line) <= 100, "\(line)") }
    }

    @Test func listsTheFirstUnpricedModelsAndCountsTheOthers() {
        let calls = (10..<32).map { place in sample(.unpriced(.unknownModel)) { $0.servedModel = "m\(place)" } }
        let table = text(report(calls), as: .table)
        #expect(table.contains("m19: 1 call, 1,100 tokens (unknown model)\n          and 12 other models: 12 calls\n"))
    }
}
