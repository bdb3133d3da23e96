import Testing
import TrafficModel

@Suite struct TimeTests {
    // Widths of time stamps as in real logs; all lie in the second 2026-05-04T10:00:00Z.
    @Test(arguments: [
        "2026-05-04T10:00:00.1Z", "2026-05-04T12:00:00.123456+0200", "2026-05-04t10:00:00.123456789z", "2026-05-04 10:00:00",
        "2026-05-04T10:00:00Z", "2026-05-04T05:30:00-04:30", "2026-05-04T12:00:00+02", "2026-05-04 10:00:00 UTC", "2026-05-04T10:00",
    ])
    func readsEveryWidth(text: String) {
        #expect(Timestamp.parse(text.utf8)?.timestamp.seconds == 1_777_888_800)
    }

    @Test func saysWhetherTheZoneWasNamed() {
        #expect(Timestamp.parse("2026-05-04 10:00:00".utf8)?.hasZone == false)
        #expect(Timestamp.parse("2026-05-04 10:00:00Z".utf8)?.hasZone == true)
        #expect(Timestamp.parse("2026-05-04".utf8)?.isDate == true)
    }

    @Test(arguments: ["", "2026", "2026-13-01", "2026-02-30", "2026-05-04T24:00:00Z", "2026-05-04T10:61:00Z", "2026-05-04T10:00:00.Z", "2026-05-04T10:00:00+2", "2026-05-04T10:00:00Zx", "04/05/2026"])
    func refusesOtherText(text: String) {
        #expect(Timestamp.parse(text.utf8) == nil)
    }

    @Test(arguments: [("1777888800", 1_777_888_800_000_000), ("1777888800123", 1_777_888_800_123_000), ("1777888800123456", 1_777_888_800_123_456),
        ("1777888800123456789", 1_777_888_800_123_456), ("1793613600.42", 1_793_613_600_420_000), ("1777888800123.5", 1_777_888_800_123_500)])
    func unixTimesTellTheirUnitByTheirSize(digits: String, micros: Int) {
        #expect(Timestamp(unixDigits: digits.utf8)?.microseconds == Int64(micros))
    }

    @Test func readsHTTPDates() {
        #expect(Timestamp.parseHTTPDate("Sun, 06 Nov 1994 08:49:37 GMT".utf8)?.seconds == 784_111_777)
        #expect(Timestamp.parseHTTPDate("yesterday".utf8) == nil)
    }

    @Test func printsUTCAndOffsets() {
        #expect(Timestamp(microseconds: 1_759_276_801_000_000).utcText == "2025-10-01T00:00:01.000Z")
        #expect(Timestamp(microseconds: -1).utcText == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(seconds: 1_790_874_000).text(offsetSeconds: -14_400) == "2026-10-01T13:00:00-04:00")
    }

    @Test func daysSurviveARoundTrip() {
        for days in stride(from: -200_000, through: 200_000, by: 37) {
            let date = CivilDate(daysSinceEpoch: days)
            let (year, month, day) = date.yearMonthDay
            #expect(CivilDate(year: year, month: month, day: day) == date)
        }
    }

    // ISO 8601's own examples of weeks that belong to another year.
    @Test(arguments: [((2005, 1, 1), (2004, 53)), ((2005, 1, 2), (2004, 53)), ((2008, 12, 29), (2009, 1)), ((2010, 1, 3), (2009, 53)), ((2026, 10, 1), (2026, 40))])
    func weeksBelongToTheYearOfTheirThursday(date: (Int, Int, Int), week: (Int, Int)) {
        let found = CivilDate(year: date.0, month: date.1, day: date.2)!.isoWeek
        #expect(found.year == week.0 && found.week == week.1)
    }

    // New York 2026: DST from 8 March 07:00Z to 1 November 06:00Z.
    static let newYork = ZoneRules(name: "America/New_York", offsets: [
        .init(from: 1_762_063_200, seconds: -18_000), .init(from: 1_772_953_200, seconds: -14_400), .init(from: 1_793_512_800, seconds: -18_000),
    ])

    @Test func the23HourDayHas23Hours() {
        let zone = TimeTests.newYork
        let day = CivilDate(year: 2026, month: 3, day: 8)!
        let start = zone.start(of: day)
        let end = zone.start(of: CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1))
        #expect(start.utcText == "2026-03-08T05:00:00.000Z")
        #expect(end.utcText == "2026-03-09T04:00:00.000Z")
        #expect(zone.date(at: Timestamp(microseconds: start.microseconds - 1)).text == "2026-03-07")
        #expect(zone.date(at: end).text == "2026-03-09")
    }

    @Test func aDayWithoutMidnightStartsAfterTheGap() {
        // Asunción 2024-10-06: clocks went from 00:00 to 01:00 (04:00Z).
        let zone = ZoneRules(name: "America/Asuncion", offsets: [.init(from: 1_711_249_200, seconds: -14_400), .init(from: 1_728_187_200, seconds: -10_800)])
        #expect(zone.start(of: CivilDate(year: 2024, month: 10, day: 6)!).utcText == "2024-10-06T04:00:00.000Z")
    }
}
