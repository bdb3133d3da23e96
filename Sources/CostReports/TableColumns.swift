import TrafficModel

/// Which columns a grouping's table has, and what stands in them.
struct TableColumns {
    private let fields: [GroupField]
    private let total: Money
    private let decimals: Int
    private let showsUnpriced: Bool
    private let showsOtherCurrencies: Bool

    /// `decimals`: how many the costs show.
    init(of group: ReportGroup, in report: Report, decimals: Int) {
        fields = group.fields
        total = report.totals.cost.amount ?? .zero
        self.decimals = decimals
        showsUnpriced = report.totals.unpricedCalls > 0
        showsOtherCurrencies = !report.totals.otherCurrencies.isEmpty
    }

    var columns: [TextTable.Column] {
        var columns = fields.map { TextTable.Column(title: VisibleText.escaped($0.name), role: .key) }
        columns += [
            .init(title: "calls", role: .figure), .init(title: "errors", role: .figure), .init(title: "input", role: .figure),
            .init(title: "cached", role: .dispensableFigure), .init(title: "output", role: .figure),
            .init(title: "p95", role: .dispensableFigure), .init(title: "cost", role: .figure),
            .init(title: "share", role: .dispensableFigure),
        ]
        if showsUnpriced { columns.append(.init(title: "unpriced", role: .figure)) }
        if showsOtherCurrencies { columns.append(.init(title: "also", role: .figure)) }
        return columns
    }

    func cells(of row: ReportRow) -> [String] {
        let figures = row.figures
        var cells = row.key.map { $0.map(VisibleText.escaped) ?? "(none)" }
        if let folded = row.foldedRows { cells[0] = "other (\(FigureText.grouped(Int64(folded))))" }
        cells += [
            FigureText.compact(figures.calls),
            figures.errors > 0 ? FigureText.compact(figures.errors) : FigureText.missing,
            FigureText.compact(figures.inputTokens),
            FigureText.cachedShare(of: figures),
            FigureText.compact(figures.outputTokens),
            figures.latency.percentile(95).map { FigureText.duration(microseconds: $0) } ?? FigureText.missing,
            FigureText.dollars(figures.cost, decimals: decimals),
            figures.cost.amount.map { FigureText.share(of: $0.quintillionths, in: total.quintillionths) } ?? FigureText.missing,
        ]
        if showsUnpriced { cells.append(figures.unpricedCalls > 0 ? "+ " + FigureText.compact(figures.unpricedCalls) : "") }
        if showsOtherCurrencies { cells.append(FigureText.otherCurrencies(of: figures)) }
        return cells
    }
}

extension FigureText {
    /// See ``dollars(_:decimals:)-(Money,_)``.
    static func dollars(_ sum: MoneySum, decimals: Int) -> String {
        if sum.hasOverflowed { return overflow }
        return sum.amount.map { dollars($0, decimals: decimals) } ?? missing
    }

    /// The cached share of the input tokens.
    static func cachedShare(of rollup: Rollup) -> String {
        guard let input = rollup.inputTokens.value, let cached = rollup.cachedInputTokens.value else { return missing }
        return share(of: Int128(cached), in: Int128(input))
    }

    /// `CNY 0.012`, all of them with all their digits.
    static func otherCurrencies(of rollup: Rollup) -> String {
        rollup.otherCurrencies.map { "\(VisibleText.escaped($0.currency.code)) \($0.sum.amount?.exactText ?? overflow)" }.joined(separator: ", ")
    }
}
