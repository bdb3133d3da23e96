package import TrafficModel

/// Takes calls and becomes a ``Report``. Builders of parts, in whatever order and number, merge into the builder of the whole.
package struct ReportBuilder: Sendable {
    private let plan: ReportPlan
    private var groupings: [Grouping]
    /// By the calls of the period before; none where nothing is compared.
    private var groupingsBefore: [Grouping] = []
    /// The sums of all calls, and those calls that are in no grouping yet.
    private var batch: ReportBatch

    package init(_ plan: ReportPlan) {
        self.plan = plan
        groupings = plan.groupings.map { Grouping(by: $0, in: plan.zone) }
        if plan.comparedSince != nil { groupingsBefore = groupings }
        batch = ReportBatch(plan)
    }

    /// Adds a call; `charges` are the terms of its cost, for a plan that keeps them.
    package mutating func add(_ priced: borrowing PricedCall, charges terms: [Charge] = []) {
        batch.add(priced, charges: terms)
        if batch.isFull { settle() }
    }

    /// A batch that others may fill; `texts` are those of the numbers that calls are added with.
    package func makeBatch(_ texts: any KeyTexts) -> ReportBatch { ReportBatch(plan, texts) }

    /// Adds the calls of a batch, and empties it.
    package mutating func add(_ other: inout ReportBatch) {
        batch.mergeSums(of: other)
        group(other)
        other.removeAll()
    }

    /// Adds what another builder with the same plan has seen.
    package mutating func merge(_ other: ReportBuilder) {
        var other = other
        other.settle()
        batch.mergeSums(of: other.batch)
        for place in groupings.indices { groupings[place].merge(other.groupings[place]) }
        for place in groupingsBefore.indices { groupingsBefore[place].merge(other.groupingsBefore[place]) }
    }

    private mutating func settle() {
        group(batch)
        batch.removeCalls()
    }

    private mutating func group(_ batch: ReportBatch) {
        for place in groupings.indices { groupings[place].add(batch.calls.figures, by: batch.calls.columns[place], batch.texts) }
        for place in groupingsBefore.indices {
            groupingsBefore[place].add(batch.callsBefore.figures, by: batch.callsBefore.columns[place], batch.texts)
        }
    }

    /// The report on all calls added. `catalogue` is the day of the price book. What the builder holds is the report's too: a copy of it would
    /// be as large.
    package mutating func finish(inputs: InputCounts, catalogue: String, diagnostics: [DiagnosticCount] = []) -> Report {
        settle()
        let sums = batch.sums
        // To the report's own period, the calls before it are calls that were not asked for.
        var inputs = inputs
        inputs.calls -= sums.totalsBefore.calls
        inputs.filtered += sums.totalsBefore.calls
        let revenues = revenuesInPeriod
        let (plan, groupings, groupingsBefore) = (plan, groupings, groupingsBefore)
        return Report(
            inputs: inputs,
            period: ReportPeriod(
                since: plan.since, until: plan.until, zone: plan.zone, first: sums.times?.lowerBound, last: sums.times?.upperBound),
            totals: sums.totals,
            groups: groupings.indices.map { place in
                let before = groupingsBefore.isEmpty ? nil : groupingsBefore[place]
                return ReportGroup(groupings[place], before: before, revenues: revenues, in: plan.zone, order: plan.order, top: plan.top)
            },
            timelines: sums.timelines.map { ReportTimeline($0, in: plan.zone, first: sums.times?.lowerBound, last: sums.times?.upperBound) },
            catalogue: catalogue,
            unpricedModels: sums.unpricedModels.map { UnpricedModel.Named(key: $0.key, calls: $0.value) }.sorted(),
            noUsage: NoUsageReason.allCases.compactMap { reason in sums.noUsage[reason].map { (reason: reason, calls: $0) } },
            diagnostics: DiagnosticCount.noting(overflow: sums.totals.hasOverflowed, in: diagnostics),
            comparison: comparison,
            budgets: sums.budgets,
            charges: sums.charges,
            billingAccount: plan.billingAccount
        )
    }

    /// Each user's revenue in the period asked for; an end that was left open is where the calls end.
    private var revenuesInPeriod: [KeyText: MoneySum] {
        guard let times = batch.sums.times else { return [:] }
        let end = Timestamp(microseconds: times.upperBound.microseconds + 1)
        return batch.sums.revenues.revenues(since: plan.since ?? times.lowerBound, until: plan.until ?? end)
    }

    private var comparison: Comparison? {
        guard let earlier = plan.comparedSince, let since = plan.since else { return nil }
        return Comparison(since: earlier, until: since, totals: batch.sums.totalsBefore)
    }
}
