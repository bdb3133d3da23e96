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
        let days = if let first, let last { zone.date(at: first)...zone.date(at: last) } else { nil as ClosedRange<CivilDate>? }
        let unit = ReportTimeline.unit(for: days)
        let costs = timeline.costs(by: unit)
        let values = ReportTimeline.dearestFirst(costs.values)
        let shown = values.prefix(ReportTimeline.mostSeries)

        func stretch(_ ordinal: Int64?) -> Stretch {
            let byValue = costs[ordinal] ?? [:]
            var stretch = Stretch(ordinal: ordinal, costs: shown.map { byValue[$0] ?? MoneySum() } + [MoneySum()])
            for value in values.dropFirst(shown.count) { stretch.costs[shown.count].merge(byValue[value] ?? MoneySum()) }
            for cost in stretch.costs { stretch.total.merge(cost) }
            return stretch
        }

        let all = ReportTimeline.stretches(of: unit, from: first, to: last, in: zone)
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

    /// Hours for a day, days for a season, weeks for two years, else months.
    private static func unit(for days: ClosedRange<CivilDate>?) -> CalendarUnit {
        guard let days else { return .day }
        return switch days.upperBound.daysSinceEpoch - days.lowerBound.daysSinceEpoch + 1 {
        case ...1: .hour
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

    /// All stretches between two instants, or nil where a stray time far from all others makes them too many.
    private static func stretches(of unit: CalendarUnit, from first: Timestamp?, to last: Timestamp?, in zone: ZoneRules) -> [Int64]? {
        guard let first, let last else { return [] }
        if unit == .hour {
            // An hour may begin anew where the clock is set, by a quarter of an hour at the least.
            return stride(from: first.seconds, through: last.seconds, by: 900).map { unit.ordinal(of: Timestamp(seconds: $0), in: zone) }
        }
        let days = zone.date(at: first).daysSinceEpoch...zone.date(at: last).daysSinceEpoch
        guard days.count <= mostMonths * 31 else { return nil }
        return days.map { unit.ordinal(of: zone.start(of: CivilDate(daysSinceEpoch: $0)), in: zone) }
    }
}
