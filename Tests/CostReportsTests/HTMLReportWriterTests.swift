import Crypto
import Foundation
import Testing
import TrafficModel

@testable import CostReports

@Suite struct HTMLReportWriterTests {
    private func page(_ calls: [PricedCall], by groupings: [String] = ["feature"], _ change: (inout ReportPlan) -> Void = { _ in }) -> String {
        text(report(by: groupings, calls) { plan in
            plan.timelines = [.feature, .model]
            change(&plan)
        }, as: .html)
    }

    @Test func theTotalHasAllItsDigitsAndRowsSayTheirs() {
        let page = page([
            sample(dollars("1234.5")) { $0.attribution.feature = "a" }, sample(dollars("0.000000000000000001")) { $0.attribution.feature = "b" },
        ])
        #expect(page.contains(#"<p class="figure">$1,234.50<span class="further">0000000000000001</span></p>"#))
        #expect(page.contains(#"<td data-order="1" title="$0.000000000000000001"><span>&lt;$0.01</span></td>"#))
        #expect(page.contains(#"<td data-order="1234500000000000000000"><span>$1,234.50</span></td>"#))
    }

    @Test func whatTheTotalLeavesOutIsSaid() {
        let page = page([sample(), sample(.unpriced(.unknownModel)) { $0.servedModel = "<zeta>" }, sample(.noUsage(.cutShort)) { $0.usage = nil }])
        #expect(page.contains("Incomplete: 1 call unpriced, 1 call without usage"))
        #expect(page.contains(#"<th scope="row">&lt;zeta&gt;</th>"#) && page.contains("<td class=\"text\">unknown model</td>"))
        #expect(!self.page([sample()]).contains("Incomplete"))
    }

    @Test func everyTextIsEscapedScalarByScalar() {
        #expect(PageText().escapeText("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;")
        // With an accent behind them, marks are other characters, and still marks to a browser.
        #expect(PageText().escapeText("\"\u{301}<\u{301}>\u{301}&\u{301}'\u{301}") == "&quot;\u{301}&lt;\u{301}&gt;\u{301}&amp;\u{301}&#39;\u{301}")
        #expect(PageText().escapeText("a\u{0}\u{1B}[2J\u{202E}\r\n") == "a\\u{0}\\u{1B}[2J\\u{202E}\\r\\n")
    }

    @Test func namesFromLogsAreTextWhereverTheyStand() {
        let name = "<script>alert(1)</script>\"\u{301}{{period}}"
        let calls = [sample(), sample(.unpriced(.unknownModel))].map { priced in
            var priced = priced
            priced.call.attribution.feature = name
            priced.call.attribution.user = EndUser(id: name)
            priced.call.servedModel = name
            return priced
        }
        let place = DiagnosticCount.Place(file: name, line: 1)
        var report = report(by: ["feature", "user,model", "metadata.\(name)"], diagnostics: [DiagnosticCount(.unknownModel, count: 1, first: place)], calls) { plan in
            plan.timelines = [.feature, .model]
            plan.zone = ZoneRules(name: name, offsets: [])
        }
        report.catalogue = name
        let page = text(report, as: .html)
        #expect(page.ranges(of: "<script>").count == 1 && page.ranges(of: "alert(1)").count > 10)
        #expect(!page.utf8.contains(0) && Array(page.utf8).ranges(of: Array("\"\u{301}".utf8)).isEmpty)
    }

    @Test func theBrowserMayRunWhatThePageBringsAndNothingElse() throws {
        let page = page([sample()])
        let style = try #require(page.firstMatch(of: #/<style>([\s\S]*?)</style>/#)).1
        let script = try #require(page.firstMatch(of: #/<script>([\s\S]*?)</script>/#)).1
        let policy = try #require(page.firstMatch(of: #/http-equiv="Content-Security-Policy" content="([^"]*)"/#)).1
        for (source, text) in [("style-src", style), ("script-src", script)] {
            let hash = Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
            #expect(policy.contains("\(source) &#39;sha256-\(hash)&#39;"))
        }
        #expect(policy.hasPrefix("default-src &#39;none&#39;;"))
        // No other page, no style or handler of an element's own. Two slashes in a hash are none.
        let others = page.replacing(policy, with: "")
        #expect(others.firstMatch(of: #/(?:https?:)?\/\/[a-z]|<[^>]* (?:style|on[a-z]+|src)=/#.ignoresCase()) == nil)
    }

    @Test func partsOfAWholeAreRoundedOnce() {
        #expect(Percentage(1, of: 3).text == "33.33%" && Percentage(2, of: 3).text == "66.67%")
        #expect(Percentage(1, of: 1).text == "100%" && Percentage(1, of: 8).text == "12.5%" && Percentage(1, of: 1_000).text == "0.1%")
        #expect(Percentage(1, of: 2_000).text == "0.05%" && Percentage(0, of: 5).text == "0%")
        #expect(Percentage(5, of: 0).hundredths == 0 && Percentage(-5, of: 10).hundredths == 0 && Percentage(11, of: 10).hundredths == 10_000)
        #expect(Percentage(.max / 2, of: .max).text == "50%" && Percentage(.max, of: .max).text == "100%")
    }

    @Test(arguments: [
        ("4.40", "$5 $4 $3 $2 $1 $0"), ("7.85", "$8 $6 $4 $2 $0"), ("10", "$10 $8 $6 $4 $2 $0"), ("10.01", "$12.50 $10.00 $7.50 $5.00 $2.50 $0.00"),
        ("0.3395", "$0.40 $0.30 $0.20 $0.10 $0.00"), ("0.000007", "$0.000008 $0.000006 $0.000004 $0.000002 $0.000000"),
        ("1234567", "$1,250,000 $1,000,000 $750,000 $500,000 $250,000 $0"), ("0", "$1.00 $0.75 $0.50 $0.25 $0.00"),
    ]) func axesEndAtRoundSums(greatest: String, labels: String) {
        #expect(ChartAxis(upTo: Money(greatest)!).labels.joined(separator: " ") == labels)
    }

    @Test(arguments: [.max, .max - 1, .max / 5, 1, 3] as [Int128]) func axesHoldSumsOfAnySize(quintillionths: Int128) {
        let greatest = Money(quintillionths: quintillionths)
        let axis = ChartAxis(upTo: greatest)
        #expect(axis.top >= greatest)
        #expect(axis.labels.count == axis.places.count && axis.places.first?.text == "0%" && axis.places.last?.text == "100%")
    }

    /// Three parts of one third each: every part begins where the one below ends, and they fill the column.
    @Test func columnsAreStackedWithoutGaps() throws {
        let calls = ["a", "b", "c"].map { name in sample(dollars("0.1")) { $0.attribution.feature = name } }
        let report = report(calls) { $0.timelines = [.feature] }
        let chart = try #require(CostChart(report.timelines[0], in: report, decimals: 4, isFirst: true))
        #expect(chart.axis == ["$0.30", "$0.20", "$0.10", "$0.00"])
        #expect(chart.columns[0].parts.map(\.kind) == ["s1", "s2", "s3"])
        #expect(chart.columns[0].parts.map(\.top) == ["66.67%", "33.33%", "0%"])
        #expect(chart.columns[0].parts.map(\.height) == ["33.33%", "33.34%", "33.33%"])
        #expect(chart.columns[0].cost == "$0.3000" && chart.columns[0].shares == ["c $0.1000", "b $0.1000", "a $0.1000"])
    }

    @Test func theModelsStandInWhereNoCallNamesAFeature() {
        let page = page([sample()])
        #expect(page.contains(#"id="cost-by-model""#) && !page.contains(#"id="cost-by-feature""#) && !page.contains("Stacked by"))
    }

    @Test func anEmptyReportIsAPage() {
        let page = page([])
        #expect(page.contains("No call has a cost in US dollars.") && page.contains("No calls with a time") && page.hasSuffix("</html>\n"))
    }

    @Test(arguments: [.max, .min + 2, 1, -1, 0] as [Int128]) func showsAmountsOfEverySize(quintillionths: Int128) {
        let calls = (0..<2).map { place in
            sample(.priced(Money(quintillionths: quintillionths), currency: place == 0 ? .usd : Currency(code: "<b>"))) { call in
                call.attribution.feature = "a"
                call.usage?.input = .max
                call.usage?.cachedInput = .max
                call.latency = .max
            }
        }
        for calls in [calls, calls + calls, calls + [sample(at: "2026-05-09T10:00:01Z")]] {
            let page = page(calls)
            #expect(page.hasSuffix("</html>\n") && !page.contains("<b>\""))
        }
    }

    /// The rows of a table that others were folded into, and its total, stand below the ones that are sorted.
    @Test func foldedRowsAndTotalsComeLast() throws {
        let calls = (1...9).map { place in sample(dollars("\(place)")) { $0.attribution.feature = "f\(place)" } }
        let page = page(calls, by: ["feature,model"]) { $0.top = 2 }
        let foot = try #require(page.firstMatch(of: #/<tfoot>[\s\S]*?</tfoot>/#)).0
        #expect(foot.ranges(of: "<tr>").count == 2)
        #expect(foot.contains(#"<th scope="row" class="none" colspan="2">other (7)</th>"#) && foot.contains(#"<th scope="row" colspan="2">Total</th>"#))
    }

    @Test(arguments: [
        ("feature", nil, "cost", "descending"), ("feature", .errors, "errors", "descending"), ("feature", .latency, "p95", "descending"),
        ("day,feature", nil, "day", "ascending"), ("day", .calls, "calls", "descending"),
    ] as [(String, RowOrder?, String, String)]) func tablesSayWhatTheyAreOrderedBy(by: String, order: RowOrder?, column: String, direction: String) throws {
        let page = page([sample()], by: [by]) { $0.order = order }
        let head = try #require(page.firstMatch(of: #/<table data-sortable>[\s\S]*?</thead>/#)).0
        #expect(head.matches(of: #/aria-sort="(\w+)">([^<]*)</#).map { "\($0.2) \($0.1)" } == ["\(column) \(direction)"])
    }

    @Test func boundsAreNamed() {
        let page = page([sample()]) { plan in
            plan.zone = .newYork
            plan.since = plan.zone.start(of: CivilDate(year: 2026, month: 5, day: 1)!)
            plan.until = plan.zone.start(of: CivilDate(year: 2026, month: 6, day: 1)!)
        }
        #expect(page.contains("<p class=\"period\">1 May 2026 – 31 May 2026</p>"))
        #expect(page.contains("2026-05-01T00:00:00-04:00 up to 2026-06-01T00:00:00-04:00 (America/New_York); first call 2026-05-04T06:00:01-04:00"))
    }

    @Test func priceRowsNameWhatSetsThemApart() {
        var price = AppliedPrice(.model)
        (price.name, price.tier, price.aboveInputTokens, price.provider) = ("<zeta>", "batch", 272_000, "azure")
        (price.regionFactor, price.discounts) = (Money("1.1"), [Money("0.9")!])
        (price.start, price.end) = (Timestamp.parse("2026-01-01".utf8)?.timestamp, Timestamp.parse("2026-03-01".utf8)?.timestamp)
        price.origin = .init(file: "<b>.jsonl", line: 3, source: "https://example.com/<i>", confidence: "low")
        (price.calls, price.callModels) = (2, ["zeta-2026-01-01"])
        price.amount.add(Money("0.5")!)
        var time = AppliedPrice.Term(name: "audio_duration", rate: Money("0.006"), unit: "minute", isTime: true)
        time.count.add(90_500)
        price.terms = [time, .init(name: "input", rate: nil, unit: "1M tokens", isTime: false)]
        var yuan = AppliedPrice(.model)
        (yuan.name, yuan.currency, yuan.start) = ("y", Currency(code: "CNY"), Timestamp.parse("2026-01-01T12:00:00Z".utf8)?.timestamp)
        yuan.amount.add(Money("0.012")!)
        var report = report([sample()])
        report.appliedPrices = [price, yuan]
        let page = text(report, as: .html)
        let traits = ["batch", "above 272,000 input tokens", "at azure", "regional, ×1.1", "discount, ×0.9"].map { #" <span class="trait">\#($0)</span>"# }
        #expect(page.contains("<b>&lt;zeta&gt;</b>" + traits.joined()))
        #expect(page.contains("<span>in force 1 Jan 2026 – 28 Feb 2026, for calls of zeta-2026-01-01</span>"))
        #expect(page.contains("<span>&lt;b&gt;.jsonl, line 3: https://example.com/&lt;i&gt; (confidence low)</span>"))
        #expect(page.contains(#"<th scope="row">audio duration</th><td>$0.006 <span class="unit">per minute</span></td><td>90.5 s</td>"#))
        #expect(page.contains("<td>each its own <span"))
        #expect(page.contains("in force since 2026-01-01T12:00:00.000Z") && page.contains("<td>CNY 0.012</td>"))
    }

    /// March beside February: three calls for $0.3 before, two for $0.4 now. One call less at $0.1 is -$0.1, the rest of +$0.1 is price.
    @Test func comparisonsAreSplitForTheTotalAndForRows() throws {
        let before = (1...3).map { _ in sample(dollars("0.1"), at: "2026-02-10T00:00:00Z") { $0.attribution.feature = "chat" } }
        let now = (1...2).map { _ in sample(dollars("0.2"), at: "2026-03-10T00:00:00Z") { $0.attribution.feature = "chat" } }
        let page = page(before + now, by: ["feature", "day"]) { plan in
            plan.comparedSince = Timestamp.parse("2026-02-01".utf8)?.timestamp
            plan.since = Timestamp.parse("2026-03-01".utf8)?.timestamp
            plan.until = Timestamp.parse("2026-04-01".utf8)?.timestamp
        }
        let table = try #require(page.firstMatch(of: #/<table class="change">[\s\S]*?</table>/#)).0
        let rows = table.matches(of: #/<tr>(<th scope="row"[\s\S]*?)</tr>/#).map { row in
            row.1.replacing(#/<[^>]*>/#, with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(rows == [
            "cost $0.300000 $0.400000 +$0.100000 +33.3%", "of that, by volume -$0.100000", "of that, by price +$0.200000", "priced calls 3 2 -1 -33.3%",
            "cost per priced call $0.100000 $0.200000 +$0.100000 +100.0%", "calls 3 2 -1 -33.3%", "tokens 3,300 2,200 -1,100 -33.3%",
        ])
        let columns = page.matches(of: #/<table data-sortable>[\s\S]*?</thead>/#).map { $0.0.matches(of: #/<th [^>]*>([^<]*)</#).map { String($0.1) } }
        #expect(columns[0] == ["feature", "cost", "share", "before", "change", "by volume", "by price", "calls", "calls before", "errors", "input", "output", "p95"])
        #expect(columns[1] == ["day", "cost", "share", "calls", "errors", "input", "cached", "output", "p50", "p95"])
        #expect(page.ranges(of: "-$0.100000").count == 3, "in the comparison, in the row and in its table's total")
        #expect(!self.page([sample()]).contains("Compared with"))
    }

    @Test func revenueAndBudgetsAreShown() throws {
        let calls = [sample(dollars("2")) { call in
            call.attribution.user = EndUser(id: "u1")
            call.attribution.user?.monthlyRevenue = .string("31")
        }]
        let page = page(calls, by: ["user"]) { plan in
            plan.budgets = [Budget(conditions: [.init(field: .property(.user), value: "<u>")], limit: Money("1")!), Budget(conditions: [], limit: Money("1.50")!)]
        }
        // One day of a May with $31.
        #expect(page.contains(#"<tr><th scope="row">margin</th><td class="figure">-$1.00</td></tr>"#))
        #expect(page.contains(">revenue</th>") && page.contains(">margin</th>"))
        #expect(page.ranges(of: "<p class=\"alarm\">").count == 1 && page.contains("Over budget: all calls: 2 USD of 1.5 USD"))
        #expect(page.contains("user=&lt;u&gt;") && page.contains("$0.00 of $1.00") && page.contains("133.3%"))
        #expect(!page.contains("A budget a day"))
        #expect(self.page(calls) { $0.budgets = [Budget(conditions: [], limit: Money("1")!, period: .day)] }.contains("A budget a day"))
    }
}
