import CostReports
import Testing
import TrafficModel

@Suite struct CalendarTests {
    private func texts(_ unit: CalendarUnit, _ zone: ZoneRules, _ times: [String]) -> [String] {
        times.map { unit.text(ofOrdinal: unit.ordinal(of: Timestamp.parse($0.utf8)!.timestamp, in: zone), in: zone) }
    }

    /// Case C66: 8 March 2026 has 23 hours in New York.
    @Test func daysFollowTheWallClock() {
        let times = ["2026-03-08T04:59:59Z", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z"]
        let calls = times.map { sample(dollars("0.00045"), at: $0) }
        let local = report(by: ["day"], calls) { $0.zone = .newYork }
        #expect(local.keys() == ["2026-03-07", "2026-03-08", "2026-03-09"])
        #expect(local.calls() == [1, 2, 1])
        #expect(local.costs() == ["0.00045", "0.0009", "0.00045"])
        #expect(report(by: ["day"], calls).calls() == [2, 2])
    }

    @Test func hoursAreNamedByTheirFirstInstant() {
        let spring = texts(.hour, .newYork, ["2026-03-08T06:59:59Z", "2026-03-08T07:00:00Z", "2026-10-01T17:42:00Z"])
        #expect(spring == ["2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00", "2026-10-01T13:00:00-04:00"])
        let autumn = texts(.hour, .newYork, ["2026-11-01T05:59:59.999Z", "2026-11-01T06:00:00Z"])
        #expect(autumn == ["2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00"])
    }

    /// The clock of Lord Howe moves by half an hour, within an hour of UTC as well as of its own.
    @Test func halfHourChangesSplitAnHour() {
        let autumn = texts(.hour, .lordHowe, ["2026-04-04T14:59:59Z", "2026-04-04T15:00:00Z", "2026-04-04T15:29:59Z", "2026-04-04T15:30:00Z"])
        #expect(autumn == ["2026-04-05T01:00:00+11:00", "2026-04-05T01:30:00+10:30", "2026-04-05T01:30:00+10:30", "2026-04-05T02:00:00+10:30"])
        let spring = texts(.hour, .lordHowe, ["2026-10-03T15:29:59Z", "2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z"])
        #expect(spring == ["2026-10-04T01:00:00+10:30", "2026-10-04T02:30:00+11:00", "2026-10-04T03:00:00+11:00"])
    }

    @Test func daysOfLordHoweBeginAtItsMidnight() {
        #expect(texts(.day, .lordHowe, ["2026-10-03T13:29:59Z", "2026-10-03T13:30:00Z", "2026-10-04T12:59:59Z", "2026-10-04T13:00:00Z"])
            == ["2026-10-03", "2026-10-04", "2026-10-04", "2026-10-05"])
    }

    @Test func weeksAreThoseOfISO8601() {
        #expect(texts(.week, .utc, ["2026-10-01T00:00:00Z", "2027-01-03T23:59:59Z", "2027-01-04T00:00:00Z"]) == ["2026-W40", "2026-W53", "2027-W01"])
        #expect(texts(.month, .newYork, ["2026-10-01T03:59:59Z", "2026-10-01T04:00:00Z"]) == ["2026-09", "2026-10"])
        #expect(texts(.weekday, .utc, ["2026-10-01T00:00:00Z", "2026-10-04T00:00:00Z"]) == ["Thursday", "Sunday"])
    }

    @Test func timesBeforeTheEpochGroupToo() {
        #expect(texts(.hour, .utc, ["1969-12-31T23:59:59Z"]) == ["1969-12-31T23:00:00Z"])
        #expect(texts(.month, .utc, ["1969-12-31T23:59:59Z"]) == ["1969-12"])
    }
}
