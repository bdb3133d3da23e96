package import CostReports
import Pricing
import TrafficModel

/// Calls of a report that takes them in any order, added up. Batches are filled in parallel, each with its share of the calls.
package struct CallBatch: Sendable {
    package var report: ReportBatch
    package var breakdown: CostBreakdown

    package init(_ report: ReportBatch, _ breakdown: CostBreakdown) {
        self.report = report
        self.breakdown = breakdown
    }

    /// Adds a call that was just priced; `lines` are those of its price, if the breakdown is asked for.
    mutating func add(_ priced: borrowing PricedCall, lines: [QuoteLine], numbers: KeyNumbers) {
        report.add(priced, charges: breakdown.take(priced, lines: lines), numbers: numbers)
    }
}
