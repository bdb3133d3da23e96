import TrafficModel

/// Which columns a grouping's table has, and what stands in them.
struct TableColumns {
    private let fields: [GroupField]
    private let total: Money
    private let decimals: Int
    private let showsUnpriced: Bool
    private let showsOtherCurrencies: Bool
    private let showsBars: Bool
    private let showsChange: Bool
    private let showsRevenue: Bool
    private let quote: (String) -> String

    /// `decimals`: how many the costs show. `quote` makes visible text from logs harmless where the format gives signs a meaning.
    init(of group: ReportGroup, in report: Report, decimals: Int, showsBars: Bool = false, quoting quote: @escaping (String) -> String = { $0 }) {
        fields = group.fields
        total = report.totals.cost.amount ?? .zero
        self.decimals = decimals
        showsUnpriced = report.totals.unpricedCalls > 0
        showsOtherCurrencies = !report.totals.otherCurrencies.isEmpty
        self.showsBars = showsBars
        showsRevenue = group.revenue != nil
        showsChange = report.comparison != nil && !group.fields.contains(where: \.isDate)
        self.quote = quote
    }

    var columns: [TextTable.Column] {
        var columns = fields.map { TextTable.Column(title: quoted($0), role: .key) }
        // A comparison needs the room that these take.
        let role: TextTable.Column.Role = showsChange ? .dispensableFigure : .figure
        columns += [
            .init(title: "calls", role: .figure), .init(title: "errors", role: role), .init(title: "input", role: role),
            .init(title: "cached", role: .dispensableFigure), .init(title: "output", role: role),
            .init(title: "p95", role: .dispensableFigure), .init(title: "cost", role: .figure),
            .init(title: "share", role: .dispensableFigure),
        ]
        if showsBars { columns.append(.init(title: "", role: .bar)) }
        if showsRevenue { columns += ["revenue", "margin"].map { .init(title: $0, role: .figure) } }
        if showsChange { columns += ["before", "change", "volume", "price"].map { .init(title: $0, role: .figure) } }
        if showsUnpriced { columns.append(.init(title: "unpriced", role: .figure)) }
        if showsOtherCurrencies { columns.append(.init(title: "also", role: .figure)) }
        return columns
    }

    func cells(of row: ReportRow) -> [String] {
        let figures = row.figures
        var cells = row.key.map { $0.map { quote(VisibleText.escaped($0)) } ?? "(none)" }
        if let folded = row.foldedRows { cells = ["other (\(FigureText.grouped(Int64(folded))))"] + fields.dropFirst().map { _ in "other" } }
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
        if showsBars { cells.append(figures.cost.amount.map { FigureText.bar(of: $0.quintillionths, in: total.quintillionths) } ?? "") }
        if showsRevenue {
            cells += [row.revenue?.amount.amount, row.revenue?.margin].map { $0.map { FigureText.dollars($0, decimals: 2) } ?? FigureText.missing }
        }
        if showsChange { cells += change(of: row) }
        if showsUnpriced { cells.append(figures.unpricedCalls > 0 ? "+ " + FigureText.compact(figures.unpricedCalls) : "") }
        if showsOtherCurrencies { cells.append(FigureText.otherCurrencies(of: figures)) }
        return cells
    }

    private func change(of row: ReportRow) -> [String] {
        guard let before = row.before, let change = CostChange(from: before, to: row.figures) else {
            return Array(repeating: FigureText.missing, count: 4)
        }
        return [FigureText.dollars(before.cost, decimals: decimals)] + [change.cost, change.volumeEffect, change.priceEffect].map { FigureText.signedDollars($0, decimals: decimals) }
    }

    static let roundingNote = "Costs in rows are rounded; the total is exact."

    /// Whether a row shows its cost with fewer digits than it has.
    func rounds(_ row: ReportRow) -> Bool {
        row.figures.cost.amount.map { $0 != $0.rounded(toDecimals: decimals) } ?? false
    }

    /// A field's name as the table's own: only the caller's part of it comes from outside.
    private func quoted(_ field: GroupField) -> String {
        if case .metadata = field { quote(VisibleText.escaped(field.name)) } else { field.name }
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
