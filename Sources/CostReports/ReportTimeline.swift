import TrafficModel

/// What calls cost over time, as a chart shows it: a column for each stretch of the calendar, stacked by the values that cost most.
package struct ReportTimeline: Sendable {
    /// One column.
    package struct Stretch: Sendable {
        /// See ``CalendarUnit``; nil for the calls without a time.
        package var ordinal: Int64?
        /// One sum for each of ``ReportTimeline/series``, and behind them one for all other values.
        package var costs: [MoneySum]
        package var total = MoneySum()
    }

    /// Values with a series of their own; more could not be told apart by colour.
    package static let mostSeries = 6

    package let field: GroupField
    package let unit: CalendarUnit
    /// The values that cost most, as they are shown; nil where nothing was told. The dearest comes first.
    package let series: [String?]
    /// How many values share the last sum.
    package let otherValues: Int
    /// Ascending in time.
    package let stretches: [Stretch]
    /// The cost of calls without a time, if there are any.
    package let undated: Stretch?
    /// False where stretches without costs are left out, since there would be too many.
    package let isContinuous: Bool

    /// `first` and `last`: the times of the first and the last call of the report.
    init(_ timeline: CostTimeline, in zone: ZoneRules, first: Timestamp?, last: Timestamp?) {
        let times = if let first, let last { first...last } else { nil as ClosedRange<Timestamp>? }
        let days = times.map { ReportTimeline.days(of: $0, in: zone) }
        let unit = ReportTimeline.unit(for: days, finest: timeline.unit)
        let costs = timeline.costs(by: unit)
        let values = ReportTimeline.dearestFirst(costs.values)
        let shown = values.prefix(ReportTimeline.mostSeries)
        let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($0.element, $0.offset) })

        func stretch(_ ordinal: Int64?) -> Stretch {
            var stretch = Stretch(ordinal: ordinal, costs: Array(repeating: MoneySum(), count: shown.count + 1))
            for (value, cost) in costs[ordinal] ?? [:] {
                stretch.costs[places[value] ?? shown.count].merge(cost)
                stretch.total.merge(cost)
            }
            return stretch
        }

        let all: [Int64]? = if let times, let days { ReportTimeline.stretches(of: unit, times: times, days: days, in: zone) } else { [] }
        let ordinals = Set(costs.keys.compactMap { $0 }).union(all ?? []).sorted()
        field = timeline.field
        self.unit = unit
        series = shown.map { timeline.field.text(of: $0, in: zone) }
        otherValues = values.count - shown.count
        stretches = ordinals.map(stretch)
        undated = costs[nil] == nil ? nil : stretch(nil)
        isContinuous = all != nil
    }

    /// True where at least one call told the field.
    package var isTold: Bool { otherValues > 0 || series.contains { $0 != nil } }

    /// The days since 1970 that some time lies in. A clock that is set back past midnight may show the later day first.
    private static func days(of times: ClosedRange<Timestamp>, in zone: ZoneRules) -> ClosedRange<Int> {
        let ends = [times.lowerBound, times.upperBound].map { zone.date(at: $0).daysSinceEpoch }
        return min(ends[0], ends[1])...max(ends[0], ends[1])
    }

    /// Hours for a day, days for a season, weeks for two years, else months.
    private static func unit(for days: ClosedRange<Int>?, finest: CalendarUnit) -> CalendarUnit {
        guard let days else { return .day }
        return switch days.count {
        case ...1: finest
        case ...120: .day
        case ...(2 * 366): .week
        default: .month
        }
    }

    private static func dearestFirst(_ stretches: some Sequence<[KeyValue: MoneySum]>) -> [KeyValue] {
        var totals: [KeyValue: MoneySum] = [:]
        for (value, cost) in stretches.joined() { totals[value, default: MoneySum()].merge(cost) }
        let ranked = totals.map { (value: $0.key, cost: $0.value.amount?.quintillionths ?? .max) }
        return ranked.sorted { $0.cost == $1.cost ? $0.value < $1.value : $0.cost > $1.cost }.map(\.value)
    }

    private static let mostMonths = 120

    /// All stretches of some time, or nil where a stray time far from all others makes them too many.
    private static func stretches(
        of unit: CalendarUnit, times: ClosedRange<Timestamp>, days: ClosedRange<Int>, in zone: ZoneRules
    ) -> [Int64]? {
        if unit == .hour {
            // An hour may begin anew where the clock is set, by a quarter of an hour at the least.
            let seconds = stride(from: times.lowerBound.seconds, to: times.upperBound.seconds, by: 900) + [times.upperBound.seconds]
            return seconds.map { unit.ordinal(of: Timestamp(seconds: $0), in: zone) }
        }
        guard days.count <= mostMonths * 31 else { return nil }
        return days.map { unit.ordinal(of: zone.start(of: CivilDate(daysSinceEpoch: $0)), in: zone) }
    }
}
