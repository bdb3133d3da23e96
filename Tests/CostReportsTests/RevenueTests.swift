import CostReports
import Testing
import TrafficModel

@Suite struct RevenueTests {
    private func call(_ user: String, _ revenue: MetadataValue?, at time: String, _ cost: String = "1") -> PricedCall {
        sample(dollars(cost), at: time) { call in
            call.attribution.user = EndUser(id: user)
            call.attribution.user?.monthlyRevenue = revenue
        }
    }

    private func revenues(_ calls: [PricedCall], since: String? = nil, until: String? = nil, top: Int? = nil, zone: ZoneRules = .utc) -> [String?] {
        let report = report(by: ["user"], calls) { plan in
            plan.since = since.map { Timestamp.parse($0.utf8)!.timestamp }
            plan.until = until.map { Timestamp.parse($0.utf8)!.timestamp }
            plan.top = top
            plan.zone = zone
        }
        return report.groups[0].rows.map { $0.revenue.map { "\($0.amount.amount!.exactText) \($0.margin!.exactText)" } }
    }

    @Test func aMonthIsCountedByItsDays() {
        let calls = [call("u", .json("30"), at: "2026-04-10T10:00:00Z")]
        #expect(revenues(calls, since: "2026-04-01T00:00:00Z", until: "2026-05-01T00:00:00Z") == ["30 29"])
        #expect(revenues(calls, since: "2026-04-10T00:00:00Z", until: "2026-04-11T00:00:00Z") == ["1 0"])
        #expect(revenues(calls, since: "2026-03-01T00:00:00Z", until: "2026-06-01T00:00:00Z") == ["30 29"])
        // The days of the first and the last call, where no period was asked for; begun days are days.
        #expect(revenues(calls) == ["1 0"])
        #expect(revenues(calls, since: "2026-04-09T23:00:00Z", until: "2026-04-10T12:00:00Z") == ["2 1"])
    }

    @Test func monthsWithoutACallDoNotCount() {
        let calls = [call("u", .json("31"), at: "2026-03-31T23:59:59Z"), call("u", .string("30.5"), at: "2026-05-01T00:00:00Z"), call("v", nil, at: "2026-04-04T00:00:00Z")]
        #expect(revenues(calls, since: "2026-03-01T00:00:00Z", until: "2026-06-01T00:00:00Z") == ["61.5 59.5", nil])
    }

    /// The first second of May is the last evening of April in New York.
    @Test func monthsAreThoseOfTheZone() {
        let calls = [call("u", .string("31"), at: "2026-05-01T00:00:00Z")]
        let (since, until) = ("2026-04-01T04:00:00Z", "2026-05-01T00:00:01Z")
        #expect(revenues(calls, since: since, until: until) == ["1 0"])
        #expect(revenues(calls, since: since, until: until, zone: .newYork) == ["31 30"])
    }

    @Test func theLatestAmountOfAMonthCounts() {
        let calls = [
            call("u", .json("10"), at: "2026-04-01T00:00:00Z", "0"), call("u", .json("20"), at: "2026-04-30T00:00:00Z", "0"),
            call("u", .json("15"), at: "2026-04-30T00:00:00Z", "0"), call("u", nil, at: "2026-04-30T12:00:00Z", "0"),
        ]
        for calls in [calls, calls.reversed()] { #expect(revenues(calls, since: "2026-04-01T00:00:00Z", until: "2026-05-01T00:00:00Z") == ["20 20"]) }
    }

    @Test(arguments: [MetadataValue.string("a lot"), .string(""), .json("null"), .json("-5"), .json("{}")]) func noAmountIsNotTold(value: MetadataValue) {
        #expect(revenues([call("u", value, at: "2026-04-10T10:00:00Z")]) == [nil])
    }

    @Test func foldedUsersAndAllOfThemAddUp() throws {
        let calls = ["a", "b", "c"].enumerated().map { place, user in call(user, .json("300"), at: "2026-04-0\(place + 1)T00:00:00Z", "\(9 - place)") }
            + [call("d", nil, at: "2026-04-02T00:00:00Z", "5")]
        let month = (since: "2026-04-01T00:00:00Z", until: "2026-05-01T00:00:00Z")
        #expect(revenues(calls, since: month.since, until: month.until, top: 1) == ["300 291", "600 585"])
        let report = report(by: ["user", "feature", "user,model"], calls)
        let all = try #require(report.groups[0].revenue)
        // Three of thirty days.
        #expect(all.users == 3 && all.amount.amount == Money("90")! && all.margin == Money("66")!)
        #expect(report.groups[1].revenue == nil && report.groups[2].revenue == nil)
    }
}
