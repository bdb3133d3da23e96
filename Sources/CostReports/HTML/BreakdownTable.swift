import TrafficModel

/// One of the page's large tables: what each value of a grouping comes to.
struct BreakdownTable {
    /// What stands above the rows.
    struct Head {
        var id: String
        var title: String
        /// What the search looks through.
        var keys: String
        var columns: [TableColumn]
        /// How many rows share the last one, in words; nil where all are shown.
        var folded: String?
    }

    let head: Head
    private let total: Rollup
    private let fieldCount: Int
    private let decimals: Int
    private let showsUnpriced: Bool
    private let showsOtherCurrencies: Bool

    /// `decimals`: how many the costs show.
    init(of group: ReportGroup, place: Int, in report: Report, decimals: Int) {
        total = report.totals
        fieldCount = group.fields.count
        self.decimals = decimals
        showsUnpriced = total.unpricedCalls > 0
        showsOtherCurrencies = !total.otherCurrencies.isEmpty
        let names = group.fields.map(\.name)
        var columns = names.map { TableColumn(stringLiteral: $0) }
        columns += ["cost", "share", "calls", "errors", "input", "cached", "output", "p50", "p95"].map(TableColumn.figure)
        if showsUnpriced { columns.append(.figure("unpriced")) }
        if showsOtherCurrencies { columns.append("also") }
        let sorted: [RowOrder: String] = [.cost: "cost", .calls: "calls", .errors: "errors", .latency: "p95"]
        if let order = group.order {
            if let place = columns.lastIndex(where: { $0.isFigure && $0.name == sorted[order] }) { columns[place].sort = "descending" }
        } else {
            columns[0].sort = "ascending"
        }
        head = Head(
            id: "table-\(place + 1)", title: "By " + names.joined(separator: ", "), keys: names.joined(separator: ", "), columns: columns,
            folded: group.rows.last?.foldedRows.map { FigureText.counted(Int64($0), "row") })
    }

    func row(_ row: ReportRow) -> TableRow {
        guard let folded = row.foldedRows else {
            return TableRow(keys: row.key.map { TableKey(text: $0 ?? "(none)", kind: $0 == nil ? "none" : "") }, cells: cells(of: row.figures))
        }
        let key = TableKey(text: "other (\(FigureText.grouped(Int64(folded))))", kind: "none", span: fieldCount)
        return TableRow(keys: [key], cells: cells(of: row.figures))
    }

    var totalRow: TableRow {
        TableRow(keys: [TableKey(text: "Total", kind: "", span: fieldCount)], cells: cells(of: total))
    }

    private func cells(of figures: Rollup) -> [TableCell] {
        var cells = [
            TableCell(figures.cost, decimals: decimals), share(of: figures), TableCell(count: figures.calls), TableCell(rare: figures.errors), TableCell(figures.inputTokens),
            cachedShare(of: figures), TableCell(figures.outputTokens), TableCell(latency: figures.latency.percentile(50)),
            TableCell(latency: figures.latency.percentile(95)),
        ]
        if showsUnpriced { cells.append(TableCell(rare: figures.unpricedCalls)) }
        if showsOtherCurrencies { cells.append(TableCell(text: FigureText.otherCurrencies(of: figures))) }
        return cells
    }

    private func share(of figures: Rollup) -> TableCell {
        guard let amount = figures.cost.amount, let whole = total.cost.amount else { return TableCell(text: FigureText.missing) }
        let text = FigureText.share(of: amount.quintillionths, in: whole.quintillionths)
        guard text != FigureText.missing else { return TableCell(text: text) }
        return TableCell(
            text: text, order: String(amount.quintillionths),
            bar: Percentage(amount.quintillionths, of: whole.quintillionths).text)
    }

    private func cachedShare(of figures: Rollup) -> TableCell {
        let text = FigureText.cachedShare(of: figures)
        guard text != FigureText.missing, let input = figures.inputTokens.value, let cached = figures.cachedInputTokens.value else {
            return TableCell(text: text)
        }
        return TableCell(
            text: text, order: String(Percentage(Int128(cached), of: Int128(input)).hundredths), exact: FigureText.counted(cached, "cached token"))
    }
}
