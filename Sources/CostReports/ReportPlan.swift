package import TrafficModel

/// What a report is asked to show.
package struct ReportPlan: Sendable {
    /// One table each.
    package var groupings: [[GroupField]] = [[.feature], [.user], [.session]]
    /// Costs over time, stacked by each of these fields.
    package var timelines: [GroupField] = []
    /// How rows are ordered; nil: by time where a grouping starts with a time, else by cost.
    package var order: RowOrder?
    /// How many rows a grouping shows before the rest is folded into one; nil: all.
    package var top: Int?
    package var preference: CostPreference = .reported
    /// Whose calendar days, weeks, months and hours follow.
    package var zone: ZoneRules = .utc
    /// The first instant asked for, and the first one no longer asked for.
    package var since: Timestamp?
    package var until: Timestamp?
    /// The start of a period that ends at ``since`` and is compared with the report's own.
    package var comparedSince: Timestamp?
    package var budgets: [Budget] = []
    /// Whether the report needs the terms of each cost beside the sums.
    package var keepsCharges = false
    /// Whether the report lists the prices that its costs were worked out by.
    package var listsPrices = false
    package var billingAccount = ReportPlan.unknownBillingAccount

    /// What stands for an account that nobody named, where a format demands one.
    package static let unknownBillingAccount = "unspecified"

    package init() {}

    /// Whether a call belongs to the period before, and not to the report's own.
    package func isEarlier(_ call: borrowing Call) -> Bool {
        guard comparedSince != nil, let since, let time = call.time else { return false }
        return time < since
    }
}
