package import TrafficModel

/// What calls cost over time, by the values of one field: collects what a ``ReportTimeline`` shows.
///
/// Hours are told apart while all calls lie in one day; from the second day on, days are. So it grows with days, not with calls, and what
/// it ends up with does not depend on their order.
package struct CostTimeline: Sendable {
    package let field: GroupField
    private let zone: ZoneRules
    /// How finely times are told apart so far.
    private(set) var unit = CalendarUnit.hour
    /// The day of all calls so far, while hours are told apart.
    private var day: CivilDate?
    private var sums: [Slot: MoneySum] = [:]

    /// A value of the field in a stretch of time; nil for calls without a time.
    private struct Slot: Hashable {
        var stretch: Int64?
        var value: KeyValue
    }

    package init(by field: GroupField, in zone: ZoneRules) {
        self.field = field
        self.zone = zone
    }

    /// Adds a call's cost, if it has one in US dollars.
    package mutating func add(_ call: Call, _ figures: CallFigures) {
        guard !figures.dollars.isNothing else { return }
        if let time = call.time { include(zone.date(at: time)) }
        let stretch = call.time.map { unit.ordinal(of: $0, in: zone) }
        sums[Slot(stretch: stretch, value: field.value(of: call, in: zone)), default: MoneySum()].merge(figures.dollars)
    }

    /// Adds what another timeline by the same field has seen.
    package mutating func merge(_ other: CostTimeline) {
        precondition(field == other.field && zone == other.zone, "only equal timelines merge")
        var other = other
        if let day = other.day { include(day) }
        if other.unit == .day { coarsen() }
        if unit == .day { other.coarsen() }
        for (slot, sum) in other.sums { sums[slot, default: MoneySum()].merge(sum) }
    }

    private mutating func include(_ date: CivilDate) {
        guard unit == .hour, day != date else { return }
        if day == nil { day = date } else { coarsen() }
    }

    private mutating func coarsen() {
        guard unit == .hour else { return }
        sums = grouped(by: .day)
        unit = .day
        day = nil
    }

    /// The sums by stretches of `larger`, which is no finer than what was told apart.
    private func grouped(by larger: CalendarUnit) -> [Slot: MoneySum] {
        guard larger != unit else { return sums }
        var grouped: [Slot: MoneySum] = [:]
        for (slot, sum) in sums {
            let stretch = slot.stretch.map { larger.ordinal(of: start(of: $0), in: zone) }
            grouped[Slot(stretch: stretch, value: slot.value), default: MoneySum()].merge(sum)
        }
        return grouped
    }

    private func start(of stretch: Int64) -> Timestamp {
        unit == .hour ? Timestamp(seconds: stretch) : zone.start(of: CivilDate(daysSinceEpoch: Int(stretch)))
    }

    /// The sums by value within each stretch of `larger`; under nil those of calls without a time.
    func costs(by larger: CalendarUnit) -> [Int64?: [KeyValue: MoneySum]] {
        var costs: [Int64?: [KeyValue: MoneySum]] = [:]
        for (slot, sum) in grouped(by: larger) { costs[slot.stretch, default: [:]][slot.value] = sum }
        return costs
    }
}
