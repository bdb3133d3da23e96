package import TrafficModel

/// A cost report as a value: all that any format shows, and nothing of how.
package struct Report: Sendable {
    package var inputs: InputCounts
    package var period: ReportPeriod
    package var totals: Rollup
    package var groups: [ReportGroup]
    package var timelines: [ReportTimeline] = []
    /// The day of the price book.
    package var catalogue: String
    package var unpricedModels: [UnpricedModel.Named]
    package var noUsage: [(reason: NoUsageReason, calls: Int64)]
    package var diagnostics: [DiagnosticCount]
    /// The period before, where the plan asked for it.
    package var comparison: Comparison?
    /// What was spent beside each budget of the plan.
    package var budgets: [BudgetUse]
    /// What was charged, term by term, where the plan asked for it.
    package var charges: ChargeTable?
    /// The prices that costs were worked out by, where the plan asked for them: they come to the total.
    package var appliedPrices: [AppliedPrice] = []
    /// Who is billed, for formats that bills are compared with.
    package var billingAccount: String

    /// True where the total leaves out calls that cost something, or may have.
    package var isIncomplete: Bool { totals.unpricedCalls > 0 || totals.noUsageCalls > 0 || totals.hasOverflowed }
}
