package import TrafficModel

/// The time that a report covers.
package struct ReportPeriod: Hashable, Sendable {
    /// The first instant asked for, and the first one no longer asked for; nil where the period is open.
    package var since: Timestamp?
    package var until: Timestamp?
    package var zone: ZoneRules
    /// Of the calls that were counted.
    package var first: Timestamp?
    package var last: Timestamp?
}
