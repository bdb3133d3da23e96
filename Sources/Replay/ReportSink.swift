package import CostReports
package import Pricing
package import TrafficModel

/// Makes a report of calls: one after the other, or, as their order does not matter, in batches that are filled in parallel.
package struct ReportSink: CallSink {
    private let plan: ReportPlan
    private let pricer: Pricer
    private var builder: ReportBuilder
    private var breakdown: CostBreakdown

    package init(plan: ReportPlan, pricer: Pricer) {
        self.plan = plan
        self.pricer = pricer
        builder = ReportBuilder(plan)
        breakdown = CostBreakdown(plan, pricer: pricer)
    }

    package mutating func take(_ call: borrowing PricedCall) {
        builder.add(call, charges: breakdown.take(call))
    }

    package mutating func take(_ reject: Reject) {}

    package mutating func restart() {
        self = ReportSink(plan: plan, pricer: pricer)
    }

    package func makeBatch(_ texts: any KeyTexts) -> CallBatch? {
        CallBatch(builder.makeBatch(texts), CostBreakdown(plan, pricer: pricer))
    }

    package mutating func take(_ batch: inout CallBatch) {
        builder.add(&batch.report)
        breakdown.merge(batch.breakdown)
        batch.breakdown.removeAll()
    }

    /// The report on all calls taken.
    package mutating func report(on summary: ReplaySummary) -> Report {
        var report = builder.finish(inputs: summary.counts, catalogue: pricer.book.catalogue?.text ?? "", diagnostics: summary.diagnostics)
        report.appliedPrices = breakdown.prices
        return report
    }
}
