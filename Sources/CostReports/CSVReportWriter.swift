import TrafficModel

/// `--format csv` (RFC 4180): one table for spreadsheets, whatever the groupings.
///
/// The first row holds the totals (`by` is `total`); then come the rows of each grouping, with its fields in `by` (`feature`, or
/// `feature,model`) and their values in `key`, `key_2` and so on: as many key columns as the widest grouping has fields. Filter by `by`
/// before adding up, since each grouping adds up to the totals. Figures are exact; one that is unknown is an empty cell, a key that was
/// not told is `(none)`, and a row that others were folded into has their number in `folded`. `--compare` adds columns at the end.
package struct CSVReportWriter: ReportWriter {
    package init() {}

    package func write<Failure: Error>(_ report: Report, to output: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        let keyColumns = report.groups.map(\.fields.count).max() ?? 1
        let isCompared = report.comparison != nil
        var csv = CSVLines()
        csv.writeHeader(keyColumns: keyColumns, isCompared: isCompared)
        csv.cell("total")
        csv.emptyCells(keyColumns + 1)
        csv.write(report.totals)
        csv.write(Revenue?.none)
        if isCompared { csv.writeChange(from: report.comparison?.totals, to: report.totals) }
        csv.endLine()
        try output(csv.bytes)
        for group in report.groups {
            let name = CSVLines.safe(group.fields.map(\.name).joined(separator: ","))
            try writeInPieces(rows: group.rowCount, to: output) { rows in
                var csv = CSVLines(capacity: 192 * rows.count)
                for index in rows {
                    let row = group.row(at: index)
                    csv.cell(name)
                    for text in row.key { csv.cell(text.map(CSVLines.safe) ?? "(none)") }
                    csv.emptyCells(keyColumns - row.key.count)
                    csv.cell(row.foldedRows.map { Int64($0) })
                    csv.write(row.figures)
                    csv.write(row.revenue)
                    if isCompared { csv.writeChange(from: row.before, to: row.figures) }
                    csv.endLine()
                }
                return csv.bytes
            }
        }
    }
}

extension CSVLines {
    fileprivate mutating func writeHeader(keyColumns: Int, isCompared: Bool) {
        let statuses = CallStatus.allCases.map { $0.rawValue.lowercased() }
        let percentiles = CSVLines.percents.map { "latency_p\($0)_ms" }
        let names =
            ["by", "key"] + (1..<keyColumns).map { "key_\($0 + 1)" } + ["folded", "calls"] + statuses + [
                "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "audio_input_tokens",
                "audio_output_tokens", "cost_usd", "reported_usd", "computed_usd", "unpriced_calls", "no_usage_calls",
            ] + percentiles + ["latency_max_ms", "latency_known", "other_currencies", "revenue_usd", "margin_usd"]
        for name in names + (isCompared ? CSVLines.changeNames : []) { cell(name) }
        endLine()
    }

    private static let percents: [Int64] = [50, 90, 95, 99]

    fileprivate mutating func write(_ rollup: Rollup) {
        cell(rollup.calls)
        for status in CallStatus.allCases { cell(rollup.calls(endedWith: status)) }
        cell(rollup.inputTokens.value)
        cell(rollup.cachedInputTokens.value)
        cell(rollup.cacheWriteTokens.value)
        cell(rollup.outputTokens.value)
        cell(rollup.reasoningTokens.value)
        cell(rollup.audioInputTokens.value)
        cell(rollup.audioOutputTokens.value)
        cell(rollup.cost.amount)
        cell(rollup.reportedCost.amount)
        cell(rollup.computedCost.amount)
        cell(rollup.unpricedCalls)
        cell(rollup.noUsageCalls)
        for percent in CSVLines.percents { cell(millisecondsFrom: rollup.latency.percentile(percent)) }
        cell(millisecondsFrom: rollup.latency.max)
        cell(rollup.latency.known)
        cell(CSVLines.safe(rollup.otherCurrencies.map { "\($0.currency.code) \($0.sum.amount?.exactText ?? "?")" }.joined(separator: "; ")))
    }

    fileprivate mutating func write(_ revenue: Revenue?) {
        cell(revenue?.amount.amount)
        cell(revenue?.margin)
    }

    private static let changeNames = ["previous_calls", "previous_cost_usd", "change_usd", "volume_effect_usd", "price_effect_usd"]

    fileprivate mutating func writeChange(from before: Rollup?, to now: Rollup) {
        guard let before else { return emptyCells(CSVLines.changeNames.count) }
        let change = CostChange(from: before, to: now)
        cell(before.calls)
        cell(before.cost.amount)
        cell(change?.cost)
        cell(change?.volumeEffect)
        cell(change?.priceEffect)
    }
}
