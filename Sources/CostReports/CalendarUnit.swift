package import TrafficModel

/// A stretch of the calendar that calls are grouped by. The raw value is the field's name.
package enum CalendarUnit: String, Sendable, CaseIterable {
    case day, week, month, hour, weekday

    /// The number of the stretch that an instant lies in, ascending with time: of a day, week or month its first day since 1970, of an
    /// hour its first second, of a weekday 0 for Monday to 6 for Sunday.
    package func ordinal(of time: Timestamp, in zone: ZoneRules) -> Int64 {
        if self == .hour { return zone.startOfHour(at: time).seconds }
        let date = zone.date(at: time)
        return switch self {
        case .week: Int64(date.daysSinceEpoch - date.weekday)
        case .month: Int64(date.daysSinceEpoch - date.yearMonthDay.day + 1)
        case .weekday: Int64(date.weekday)
        case .day, .hour: Int64(date.daysSinceEpoch)
        }
    }

    /// `2026-10-01`, `2026-W40` (ISO 8601), `2026-10`, `2026-10-01T13:00:00-04:00`, `Monday`.
    package func text(ofOrdinal ordinal: Int64, in zone: ZoneRules) -> String {
        let date = CivilDate(daysSinceEpoch: Int(ordinal))
        switch self {
        case .day: return date.text
        case .week:
            let (year, week) = date.isoWeek
            return "\(year)-W\(week < 10 ? "0" : "")\(week)"
        case .month: return String(date.text.dropLast(3))
        case .weekday: return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][Int(ordinal)]
        case .hour:
            let start = Timestamp(seconds: ordinal)
            return start.text(offsetSeconds: zone.offset(at: start))
        }
    }
}
