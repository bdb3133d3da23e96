import TrafficModel

/// The page's list of what changed since the period before.
struct ComparisonTable {
    /// The period before.
    var period: String
    var rows: [Row]
    /// What the figures of the period before leave out.
    var gaps: String?

    init?(_ report: Report, decimals: Int) {
        guard let comparison = report.comparison else { return nil }
        let (before, now) = (comparison.totals, report.totals)
        period = ReportSummary.bounds(of: ReportPeriod(since: comparison.since, until: comparison.until, zone: report.period.zone, first: nil, last: nil))
        gaps = ReportSummary.gaps(in: before)
        let change = CostChange(from: before, to: now)
        rows = [
            Row("cost", before.cost.amount, now.cost.amount, change: change?.cost, decimals: decimals),
            Row(part: "of that, by volume", change?.volumeEffect, decimals: decimals), Row(part: "of that, by price", change?.priceEffect, decimals: decimals),
            Row("priced calls", before.dollarCalls, now.dollarCalls),
            Row(
                "cost per priced call", before.costPerCall, now.costPerCall,
                change: before.costPerCall.flatMap { now.costPerCall?.subtracting($0) }, decimals: max(6, decimals)),
            Row("calls", before.calls, now.calls), Row("tokens", before.tokens, now.tokens),
        ]
    }

    /// A figure then and now.
    struct Row {
        var name: String
        var isPart = false
        /// Nil for a part of the change above.
        var before: TableCell?
        var now: TableCell?
        var change: TableCell
        /// Of the figure before; nil where that was nothing.
        var share: String?

        fileprivate init(_ name: String, _ before: Money?, _ now: Money?, change: Money?, decimals: Int) {
            self.name = name
            self.before = TableCell(money: before, decimals: decimals)
            self.now = TableCell(money: now, decimals: decimals)
            self.change = TableCell(money: change, decimals: decimals, signed: true)
            share = change.flatMap { FigureText.signedShare(of: $0.quintillionths, in: before?.quintillionths ?? 0) }
        }

        fileprivate init(_ name: String, _ before: Int64?, _ now: Int64?) {
            func cell(_ count: Int64?) -> TableCell { count.map { TableCell(count: $0) } ?? TableCell(text: FigureText.overflow) }
            self.name = name
            self.before = cell(before)
            self.now = cell(now)
            let change = before.flatMap { before in now.map { $0 - before } }
            self.change = TableCell(
                text: change.map { FigureText.signed($0) } ?? FigureText.missing,
                exact: change.map { FigureText.signed($0) { FigureText.grouped($0) } })
            share = change.flatMap { FigureText.signedShare(of: Int128($0), in: Int128(before ?? 0)) }
        }

        /// A part of the change above.
        fileprivate init(part name: String, _ change: Money?, decimals: Int) {
            self.name = name
            isPart = true
            self.change = TableCell(money: change, decimals: decimals, signed: true)
        }
    }
}
