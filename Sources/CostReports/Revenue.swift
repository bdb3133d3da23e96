package import TrafficModel

/// What users bring in, beside what their calls cost.
package struct Revenue: Hashable, Sendable {
    /// Users whose revenue is known.
    package var users: Int64 = 0
    package var amount = MoneySum()
    /// Of those users' calls.
    package var cost = MoneySum()

    /// Revenue less cost; nil where a sum left its range.
    package var margin: Money? {
        cost.hasOverflowed ? nil : amount.amount.flatMap { $0.subtracting(cost.amount ?? .zero) }
    }

    func merged(with other: Revenue) -> Revenue {
        var sum = self
        sum.users += other.users
        sum.amount.merge(other.amount)
        sum.cost.merge(other.cost)
        return sum
    }
}

/// The monthly revenues that calls told of their users.
///
/// A user's revenue counts for each calendar month with a call of theirs, in proportion to the days of that month that lie in the report's
/// period: a report on one day has a thirtieth of April's. Where the calls of a month tell several amounts, the latest call's counts.
struct RevenueTable: Sendable {
    private struct Told: Sendable {
        var time: Timestamp
        var amount: Money

        /// Of calls at one instant the greater amount counts, so that the order of calls does not matter.
        func merged(with other: Told) -> Told {
            if time != other.time { return time > other.time ? self : other }
            return amount > other.amount ? self : other
        }
    }

    /// By user, then by the ordinal of the month.
    private var months: [KeyText: [Int64: Told]] = [:]
    private let zone: ZoneRules

    init(in zone: ZoneRules) {
        self.zone = zone
    }

    /// Notes what a call tells. What is no amount is as good as not told; that it was no amount is a note on the call.
    mutating func add(_ call: Call) {
        guard let user = call.attribution.user, let amount = user.monthlyRevenue?.amount, let time = call.time else { return }
        note(Told(time: time, amount: amount), of: KeyText(user.id), month: CalendarUnit.month.ordinal(of: time, in: zone))
    }

    mutating func merge(_ other: RevenueTable) {
        for (user, months) in other.months {
            for (month, told) in months { note(told, of: user, month: month) }
        }
    }

    private mutating func note(_ told: Told, of user: KeyText, month: Int64) {
        let before = months[user]?[month]
        months[user, default: [:]][month] = before?.merged(with: told) ?? told
    }

    /// Each user's revenue in a period; `until` is no longer in it.
    func revenues(since: Timestamp, until: Timestamp) -> [KeyText: MoneySum] {
        let first = zone.date(at: since).daysSinceEpoch
        let last = zone.date(at: Timestamp(microseconds: until.microseconds - 1)).daysSinceEpoch
        return months.mapValues { months in
            var sum = MoneySum()
            for (month, told) in months {
                let start = CivilDate(daysSinceEpoch: Int(month))
                let length = start.daysInMonth
                let covered = min(last, start.daysSinceEpoch + length - 1) - max(first, start.daysSinceEpoch) + 1
                if let part = told.amount.times(Int64(max(0, covered)), dividedBy: Int64(length)) { sum.add(part) }
            }
            return sum
        }
    }
}

extension CivilDate {
    /// The days of the month that starts on this day.
    fileprivate var daysInMonth: Int {
        let (year, month, _) = yearMonthDay
        let next = CivilDate(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
        return (next?.daysSinceEpoch ?? daysSinceEpoch + 31) - daysSinceEpoch
    }
}
