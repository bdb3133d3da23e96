package import TrafficModel

/// A limit on what calls of one kind may cost.
package struct Budget: Hashable, Sendable {
    package struct Condition: Hashable, Sendable {
        package var field: GroupField
        package var value: String

        package init(field: GroupField, value: String) {
            self.field = field
            self.value = value
        }
    }

    /// All must hold; without any, every call counts.
    package var conditions: [Condition]
    package var limit: Money
    /// The limit is one for each day or month; nil: for the report's period.
    package var period: CalendarUnit?

    package init(conditions: [Condition], limit: Money, period: CalendarUnit? = nil) {
        self.conditions = conditions
        self.limit = limit
        self.period = period
    }

    /// `feature=chat, model=gpt-4o a day`
    package var name: String {
        let kind = conditions.isEmpty ? "all calls" : conditions.map { "\($0.field.name)=\($0.value)" }.joined(separator: ", ")
        return period.map { "\(kind) a \($0.rawValue)" } ?? kind
    }

    /// Whether a call counts; a value that was not told is the empty text.
    func covers(_ call: Call, in zone: ZoneRules) -> Bool {
        conditions.allSatisfy { KeyText($0.field.text(of: call, in: zone) ?? "") == KeyText($0.value) }
    }
}

/// What calls came to beside a budget.
package struct BudgetUse: Sendable {
    package let budget: Budget
    private let zone: ZoneRules
    /// By the ordinal of the day or month; nil for calls without a time, and for a budget without a period.
    private var sums: [Int64?: MoneySum] = [:]

    init(_ budget: Budget, in zone: ZoneRules) {
        self.budget = budget
        self.zone = zone
    }

    mutating func add(_ dollars: MoneySum, of call: Call) {
        guard budget.covers(call, in: zone) else { return }
        let ordinal = budget.period.flatMap { unit in call.time.map { unit.ordinal(of: $0, in: zone) } }
        sums[ordinal, default: MoneySum()].merge(dollars)
    }

    mutating func merge(_ other: BudgetUse) {
        for (ordinal, sum) in other.sums { sums[ordinal, default: MoneySum()].merge(sum) }
    }

    /// What was spent, in the dearest day or month where the budget has one. No value where the sum left its range.
    package var spent: Money? {
        sums.values.contains { $0.hasOverflowed } ? nil : sums.values.compactMap(\.amount).max() ?? .zero
    }

    /// Where the limit was crossed, in the order of time: the day or month (nil where the budget has none), and what was spent there. A sum
    /// that left its range is above any limit.
    package var crossings: [(period: String?, spent: Money?)] {
        let over = sums.filter { $0.value.hasOverflowed || $0.value.amount ?? .zero > budget.limit }
        return over.sorted { $0.key ?? .max < $1.key ?? .max }.map { ordinal, sum in
            let period = budget.period.flatMap { unit in ordinal.map { unit.text(ofOrdinal: $0, in: zone) } }
            return (period: period, spent: sum.amount)
        }
    }

    /// What became of it, in words; nil where the limit holds.
    package var verdict: String? {
        guard let first = crossings.first else { return nil }
        let spent = first.spent.map { "\($0.exactText) USD" } ?? FigureText.overflow
        let place = first.period.map { " on \($0)" } ?? ""
        let more = crossings.count > 1 ? ", and in \(FigureText.counted(Int64(crossings.count - 1), "other period"))" : ""
        return "\(budget.name): \(spent) of \(budget.limit.exactText) USD\(place)\(more)"
    }
}
