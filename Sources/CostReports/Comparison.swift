package import TrafficModel

/// What happened in the period directly before the report's own.
package struct Comparison: Sendable {
    package var since: Timestamp
    package var until: Timestamp
    package var totals: Rollup
}

/// How a cost changed, taken apart into two effects that add up to the change, to the last digit.
///
/// The volume effect is what the change in the number of calls would have cost at the price a call had before; the price effect is all else:
/// calls that cost more or less each, by their prices, models and lengths. Where there was no call before, there was no price, and all of
/// the change is volume.
package struct CostChange: Hashable, Sendable {
    package let cost: Money
    package let volumeEffect: Money
    package let priceEffect: Money

    /// Nil where a sum left its range.
    package init?(from before: Rollup, to now: Rollup) {
        guard !before.cost.hasOverflowed, !now.cost.hasOverflowed,
            let change = (now.cost.amount ?? .zero).subtracting(before.cost.amount ?? .zero)
        else { return nil }
        cost = change
        let (calls, callsBefore) = (now.dollarCalls, before.dollarCalls)
        guard callsBefore > 0 else {
            volumeEffect = change
            priceEffect = .zero
            return
        }
        guard let volume = (before.cost.amount ?? .zero).times(calls - callsBefore, dividedBy: callsBefore), let price = change.subtracting(volume)
        else { return nil }
        volumeEffect = volume
        // What the rounding of the other one left over is in here.
        priceEffect = price
    }
}

extension Rollup {
    /// What a priced call cost on average, rounded to the last digit.
    package var costPerCall: Money? {
        cost.amount.flatMap { $0.times(1, dividedBy: dollarCalls) }
    }
}

extension Money {
    /// This times `count` divided by `divisor`, to the nearest 10⁻¹⁸, halves away from zero; nil where it leaves the range.
    func times(_ count: Int64, dividedBy divisor: Int64) -> Money? {
        guard divisor > 0 else { return nil }
        // In two parts, so that no product is larger than the result.
        let (whole, rest) = quintillionths.quotientAndRemainder(dividingBy: Int128(divisor))
        let (wholes, overflow) = whole.multipliedReportingOverflow(by: Int128(count))
        let (part, left) = (rest * Int128(count)).quotientAndRemainder(dividingBy: Int128(divisor))
        let up: Int128 = left.magnitude * 2 >= UInt128(divisor) ? (left < 0 ? -1 : 1) : 0
        guard !overflow else { return nil }
        return Money(quintillionths: wholes).adding(Money(quintillionths: part + up))
    }
}

extension ZoneRules {
    /// The start of the period of the same length that ends where this one starts. Whole months are compared with as many whole months, whole
    /// days with as many days, and anything else with as much time.
    package func startOfPeriod(before since: Timestamp, lastingUntil until: Timestamp) -> Timestamp {
        let (first, end) = (date(at: since), date(at: until))
        guard start(of: first) == since, start(of: end) == until else {
            return Timestamp(microseconds: since.microseconds - (until.microseconds - since.microseconds))
        }
        let (from, to) = (first.yearMonthDay, end.yearMonthDay)
        if from.day == 1, to.day == 1 {
            let months = to.year * 12 + to.month - (from.year * 12 + from.month)
            let earlier = from.year * 12 + from.month - 1 - months
            if let month = CivilDate(year: earlier / 12, month: earlier % 12 + 1, day: 1) { return start(of: month) }
        }
        return start(of: CivilDate(daysSinceEpoch: 2 * first.daysSinceEpoch - end.daysSinceEpoch))
    }
}
