import TrafficModel

/// The page below its large tables: what the figures leave out, what became of each record, and by which prices.
struct PageBottom {
    private static let longestList = 50

    var cards: [FigureCard]
    var lists: [List]
    var prices: PriceTable?
    var unpriced: List?
    var catalogue: String
    var costs: [String]
    var script = PageFile.script

    /// A small table of texts.
    struct List {
        var id: String
        var title: String
        var columns: [TableColumn]
        var rows: [TableRow]
        /// True where a text needs the room of two.
        var isBroad = false
    }

    init(_ report: Report, decimals: Int) {
        cards = [.coverage(of: report.totals), .records(of: report.inputs)].filter { !$0.rows.isEmpty }
        lists = [PageBottom.noUsage(of: report), PageBottom.rejects(of: report.inputs), PageBottom.diagnostics(of: report)].filter { !$0.rows.isEmpty }
        prices = PriceTable(report, decimals: decimals)
        unpriced = report.unpricedModels.isEmpty ? nil : PageBottom.unpricedModels(of: report)
        catalogue = report.catalogue
        costs = PageBottom.costs(of: report.totals)
    }

    private static func noUsage(of report: Report) -> List {
        List(
            id: "no-usage", title: "Calls without usage", columns: ["why", .figure("calls")],
            rows: report.noUsage.map { TableRow(FigureText.words($0.reason.rawValue), [TableCell(whole: $0.calls)]) })
    }

    private static func rejects(of inputs: InputCounts) -> List {
        List(
            id: "rejected", title: "Rejected records", columns: ["why", .figure("records")],
            rows: inputs.rejectReasons.map { TableRow(FigureText.words($0.reason.rawValue), [TableCell(whole: $0.records)]) })
    }

    private static func diagnostics(of report: Report) -> List {
        List(
            id: "noted", title: "Noted while reading", columns: ["what", .figure("times"), "first at"],
            rows: report.diagnostics.map {
                TableRow($0.name.rawValue, [TableCell(whole: $0.count), TableCell(text: $0.first?.text ?? FigureText.missing)])
            }, isBroad: true)
    }

    private static func unpricedModels(of report: Report) -> List {
        var rows = report.unpricedModels.prefix(longestList).map { entry in
            let calls = entry.calls
            let reasons = calls.reasons.map { FigureText.words($0.reason.rawValue) }.joined(separator: ", ")
            let figures = [TableCell(whole: calls.calls), TableCell(calls.inputTokens), TableCell(calls.outputTokens)]
            return TableRow(entry.model ?? "(none)", figures + [TableCell(text: reasons)])
        }
        let others = report.unpricedModels.dropFirst(longestList)
        if !others.isEmpty {
            let calls = others.reduce(0) { $0 + $1.calls.calls }
            let blanks = Array(repeating: TableCell(text: ""), count: 3)
            rows.append(TableRow("other (\(FigureText.grouped(Int64(others.count))))", [TableCell(whole: calls)] + blanks))
        }
        return List(id: "unpriced", title: "Unpriced models", columns: ["model", .figure("calls"), .figure("input"), .figure("output"), "why"], rows: rows)
    }

    /// The sums beside the total, with all their digits.
    private static func costs(of totals: Rollup) -> [String] {
        func text(_ sum: MoneySum) -> String { sum.amount.map(FigureText.exactDollars) ?? FigureText.missing }
        var costs: [String] = []
        if totals.reportedCost.amount != nil {
            costs.append("Providers reported \(text(totals.reportedCost)); by the price book the calls cost \(text(totals.computedCost)).")
        }
        if !totals.otherCurrencies.isEmpty { costs.append("In other currencies: \(FigureText.otherCurrencies(of: totals)).") }
        return costs
    }
}
