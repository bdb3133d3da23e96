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
        func change(from before: Rollup?, to now: Rollup) -> [String] {
            isCompared ? CSVReportWriter.change(from: before, to: now) : []
        }
        var csv = CSVLines()
        let keyNames = ["key"] + (1..<keyColumns).map { "key_\($0 + 1)" }
        csv.line(["by"] + keyNames + ["folded"] + CSVReportWriter.figureNames + (isCompared ? CSVReportWriter.changeNames : []))
        let blanks = Array(repeating: "", count: keyColumns)
        let noRevenue = ["", ""]
        csv.line(
            ["total"] + blanks + [""] + CSVReportWriter.figures(of: report.totals) + noRevenue
                + change(from: report.comparison?.totals, to: report.totals))
        for group in report.groups {
            let name = CSVLines.safe(group.fields.map(\.name).joined(separator: ","))
            for row in group.rows {
                let key = row.key.map { $0.map(CSVLines.safe) ?? "(none)" } + blanks.dropFirst(row.key.count)
                let revenue = [row.revenue?.amount.amount, row.revenue?.margin].map { $0?.exactText ?? "" }
                let folded = [row.foldedRows.map { String($0) } ?? ""]
                csv.line([name] + key + folded + CSVReportWriter.figures(of: row.figures) + revenue + change(from: row.before, to: row.figures))
                if csv.bytes.count >= pieceSize { try output(csv.takeBytes()) }
            }
        }
        try output(csv.takeBytes())
    }

    private static let percents: [Int64] = [50, 90, 95, 99]

    private static let figureNames =
        ["calls"] + CallStatus.allCases.map { $0.rawValue.lowercased() } + [
            "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "audio_input_tokens",
            "audio_output_tokens", "cost_usd", "reported_usd", "computed_usd", "unpriced_calls", "no_usage_calls",
        ] + percents.map { "latency_p\($0)_ms" } + ["latency_max_ms", "latency_known", "other_currencies", "revenue_usd", "margin_usd"]

    private static func figures(of rollup: Rollup) -> [String] {
        let tokens = [
            rollup.inputTokens, rollup.cachedInputTokens, rollup.cacheWriteTokens, rollup.outputTokens, rollup.reasoningTokens,
            rollup.audioInputTokens, rollup.audioOutputTokens,
        ]
        let costs = [rollup.cost, rollup.reportedCost, rollup.computedCost]
        let latencies = percents.map { rollup.latency.percentile($0) } + [rollup.latency.max]
        var cells = [String(rollup.calls)]
        cells += CallStatus.allCases.map { String(rollup.calls(endedWith: $0)) }
        cells += tokens.map { sum in sum.value.map { String($0) } ?? "" }
        cells += costs.map { $0.amount?.exactText ?? "" }
        cells += [String(rollup.unpricedCalls), String(rollup.noUsageCalls)]
        cells += latencies.map { $0.map(milliseconds) ?? "" }
        cells.append(String(rollup.latency.known))
        cells.append(CSVLines.safe(rollup.otherCurrencies.map { "\($0.currency.code) \($0.sum.amount?.exactText ?? "?")" }.joined(separator: "; ")))
        return cells
    }

    private static let changeNames = ["previous_calls", "previous_cost_usd", "change_usd", "volume_effect_usd", "price_effect_usd"]

    private static func change(from before: Rollup?, to now: Rollup) -> [String] {
        guard let before else { return changeNames.map { _ in "" } }
        let change = CostChange(from: before, to: now)
        let amounts = [before.cost.amount, change?.cost, change?.volumeEffect, change?.priceEffect]
        return [String(before.calls)] + amounts.map { $0?.exactText ?? "" }
    }

    private static func milliseconds(_ micros: Int64) -> String {
        var json = JSONWriter()
        json.milliseconds(fromMicroseconds: micros)
        return json.text
    }
}
