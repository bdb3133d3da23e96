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
    private var sums = Sums()

    /// A value of the field in a stretch of time; nil for calls without a time.
    private struct Slot: Hashable {
        var stretch: Int64?
        var value: Value
    }

    private enum Value: Hashable {
        case told(KeyValue)
        /// A number that stands for a text, until a merge puts the text in its place.
        case number(Int32)

        func resolved(by texts: (any KeyTexts)?) -> Value {
            guard case .number(let number) = self, let texts else { return self }
            return .told(number == KeyNumbers.none ? .none : KeyValue(texts.text(number)))
        }
    }

    /// The sums of the slots that were met.
    private struct Sums {
        private(set) var all: [(slot: Slot, sum: MoneySum)] = []
        private var places: [Slot: Int] = [:]
        /// Most calls have one of a few values, and are close in time to the one before.
        private var recent = Recent<Int>()

        mutating func add(_ sum: MoneySum, at slot: Slot) {
            for place in recent.all where all[place].slot == slot { return all[place].sum.merge(sum) }
            let place = place(of: slot)
            all[place].sum.merge(sum)
            recent.note(place)
        }

        private mutating func place(of slot: Slot) -> Int {
            if let place = places[slot] { return place }
            places[slot] = all.count
            all.append((slot, MoneySum()))
            return all.count - 1
        }
    }

    package init(by field: GroupField, in zone: ZoneRules) {
        self.field = field
        self.zone = zone
    }

    /// Adds a call's cost, if it has one in US dollars. With `numbers`, the texts are for the merge that comes.
    mutating func add(_ call: borrowing Call, _ figures: CallFigures, _ numbers: KeyNumbers? = nil) {
        guard !figures.dollars.isNothing else { return }
        if let time = call.time { include(zone.date(at: time)) }
        let stretch = call.time.map { unit.ordinal(of: $0, in: zone) }
        let value = field.number(in: numbers).map { Value.number($0) } ?? .told(field.value(of: call, in: zone))
        sums.add(figures.dollars, at: Slot(stretch: stretch, value: value))
    }

    /// Adds what another timeline by the same field has seen; `texts`: those of its numbers.
    mutating func merge(_ other: CostTimeline, _ texts: (any KeyTexts)? = nil) {
        precondition(field == other.field && zone == other.zone, "only equal timelines merge")
        var other = other
        if let day = other.day { include(day) }
        if other.unit == .day { coarsen() }
        if unit == .day { other.coarsen() }
        for (slot, sum) in other.sums.all { sums.add(sum, at: Slot(stretch: slot.stretch, value: slot.value.resolved(by: texts))) }
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
    private func grouped(by larger: CalendarUnit) -> Sums {
        guard larger != unit else { return sums }
        var grouped = Sums()
        for (slot, sum) in sums.all {
            let stretch = slot.stretch.map { larger.ordinal(of: start(of: $0), in: zone) }
            grouped.add(sum, at: Slot(stretch: stretch, value: slot.value))
        }
        return grouped
    }

    private func start(of stretch: Int64) -> Timestamp {
        unit == .hour ? Timestamp(seconds: stretch) : zone.start(of: CivilDate(daysSinceEpoch: Int(stretch)))
    }

    /// The sums by value within each stretch of `larger`; under nil those of calls without a time.
    func costs(by larger: CalendarUnit) -> [Int64?: [KeyValue: MoneySum]] {
        var costs: [Int64?: [KeyValue: MoneySum]] = [:]
        for (slot, sum) in grouped(by: larger).all {
            guard case .told(let value) = slot.value else { preconditionFailure("a timeline was shown whose numbers no merge resolved") }
            costs[slot.stretch, default: [:]][value] = sum
        }
        return costs
    }
}
