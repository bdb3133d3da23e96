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
    private let total: ReportRow
    private let fieldCount: Int
    private let decimals: Int
    private let showsUnpriced: Bool
    private let showsOtherCurrencies: Bool
    /// A comparison needs the room that bars and some other figures take.
    private let showsChange: Bool
    private let showsRevenue: Bool

    /// `decimals`: how many the costs show.
    init(of group: ReportGroup, place: Int, in report: Report, decimals: Int) {
        total = ReportRow(key: [], foldedRows: nil, figures: report.totals, before: report.comparison?.totals, revenue: group.revenue)
        fieldCount = group.fields.count
        self.decimals = decimals
        showsUnpriced = report.totals.unpricedCalls > 0
        showsOtherCurrencies = !report.totals.otherCurrencies.isEmpty
        showsChange = report.comparison != nil && !group.fields.contains(where: \.isDate)
        showsRevenue = group.revenue != nil
        let names = group.fields.map(\.name)
        var columns = names.map { TableColumn(stringLiteral: $0) }
        columns += ["cost", "share"].map(TableColumn.figure)
        if showsChange { columns += ["before", "change", "by volume", "by price"].map(TableColumn.figure) }
        if showsRevenue { columns += ["revenue", "margin"].map(TableColumn.figure) }
        columns.append(.figure("calls"))
        if showsChange { columns.append(.figure("calls before")) }
        columns += (showsChange ? ["errors", "input", "output", "p95"] : ["errors", "input", "cached", "output", "p50", "p95"]).map(TableColumn.figure)
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
            return TableRow(keys: row.key.map { TableKey(text: $0 ?? "(none)", kind: $0 == nil ? "none" : "") }, cells: cells(of: row))
        }
        let key = TableKey(text: "other (\(FigureText.grouped(Int64(folded))))", kind: "none", span: fieldCount)
        return TableRow(keys: [key], cells: cells(of: row))
    }

    var totalRow: TableRow {
        TableRow(keys: [TableKey(text: "Total", kind: "", span: fieldCount)], cells: cells(of: total))
    }

    private func cells(of row: ReportRow) -> [TableCell] {
        let figures = row.figures
        var cells = [TableCell(figures.cost, decimals: decimals), share(of: figures)]
        if showsChange { cells += change(of: row) }
        if showsRevenue { cells += [row.revenue?.amount.amount, row.revenue?.margin].map { TableCell(money: $0, decimals: 2) } }
        cells.append(TableCell(count: figures.calls))
        if showsChange { cells.append(row.before.map { TableCell(count: $0.calls) } ?? TableCell(text: FigureText.missing)) }
        cells += [TableCell(rare: figures.errors), TableCell(figures.inputTokens)]
        if !showsChange { cells.append(cachedShare(of: figures)) }
        cells.append(TableCell(figures.outputTokens))
        if !showsChange { cells.append(TableCell(latency: figures.latency.percentile(50))) }
        cells.append(TableCell(latency: figures.latency.percentile(95)))
        if showsUnpriced { cells.append(TableCell(rare: figures.unpricedCalls)) }
        if showsOtherCurrencies { cells.append(TableCell(text: FigureText.otherCurrencies(of: figures))) }
        return cells
    }

    /// What the row cost before, and how it changed.
    private func change(of row: ReportRow) -> [TableCell] {
        let change = row.before.flatMap { CostChange(from: $0, to: row.figures) }
        return [TableCell(row.before?.cost ?? MoneySum(), decimals: decimals)]
            + [change?.cost, change?.volumeEffect, change?.priceEffect].map { TableCell(money: $0, decimals: decimals, signed: true) }
    }

    private func share(of figures: Rollup) -> TableCell {
        guard let amount = figures.cost.amount, let whole = total.figures.cost.amount else { return TableCell(text: FigureText.missing) }
        let text = FigureText.share(of: amount.quintillionths, in: whole.quintillionths)
        guard text != FigureText.missing else { return TableCell(text: text) }
        return TableCell(
            text: text, order: String(amount.quintillionths),
            bar: showsChange ? nil : Percentage(amount.quintillionths, of: whole.quintillionths).text)
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
