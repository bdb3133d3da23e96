import CostReports
import Testing
import TrafficModel

@Suite struct ComparisonTests {
    private func time(_ text: String) -> Timestamp { Timestamp.parse(text.utf8)!.timestamp }

    private func start(before since: String, _ until: String, in zone: ZoneRules = .utc) -> String {
        zone.startOfPeriod(before: time(since), lastingUntil: time(until)).text(offsetSeconds: 0)
    }

    @Test func wholeMonthsAreComparedWithWholeMonths() {
        #expect(start(before: "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z") == "2026-02-01T00:00:00Z")
        #expect(start(before: "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z") == "2025-12-01T00:00:00Z")
        #expect(start(before: "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z") == "2025-10-01T00:00:00Z")
        #expect(start(before: "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z") == "2024-01-01T00:00:00Z")
    }

    @Test func wholeDaysAreComparedWithAsManyDays() {
        #expect(start(before: "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z") == "2026-02-23T00:00:00Z")
        #expect(start(before: "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z") == "2026-02-28T00:00:00Z")
        // The week in which the clock is set forward is an hour shorter than the one before.
        #expect(start(before: "2026-03-02T05:00:00Z", "2026-03-09T04:00:00Z", in: .newYork) == "2026-02-23T05:00:00Z")
        #expect(start(before: "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", in: .newYork) == "2026-03-07T05:00:00Z")
    }

    @Test func otherPeriodsAreComparedWithAsMuchTime() {
        #expect(start(before: "2026-03-01T00:00:00Z", "2026-03-01T13:30:00Z") == "2026-02-28T10:30:00Z")
        #expect(start(before: "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", in: .newYork) == "2026-01-29T00:00:00Z")
    }

    @Test(arguments: [
        // calls and cost before, calls and cost now; volume, price
        (["3", "3"], ["3", "3", "3"], "3", "0"), (["3", "3"], ["5", "5"], "0", "4"), (["1", "2"], ["4"], "-1.5", "2.5"),
        ([], ["2"], "2", "0"), (["2", "1"], [], "-3", "0"), ([], [], "0", "0"),
        (["1", "0", "0"], ["1", "1", "1", "1"], "0.333333333333333333", "2.666666666666666667"),
        (["2", "0", "0"], ["1", "1", "1", "1"], "0.666666666666666667", "1.333333333333333333"),
    ])
    func effectsAreThoseOfTheFormula(before: [String], now: [String], volume: String, price: String) throws {
        let change = try #require(CostChange(from: rollup(before.map { sample(dollars($0)) }), to: rollup(now.map { sample(dollars($0)) })))
        #expect(change.volumeEffect == Money(volume)! && change.priceEffect == Money(price)!)
    }

    @Test(arguments: 0..<50) func effectsAddUpToTheChange(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let before = rollup(variedCalls(Int.random(in: 0..<60, using: &random), seed: seed))
        let now = rollup(variedCalls(Int.random(in: 0..<60, using: &random), seed: seed &+ 1_000))
        let change = try #require(CostChange(from: before, to: now))
        #expect(change.volumeEffect.adding(change.priceEffect) == change.cost)
        #expect((before.cost.amount ?? .zero).adding(change.cost) == now.cost.amount ?? .zero)
    }

    /// Calls of both periods, in any number of parts.
    @Test func bothPeriodsAreKept() throws {
        var plan = ReportPlan()
        plan.groupings = [[.feature], [.time(.day)], [.time(.weekday)]]
        plan.since = time("2026-05-04T12:00:00Z")
        plan.comparedSince = time("2026-05-04T10:00:00Z")
        let calls = variedCalls(400, seed: 3)
        var parts = [ReportBuilder(plan), ReportBuilder(plan)]
        for (place, call) in calls.enumerated() { parts[place % 2].add(call) }
        parts[0].merge(parts[1])
        var inputs = InputCounts()
        (inputs.records, inputs.calls) = (400, 400)
        let report = parts[0].finish(inputs: inputs, catalogue: "")
        let before = calls.filter { $0.call.time! < plan.since! }
        #expect(try #require(report.comparison).totals == rollup(before))
        #expect(report.inputs.isBalanced && report.inputs.filtered == Int64(before.count) && report.inputs.calls == report.totals.calls)
        let features = try report.groups[0].rows.map { row in try #require(row.before) }
        #expect(features.reduce(0) { $0 + $1.calls } == Int64(before.count))
        #expect(report.groups[1].rows.allSatisfy { $0.before == nil } && report.groups[2].rows.allSatisfy { $0.before != nil })
    }

    @Test func whatIsGoneHasARow() {
        var plan = ReportPlan()
        plan.groupings = [[.feature]]
        plan.top = 1
        plan.since = time("2026-05-04T00:00:00Z")
        plan.comparedSince = time("2026-05-03T00:00:00Z")
        var builder = ReportBuilder(plan)
        for (name, day, cost) in [("a", "04", "1"), ("b", "04", "2"), ("c", "03", "4"), ("b", "03", "8")] {
            builder.add(sample(dollars(cost), at: "2026-05-\(day)T10:00:00Z") { $0.attribution.feature = name })
        }
        let rows = builder.finish(inputs: InputCounts(), catalogue: "").groups[0].rows
        #expect(rows.map { $0.key[0] } == ["b", "other"])
        #expect(rows.map { $0.foldedRows } == [nil, 2])
        #expect(rows.map { $0.before?.cost.amount } == [Money("8")!, Money("4")!])
    }
}
