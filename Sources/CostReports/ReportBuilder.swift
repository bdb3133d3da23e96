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

    package init(_ plan: ReportPlan) {
        self.plan = plan
        groupings = plan.groupings.map { Grouping(by: $0, in: plan.zone) }
        timelines = plan.timelines.map { CostTimeline(by: $0, in: plan.zone) }
    }

    package mutating func add(_ priced: PricedCall) {
        let figures = CallFigures(priced, preferring: plan.preference)
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
    }

    /// Adds what another builder with the same plan has seen.
    package mutating func merge(_ other: ReportBuilder) {
        totals.merge(other.totals)
        for place in groupings.indices { groupings[place].merge(other.groupings[place]) }
        for place in timelines.indices { timelines[place].merge(other.timelines[place]) }
        noUsage.merge(other.noUsage, uniquingKeysWith: +)
        for (model, calls) in other.unpricedModels { unpricedModels[model, default: UnpricedModel()].merge(calls) }
        if let times = other.times { include(times) }
    }

    /// The report on all calls added. `catalogue` is the day of the price book.
    package consuming func finish(inputs: InputCounts, catalogue: String, diagnostics: [DiagnosticCount] = []) -> Report {
        Report(
            inputs: inputs,
            period: ReportPeriod(since: plan.since, until: plan.until, zone: plan.zone, first: times?.lowerBound, last: times?.upperBound),
            totals: totals,
            groups: groupings.map { ReportGroup($0, in: plan.zone, order: plan.order, top: plan.top) },
            timelines: timelines.map { ReportTimeline($0, in: plan.zone, first: times?.lowerBound, last: times?.upperBound) },
            catalogue: catalogue,
            unpricedModels: unpricedModels.map { UnpricedModel.Named(key: $0.key, calls: $0.value) }.sorted(),
            noUsage: NoUsageReason.allCases.compactMap { reason in noUsage[reason].map { (reason: reason, calls: $0) } },
            diagnostics: DiagnosticCount.noting(overflow: totals.hasOverflowed, in: diagnostics)
        )
    }

    private mutating func include(_ range: ClosedRange<Timestamp>) {
        guard let times else {
            self.times = range
            return
        }
        self.times = min(times.lowerBound, range.lowerBound)...max(times.upperBound, range.upperBound)
    }
}
