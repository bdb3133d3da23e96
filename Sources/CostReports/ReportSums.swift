import TrafficModel

/// All that a report adds up but its tables. It is small, whatever the number of calls; sums of parts merge into those of the whole.
struct ReportSums: Sendable {
    private(set) var totals = Rollup()
    private(set) var timelines: [CostTimeline]
    private(set) var unpricedModels: [KeyValue: UnpricedModel] = [:]
    private(set) var noUsage: [NoUsageReason: Int64] = [:]
    private(set) var times: ClosedRange<Timestamp>?
    private(set) var budgets: [BudgetUse]
    private(set) var revenues: RevenueTable
    private(set) var charges: ChargeTable?
    /// Of the calls in the period before.
    private(set) var totalsBefore = Rollup()

    init(_ plan: ReportPlan) {
        timelines = plan.timelines.map { CostTimeline(by: $0, in: plan.zone) }
        budgets = plan.budgets.map { BudgetUse($0, in: plan.zone) }
        revenues = RevenueTable(in: plan.zone)
        charges = plan.keepsCharges ? ChargeTable() : nil
    }

    mutating func addBefore(_ figures: CallFigures) {
        totalsBefore.add(figures)
    }

    mutating func add(
        _ priced: borrowing PricedCall, _ figures: CallFigures, _ numbers: KeyNumbers?, preferring preference: CostPreference, _ terms: [Charge]
    ) {
        totals.add(figures)
        for place in timelines.indices { timelines[place].add(priced.call, figures, numbers) }
        if figures.outcome != .priced { countUnpriced(priced.call, priced.cost(preferring: preference)) }
        if let time = priced.call.time { include(time...time) }
        charges?.add(terms, of: priced.call)
        revenues.add(priced.call)
        if !figures.dollars.isNothing {
            for place in budgets.indices { budgets[place].add(figures.dollars, of: priced.call) }
        }
    }

    /// Adds others; `texts`: those of the numbers that calls were added to them with.
    mutating func merge(_ other: ReportSums, _ texts: (any KeyTexts)?) {
        totals.merge(other.totals)
        for place in timelines.indices { timelines[place].merge(other.timelines[place], texts) }
        totalsBefore.merge(other.totalsBefore)
        noUsage.merge(other.noUsage, uniquingKeysWith: +)
        for (model, calls) in other.unpricedModels { unpricedModels[model, default: UnpricedModel()].merge(calls) }
        if let times = other.times { include(times) }
        for place in budgets.indices { budgets[place].merge(other.budgets[place]) }
        revenues.merge(other.revenues)
        if let added = other.charges { charges?.merge(added) }
    }

    private mutating func countUnpriced(_ call: borrowing Call, _ cost: ComputedCost) {
        switch cost {
        case .priced: break
        case .noUsage(let reason): noUsage[reason, default: 0] += 1
        case .unpriced(let reason): unpricedModels[KeyValue(call.model), default: UnpricedModel()].add(call.usage, because: reason)
        }
    }

    private mutating func include(_ range: ClosedRange<Timestamp>) {
        guard let times else {
            self.times = range
            return
        }
        self.times = min(times.lowerBound, range.lowerBound)...max(times.upperBound, range.upperBound)
    }
}
