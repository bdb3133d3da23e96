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

    package init() {}
}
