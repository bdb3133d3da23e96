package import TrafficModel

/// Takes calls and becomes a ``Report``. Builders of parts, in whatever order and number, merge into the builder of the whole.
package struct ReportBuilder: Sendable {
    private let plan: ReportPlan
    private var totals = Rollup()
    private var groupings: [Grouping]
    private var timelines: [CostTimeline]
    private var unpricedModels: [KeyValue: UnpricedModel] = [:]
    private var noUsage: [NoUsageReason: Int64] = [:]
    private var times: ClosedRange<Timestamp>?
    private var budgets: [BudgetUse]
    private var revenues: RevenueTable
    private var charges: ChargeTable?
    /// The calls of the period before.
    private var totalsBefore = Rollup()
    private var groupingsBefore: [Grouping] = []

    package init(_ plan: ReportPlan) {
        self.plan = plan
        groupings = plan.groupings.map { Grouping(by: $0, in: plan.zone) }
        timelines = plan.timelines.map { CostTimeline(by: $0, in: plan.zone) }
        if plan.comparedSince != nil { groupingsBefore = groupings }
        budgets = plan.budgets.map { BudgetUse($0, in: plan.zone) }
        revenues = RevenueTable(in: plan.zone)
        charges = plan.keepsCharges ? ChargeTable() : nil
    }

    /// Adds a call; `charges` are the terms of its cost, for a plan that keeps them.
    package mutating func add(_ priced: PricedCall, charges terms: [Charge] = []) {
        let figures = CallFigures(priced, preferring: plan.preference)
        if plan.isEarlier(priced.call) {
            totalsBefore.add(figures)
            for place in groupingsBefore.indices { groupingsBefore[place].add(priced.call, figures) }
            return
        }
        totals.add(figures)
        for place in groupings.indices { groupings[place].add(priced.call, figures) }
        for place in timelines.indices { timelines[place].add(priced.call, figures) }
        switch figures.cost {
        case .priced: break
        case .noUsage(let reason): noUsage[reason, default: 0] += 1
        case .unpriced(let reason):
            let model = KeyValue(priced.call.model)
            unpricedModels[model, default: UnpricedModel()].add(priced.call.usage, because: reason)
        }
        if let time = priced.call.time { include(time...time) }
        charges?.add(terms, of: priced.call)
        revenues.add(priced.call)
        if let dollars = figures.dollars {
            for place in budgets.indices { budgets[place].add(dollars, of: priced.call) }
        }
    }

    /// Adds what another builder with the same plan has seen.
    package mutating func merge(_ other: ReportBuilder) {
        totals.merge(other.totals)
        for place in groupings.indices { groupings[place].merge(other.groupings[place]) }
        for place in timelines.indices { timelines[place].merge(other.timelines[place]) }
        totalsBefore.merge(other.totalsBefore)
        for place in groupingsBefore.indices { groupingsBefore[place].merge(other.groupingsBefore[place]) }
        noUsage.merge(other.noUsage, uniquingKeysWith: +)
        for (model, calls) in other.unpricedModels { unpricedModels[model, default: UnpricedModel()].merge(calls) }
        if let times = other.times { include(times) }
        for place in budgets.indices { budgets[place].merge(other.budgets[place]) }
        revenues.merge(other.revenues)
        if let added = other.charges { charges?.merge(added) }
    }

    /// The report on all calls added. `catalogue` is the day of the price book.
    package consuming func finish(inputs: InputCounts, catalogue: String, diagnostics: [DiagnosticCount] = []) -> Report {
        // To the report's own period, the calls before it are calls that were not asked for.
        var inputs = inputs
        inputs.calls -= totalsBefore.calls
        inputs.filtered += totalsBefore.calls
        let revenues = revenuesInPeriod
        return Report(
            inputs: inputs,
            period: ReportPeriod(since: plan.since, until: plan.until, zone: plan.zone, first: times?.lowerBound, last: times?.upperBound),
            totals: totals,
            groups: groupings.indices.map { place in
                let before = groupingsBefore.isEmpty ? nil : groupingsBefore[place]
                return ReportGroup(groupings[place], before: before, revenues: revenues, in: plan.zone, order: plan.order, top: plan.top)
            },
            timelines: timelines.map { ReportTimeline($0, in: plan.zone, first: times?.lowerBound, last: times?.upperBound) },
            catalogue: catalogue,
            unpricedModels: unpricedModels.map { UnpricedModel.Named(key: $0.key, calls: $0.value) }.sorted(),
            noUsage: NoUsageReason.allCases.compactMap { reason in noUsage[reason].map { (reason: reason, calls: $0) } },
            diagnostics: DiagnosticCount.noting(overflow: totals.hasOverflowed, in: diagnostics),
            comparison: comparison,
            budgets: budgets,
            charges: charges,
            billingAccount: plan.billingAccount
        )
    }

    /// Each user's revenue in the period asked for; an end that was left open is where the calls end.
    private var revenuesInPeriod: [KeyText: MoneySum] {
        guard let times else { return [:] }
        let end = Timestamp(microseconds: times.upperBound.microseconds + 1)
        return revenues.revenues(since: plan.since ?? times.lowerBound, until: plan.until ?? end)
    }

    private var comparison: Comparison? {
        guard let earlier = plan.comparedSince, let since = plan.since else { return nil }
        return Comparison(since: earlier, until: since, totals: totalsBefore)
    }

    private mutating func include(_ range: ClosedRange<Timestamp>) {
        guard let times else {
            self.times = range
            return
        }
        self.times = min(times.lowerBound, range.lowerBound)...max(times.upperBound, range.upperBound)
    }
}
