import CostReports
import Testing
import TrafficModel

@Suite struct ReportTests {
    private func call(_ feature: String?, _ cost: String = "1", user: String? = nil, at time: String? = "2026-05-04T10:00:01Z") -> PricedCall {
        sample(dollars(cost), at: time) { call in
            call.attribution.feature = feature
            call.attribution.user = user.map { EndUser(id: $0) }
        }
    }

    /// Case C75.
    @Test func callsWithoutAKeyHaveARowAndGroupsSumToTheTotal() {
        let report = report(by: ["feature", "user"], [call("search", "0.0028", user: "u1"), call(nil, "0.0028"), call("", "0.0028", user: "u1")])
        #expect(report.keys(0) == [nil, "search"] && report.costs(0) == ["0.0056", "0.0028"])
        #expect(report.keys(1) == ["u1", nil] && report.costs(1) == ["0.0056", "0.0028"])
        #expect(report.totals.cost.amount?.exactText == "0.0084")
    }

    /// Case C30.
    @Test func namesUnpricedModelsAndTheirTokens() {
        let unknown = sample(.unpriced(.unknownModel)) { $0.servedModel = "zeta-1" }
        let timeless = sample(.unpriced(.noTime)) { $0.servedModel = "zeta-1" }
        let nameless = sample(.unpriced(.noModel)) { $0.servedModel = nil }
        let report = report([sample(), nameless, unknown, timeless])
        #expect(report.unpricedModels.map(\.model) == ["zeta-1", nil])
        #expect(report.unpricedModels.map(\.calls.calls) == [2, 1])
        #expect(report.unpricedModels[0].calls.inputTokens.value == 2_000 && report.unpricedModels[0].calls.outputTokens.value == 200)
        #expect(report.unpricedModels[0].calls.reasons.map(\.reason) == [.unknownModel, .noTime])
        #expect(report.totals.unpricedCalls == 3 && report.isIncomplete)
        #expect(report.totals.cost.amount?.exactText == "0.0028")
    }

    @Test func aModelWithReportedCostsIsUnpricedOnlyWhereThePriceBookIsAsked() {
        let call = sample(.unpriced(.unknownModel)) { $0.reportedCost = Money("1") }
        #expect(report([call]).unpricedModels.isEmpty)
        #expect(report([call]) { $0.preference = .computed }.unpricedModels.count == 1)
    }

    @Test func ordersByCostThenByTheBytesOfTheKey() {
        let rows = [call("b"), call("B"), call("é"), call(nil), call("a"), call("z", "2"), sample(.noUsage(.error)) { $0.attribution.feature = "free" }]
        #expect(report(rows).keys() == ["z", "B", "a", "b", "é", nil, "free"])
    }

    @Test func ordersByEveryFigure() {
        func row(_ name: String, _ calls: Int, _ change: (inout Call) -> Void) -> [PricedCall] {
            Array(repeating: sample(dollars("0.1")) { $0.attribution.feature = name; $0.usage = TokenUsage(input: 1, output: 1); change(&$0) }, count: calls)
        }
        let calls = row("many", 5) { _ in } + row("long", 1) { $0.usage?.output = 1_000 } + row("broken", 2) { $0.status = .error } + row("slow", 1) { $0.latency = 5 }
        for (order, first) in [(RowOrder.calls, "many"), (.tokens, "long"), (.errors, "broken"), (.latency, "slow"), (.cost, "many")] {
            #expect(report(calls) { $0.order = order }.keys().first == first)
        }
    }

    @Test func timesAreOrderedByTimeUnlessToldOtherwise() {
        let calls = [call("a", "1", at: "2026-05-02T00:00:00Z"), call("a", "3", at: "2026-05-03T00:00:00Z"), call("b", "2", at: "2026-05-02T00:00:00Z"),
            call("a", "9", at: nil), call("a", "5", at: "2026-05-01T00:00:00Z")]
        #expect(report(by: ["day"], calls).keys() == ["2026-05-01", "2026-05-02", "2026-05-03", nil])
        #expect(report(by: ["day"], calls) { $0.order = .cost }.keys() == [nil, "2026-05-01", "2026-05-02", "2026-05-03"])
        #expect(report(by: ["day,feature"], calls).groups[0].rows.map { $0.key[1] } == ["a", "b", "a", "a", "a"])
        #expect(report(by: ["weekday"], calls).keys() == ["Friday", "Saturday", "Sunday", nil])
    }

    @Test func foldsTheRestIntoOneExactRow() {
        let calls = variedCalls(2_000, seed: 9)
        let all = report(by: ["session"], calls)
        let top = report(by: ["session"], calls) { $0.top = 10 }
        let rows = Array(top.groups[0].rows)
        #expect(rows.count == 11)
        #expect(Array(top.keys()[..<10]) == Array(all.keys()[..<10]))
        #expect(rows[10].key == ["other"] && rows[10].foldedRows == all.groups[0].rows.count - 10)
        var sum = Rollup()
        for row in rows { sum.merge(row.figures) }
        #expect(sum == all.totals)
        #expect(report(by: ["session"], calls) { $0.top = 1_000 }.groups[0].rows.allSatisfy { $0.foldedRows == nil })
        #expect(report(by: ["session"], calls) { $0.top = 0 }.keys() == ["other"])
    }

    /// Few rows are picked out, many are put in order; which it is must not show.
    @Test(arguments: RowOrder.allCases) func theTopIsWhatComesFirst(_ order: RowOrder) {
        // Of few figures, so that many rows tie.
        let calls = (0..<2_600).map { place in
            sample(place % 7 == 0 ? .noUsage(.error) : dollars("0.\(place % 5)")) { call in
                call.attribution.sessionID = "s-\(place * 7_919 % 2_600)"
                call.latency = Int64(place % 3)
                call.status = place % 4 == 0 ? .error : .success
            }
        }
        let all = report(by: ["session"], calls) { $0.order = order }
        for top in [1, 2, 999, 1_000, 1_001, 2_599] {
            let report = report(by: ["session"], calls) { plan in
                plan.order = order
                plan.top = top
            }
            #expect(report.keys() == Array(all.keys()[..<top]) + ["other"])
            var rest = Rollup()
            for row in all.groups[0].rows.dropFirst(top) { rest.merge(row.figures) }
            #expect(report.groups[0].rows.last?.figures == rest && report.groups[0].rows.last?.foldedRows == 2_600 - top)
        }
    }

    /// Which days are shown is decided by cost; how, by time.
    @Test func theTopOfATimeGroupIsItsDearest() {
        let calls = [("1", 1), ("3", 2), ("2", 3)].map { cost, day in call("a", cost, at: "2026-05-0\(day)T00:00:00Z") }
        #expect(report(by: ["day"], calls) { $0.top = 2 }.keys() == ["2026-05-02", "2026-05-03", "other"])
    }

    @Test func knowsTheTimesOfItsCalls() {
        let report = report([call("a", at: "2026-05-02T00:00:00Z"), call("a", at: nil), call("a", at: "2026-05-01T00:00:00Z")])
        #expect(report.period.first?.utcText == "2026-05-01T00:00:00.000Z" && report.period.last?.utcText == "2026-05-02T00:00:00.000Z")
    }

    @Test func spellingsThatLookAlikeAreTwoRows() {
        let calls = [call("caf\u{E9}"), call("cafe\u{301}", "2")]
        #expect(report(calls).costs() == ["2", "1"])
        #expect(report(calls.reversed()).costs() == ["2", "1"])
        // Of as many bytes; and of those that are written as ASCII elsewhere.
        for (left, right) in [("\u{212B}", "A\u{30A}"), ("K", "\u{212A}"), (";", "\u{37E}")] {
            #expect(left == right && report([call(left), call(right, "2"), call(left), call(right)]).costs() == ["3", "2"])
        }
    }

    @Test(arguments: 1...4) func orderAndSplittingDoNotShow(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let calls = variedCalls(3_000, seed: seed)
        var plan = ReportPlan()
        plan.groupings = [[.feature], [.session], [.time(.day), .model], [.property(.status), .user]]
        plan.zone = .lordHowe
        plan.top = 15
        func finish(_ builder: ReportBuilder) -> [UInt8] {
            var builder = builder
            return JSONReportWriter().bytes(of: builder.finish(inputs: InputCounts(), catalogue: "c"))
        }
        var whole = ReportBuilder(plan)
        for call in calls { whole.add(call) }
        var parts = Array(repeating: ReportBuilder(plan), count: 4)
        for call in calls.shuffled(using: &random) { parts[Int.random(in: 0..<4, using: &random)].add(call) }
        var merged = ReportBuilder(plan)
        for part in parts.shuffled(using: &random) { merged.merge(part) }
        #expect(finish(merged) == finish(whole))
    }

    @Test func everyCallIsExactlyOneOfThree() {
        let report = report(by: ["session"], variedCalls(2_000, seed: 4))
        #expect(report.unpricedModels.reduce(0) { $0 + $1.calls.calls } == report.totals.unpricedCalls)
        #expect(report.noUsage.reduce(0) { $0 + $1.calls } == report.totals.noUsageCalls)
        #expect(report.groups[0].rows.reduce(0) { $0 + $1.figures.calls } == 2_000)
    }

    @Test func anOverflowIsNoted() {
        let huge = sample { $0.usage?.input = .max }
        let report = report([huge, huge])
        #expect(report.diagnostics == [DiagnosticCount(.overflow, count: 1)])
        #expect(text(report, as: .json).contains(#""input_tokens":null"#))
        #expect(text(report, as: .table).contains("sums overflowed"))
    }

    @Test func booksBalance() {
        var inputs = InputCounts()
        (inputs.records, inputs.calls, inputs.joined, inputs.duplicates, inputs.filtered, inputs.ignored) = (100, 90, 2, 2, 3, 1)
        #expect(!inputs.isBalanced)
        inputs.rejects = [.invalidJSON: 2]
        #expect(inputs.isBalanced && inputs.rejected == 2)
    }
}
