import CostReports
import Testing
import TrafficModel

@Suite struct TimelineTests {
    private func timeline(_ calls: [PricedCall], by field: GroupField = .feature, in zone: ZoneRules = .utc) -> ReportTimeline {
        report(calls) { plan in
            plan.zone = zone
            plan.timelines = [field]
        }.timelines[0]
    }

    private func labels(_ timeline: ReportTimeline, in zone: ZoneRules = .utc) -> [String] {
        timeline.stretches.compactMap { stretch in stretch.ordinal.map { timeline.unit.text(ofOrdinal: $0, in: zone) } }
    }

    private func costs(_ timeline: ReportTimeline) -> [String?] { timeline.stretches.map { $0.total.amount?.exactText } }

    private func call(_ cost: String, _ feature: String?, _ time: String?) -> PricedCall {
        sample(dollars(cost), at: time) { $0.attribution.feature = feature }
    }

    @Test func aDayIsShownByHours() {
        let timeline = timeline([call("0.25", "a", "2026-05-04T10:59:59Z"), call("0.5", "a", "2026-05-04T10:00:00Z"), call("1", "b", "2026-05-04T12:30:00Z")])
        #expect(timeline.unit == .hour)
        #expect(labels(timeline) == ["2026-05-04T10:00:00Z", "2026-05-04T11:00:00Z", "2026-05-04T12:00:00Z"])
        #expect(costs(timeline) == ["0.75", nil, "1"])
    }

    @Test func severalDaysAreShownByDaysWithoutGaps() {
        let timeline = timeline([call("1", "a", "2026-05-04T23:59:59Z"), call("2", "a", "2026-05-07T00:00:00Z"), call("4", "b", "2026-05-04T00:00:00Z")])
        #expect(timeline.unit == .day)
        #expect(labels(timeline) == ["2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07"])
        #expect(costs(timeline) == ["5", nil, nil, "2"])
        #expect(timeline.series == ["b", "a"])
        #expect(timeline.stretches[0].costs.map { $0.amount?.exactText } == ["4", "1", nil])
    }

    /// A day without costs still is a day of the report.
    @Test func callsWithoutAPriceStretchTheTime() {
        let timeline = timeline([call("1", "a", "2026-05-04T10:00:00Z"), sample(.unpriced(.unknownModel), at: "2026-05-05T10:00:00Z")])
        #expect(timeline.unit == .day && costs(timeline) == ["1", nil])
    }

    @Test(arguments: [("2026-08-31", CalendarUnit.day), ("2026-09-01", .week), ("2028-05-04", .week), ("2028-05-06", .month)])
    func longTimesAreShownByLongerStretches(last: String, unit: CalendarUnit) {
        let timeline = timeline([call("1", "a", "2026-05-04T00:00:00Z"), call("2", "a", "\(last)T00:00:00Z")])
        #expect(timeline.unit == unit && timeline.isContinuous)
        let totals = timeline.stretches.compactMap(\.total.amount)
        #expect(totals == [Money("1")!, Money("2")!] && timeline.stretches.count > 2)
    }

    /// One record with a stray time must not make a thousand columns.
    @Test func aStrayTimeLeavesEmptyStretchesOut() {
        let timeline = timeline([call("1", "a", "1970-01-01T00:00:00Z"), call("2", "a", "2026-05-04T00:00:00Z"), call("4", "a", "9999-12-31T23:59:59Z")])
        #expect(timeline.unit == .month && !timeline.isContinuous)
        #expect(labels(timeline) == ["1970-01", "2026-05", "9999-12"])
    }

    @Test func daysAreThoseOfTheZone() {
        let calls = [call("1", "a", "2026-05-05T03:59:59Z"), call("2", "a", "2026-05-05T04:00:00Z")]
        #expect(costs(timeline(calls, in: .newYork)) == ["1", "2"])
        #expect(timeline(calls).unit == .hour)
    }

    /// 1 November 2026 has 25 hours in New York, 8 March 23.
    @Test(arguments: [("2026-11-01T04:30:00Z", "2026-11-02T04:30:00Z", 25), ("2026-03-08T05:30:00Z", "2026-03-09T03:30:00Z", 23)])
    func hoursFollowTheClock(first: String, last: String, hours: Int) {
        let timeline = timeline([call("1", "a", first), call("2", "a", last)], in: .newYork)
        #expect(timeline.unit == .hour && timeline.stretches.count == hours)
        #expect(Set(labels(timeline, in: .newYork)).count == hours)
    }

    /// On Lord Howe Island the clock goes back by half an hour at 02:00 on 5 April: 01:30 to 02:00 come twice, and begin anew.
    @Test func halfHoursOfTheClockAreStretchesToo() {
        let timeline = timeline([call("1", "a", "2026-04-04T13:30:00Z"), call("2", "a", "2026-04-05T13:00:00Z")], in: .lordHowe)
        #expect(labels(timeline, in: .lordHowe).prefix(4) == ["2026-04-05T00:00:00+11:00", "2026-04-05T01:00:00+11:00", "2026-04-05T01:30:00+10:30", "2026-04-05T02:00:00+10:30"])
    }

    /// In St. John's the clock went from 00:01 back to 23:01 of the day before.
    @Test func aDayMayBeginTwice() {
        let zone = ZoneRules(name: "America/St_Johns", offsets: [.init(from: 1_268_534_160, seconds: -9_000), .init(from: 1_289_097_060, seconds: -12_600)])
        let calls = [call("1", "a", "2010-11-07T02:00:00Z"), call("2", "a", "2010-11-07T02:30:30Z"), call("4", "a", "2010-11-07T02:40:00Z")]
        let twoDays = timeline(calls, in: zone)
        #expect(twoDays.unit == .day && labels(twoDays, in: zone) == ["2010-11-06", "2010-11-07"] && costs(twoDays) == ["5", "2"])
        let backwards = timeline(Array(calls.dropFirst()), in: zone)
        #expect(labels(backwards, in: zone) == ["2010-11-06", "2010-11-07"] && costs(backwards) == ["4", "2"])
    }

    @Test func theDearestValuesHaveTheirOwnSeries() {
        let calls = (1...9).map { call("\($0)", "f\($0)", "2026-05-04T10:00:00Z") }
        let timeline = timeline(calls)
        #expect(timeline.series == ["f9", "f8", "f7", "f6", "f5", "f4"] && timeline.otherValues == 3)
        #expect(timeline.stretches[0].costs.map { $0.amount?.exactText } == ["9", "8", "7", "6", "5", "4", "6"])
        #expect(timeline.stretches[0].total.amount == Money("45"))
    }

    @Test func callsWithoutATimeAreKept() {
        let timeline = timeline([call("1", nil, nil), call("2", "a", "2026-05-04T10:00:00Z")])
        #expect(timeline.undated?.total.amount == Money("1") && costs(timeline) == ["2"])
        #expect(timeline.isTold && timeline.series == ["a", nil])
        #expect(!self.timeline([call("1", nil, nil)]).isTold)
    }

    private struct Texts: KeyTexts {
        let all = ["", "chat", "search", "u1", "u2", "u3"]
        func text(_ number: Int32) -> String { all[Int(number)] }
        func number(_ text: String?) -> Int32 { text.map { Int32(all.firstIndex(of: $0)!) } ?? KeyNumbers.none }
    }

    /// As calls of a ledger are added: in batches, with numbers for their texts.
    /// Some calls are in no batch, since others tell of them too: none, some, or all from one on.
    @Test(arguments: 0..<3 as Range<UInt64>, [[], Set(stride(from: 0, to: 300, by: 10)), Set(200..<300)]) func numbersStandForTexts(
        seed: UInt64, alone: Set<Int>
    ) throws {
        var plan = ReportPlan()
        plan.groupings = [[.feature], [.user], [.model], [.feature, .model]]
        plan.timelines = [.feature, .model, .user]
        let calls = variedCalls(300, seed: seed).map { priced in
            var priced = priced
            priced.call.attribution.user = priced.call.attribution.user.map { EndUser(id: "u\($0.id.utf8.count % 3 + 1)") }
            return priced
        }
        let times = calls.compactMap(\.call.time).sorted()
        for isCompared in [false, true] {
            plan.comparedSince = isCompared ? times.first : nil
            plan.since = isCompared ? times[times.count / 2] : nil
            try expectTheSame(calls, plan, alone)
        }
    }

    private func expectTheSame(_ calls: [PricedCall], _ plan: ReportPlan, _ alone: Set<Int>) throws {
        var expected = ReportBuilder(plan)
        for call in calls { expected.add(call) }
        let texts = Texts()
        var builder = ReportBuilder(plan)
        var batch = builder.makeBatch(texts)
        for (place, call) in calls.enumerated() {
            var numbers = KeyNumbers()
            numbers.feature = texts.number(call.call.attribution.feature)
            numbers.user = texts.number(call.call.attribution.user?.id)
            if alone.contains(place) { builder.add(call) } else { batch.add(call, numbers: numbers) }
            if place % 90 == 89 { builder.add(&batch) }
        }
        builder.add(&batch)
        func page(_ builder: ReportBuilder) -> [UInt8] {
            var builder = builder
            return HTMLReportWriter().bytes(of: builder.finish(inputs: InputCounts(), catalogue: "2026-11-24"))
        }
        #expect(page(builder) == page(expected))
    }

    @Test(arguments: 0..<4 as Range<UInt64>) func neitherOrderNorPartsMatter(seed: UInt64) {
        var plan = ReportPlan()
        plan.timelines = [.feature, .model, .user]
        plan.zone = .newYork
        let calls = variedCalls(200, seed: seed)
        func builder(_ calls: some Sequence<PricedCall>) -> ReportBuilder {
            var builder = ReportBuilder(plan)
            for call in calls { builder.add(call) }
            return builder
        }
        // The first parts lie within a day each, the last ones do not.
        var merged = builder(calls.prefix(1))
        for part in [calls[1..<2], calls[2..<20], calls[20...]] { merged.merge(builder(part)) }
        let writer = HTMLReportWriter()
        func page(_ builder: ReportBuilder) -> [UInt8] {
            var builder = builder
            return writer.bytes(of: builder.finish(inputs: InputCounts(), catalogue: "2026-11-24"))
        }
        #expect(page(merged) == page(builder(calls.reversed())))

        let report = merged.finish(inputs: InputCounts(), catalogue: "2026-11-24")
        for timeline in report.timelines {
            var sum = MoneySum()
            for stretch in timeline.stretches + (timeline.undated.map { [$0] } ?? []) { sum.merge(stretch.total) }
            #expect(sum == report.totals.cost)
        }
    }
}
