import TrafficModel

/// Times in a few letters, as people say them.
enum DayText {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `4 Oct 2026`
    static func day(_ date: CivilDate) -> String {
        let (year, month, day) = date.yearMonthDay
        return "\(day) \(months[month - 1]) \(year)"
    }

    /// `1 Oct 2026 – 7 Oct 2026`, or the one day.
    static func days(from first: CivilDate, to last: CivilDate) -> String {
        first == last ? day(first) : "\(day(first)) – \(day(last))"
    }

    /// A mark on an axis of time: `13:00`, `4 Oct`, `W40`, `Oct 2026`.
    static func short(_ ordinal: Int64, _ unit: CalendarUnit, in zone: ZoneRules) -> String {
        let text = unit.text(ofOrdinal: ordinal, in: zone)
        switch unit {
        case .hour: return String(text.drop { $0 != "T" }.dropFirst().prefix(5))
        case .day: return String(day(CivilDate(daysSinceEpoch: Int(ordinal))).dropLast(5))
        case .week: return String(text.drop { $0 != "W" })
        case .month: return String(day(CivilDate(daysSinceEpoch: Int(ordinal))).dropFirst(2))
        case .weekday: return text
        }
    }
}
