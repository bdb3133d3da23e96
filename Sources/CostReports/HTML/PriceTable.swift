import TrafficModel

/// The page's table of the prices that applied: a block for each, and in it a row for each thing that was charged for.
struct PriceTable {
    var blocks: [Block]
    var total: TableCell

    struct Block {
        var name: String
        /// What sets it apart from other prices of that name: `batch`, `above 200,000 input tokens`.
        var traits: [String]
        /// When it holds, who says so, what it was taken for.
        var details: [String]
        var calls: String
        var cost: TableCell
        var lines: [Line]
    }

    struct Line {
        var name: String
        var rate: String
        var unit: String
        var count: TableCell
        var cost: TableCell
    }

    /// Nil where nothing has a price.
    init?(_ report: Report, decimals: Int) {
        guard !report.appliedPrices.isEmpty else { return nil }
        blocks = report.appliedPrices.map { Block($0, catalogue: report.catalogue, decimals: decimals) }
        total = TableCell(report.totals.cost, decimals: decimals)
    }
}

extension PriceTable.Block {
    private static let mostModels = 8

    fileprivate init(_ price: AppliedPrice, catalogue: String, decimals: Int) {
        name = PriceTable.Block.name(of: price)
        traits = PriceTable.Block.traits(of: price)
        let scope = [PriceTable.Block.period(of: price), PriceTable.Block.models(of: price)].compactMap(\.self).joined(separator: ", ")
        details = [scope, PriceTable.Block.origin(of: price, catalogue)].compactMap(\.self).filter { !$0.isEmpty }
        calls = FigureText.counted(price.calls, "call")
        cost = TableCell(price.amount, in: price.currency, decimals: decimals)
        lines = price.terms.map { PriceTable.Line($0, in: price.currency, decimals: decimals) }
    }

    private static func name(of price: AppliedPrice) -> String {
        switch price.kind {
        case .model: price.name
        case .fee: FigureText.words(price.name)
        case .ownRates: "Rates that callers named"
        case .toldSum: "Costs that were told"
        case .free: "Calls known to cost nothing"
        }
    }

    private static func traits(of price: AppliedPrice) -> [String] {
        var traits: [String] = []
        if price.kind == .fee { traits.append("fee") }
        if let tier = price.tier { traits.append(tier) }
        if let threshold = price.aboveInputTokens { traits.append("above \(FigureText.grouped(threshold)) input tokens") }
        if let provider = price.provider { traits.append("at \(provider)") }
        if let factor = price.regionFactor { traits.append("regional, ×\(factor.exactText)") }
        traits += price.discounts.map { "discount, ×\($0.exactText)" }
        return traits
    }

    /// Days as people say them: the last one is the one before the end. Price books count days in UTC.
    private static func period(of price: AppliedPrice) -> String? {
        guard let start = price.start else { return nil }
        guard let end = price.end else { return "in force since \(DayText.utc(start))" }
        guard DayText.isDay(start), DayText.isDay(end) else { return "in force from \(DayText.utc(start)) up to \(DayText.utc(end))" }
        let (first, last) = (ZoneRules.utc.date(at: start), ZoneRules.utc.date(at: end).daysSinceEpoch - 1)
        return "in force \(DayText.days(from: first, to: CivilDate(daysSinceEpoch: last)))"
    }

    private static func origin(of price: AppliedPrice, _ catalogue: String) -> String? {
        switch price.kind {
        case .ownRates: return "logged with the calls"
        case .toldSum: return "by the provider or with the call, without saying how they came about"
        case .free: return "refused requests, answers from a gateway's cache, batch lines that were not run and the like"
        case .model, .fee: break
        }
        guard let origin = price.origin else { return nil }
        var text = origin.file.map { "\($0), line \(origin.line)" } ?? "price book of \(catalogue)"
        if let source = origin.source { text += ": \(source)" }
        if let confidence = origin.confidence, confidence != "high" { text += " (confidence \(confidence))" }
        return text
    }

    /// What the calls name, where that is not the book's own name.
    private static func models(of price: AppliedPrice) -> String? {
        guard !price.callModels.isEmpty, price.callModels != [price.name] else { return nil }
        let shown = price.callModels.prefix(mostModels).map { VisibleText.shortened($0, to: 60) }.joined(separator: ", ")
        let others = price.callModels.count - mostModels
        return "for calls of \(shown)" + (others > 0 ? " and \(FigureText.counted(Int64(others), "other model"))" : "")
    }
}

extension PriceTable.Line {
    fileprivate init(_ term: AppliedPrice.Term, in currency: Currency, decimals: Int) {
        name = FigureText.words(term.name)
        rate = term.rate.map { currency == .usd ? FigureText.exactDollars($0) : "\(currency.code) \($0.exactText)" } ?? "each its own"
        unit = "per \(term.unit)"
        if term.isTime, let milliseconds = term.count.value {
            count = TableCell(text: "\(Money(quintillionths: Int128(milliseconds) * 1_000_000_000_000_000).exactText) s")
        } else {
            count = term.count.value.map { TableCell(whole: $0) } ?? TableCell(text: FigureText.overflow)
        }
        cost = TableCell(term.amount, in: currency, decimals: decimals)
    }
}

extension TableCell {
    /// Sums in other currencies than the dollar have all their digits.
    fileprivate init(_ sum: MoneySum, in currency: Currency, decimals: Int) {
        if currency == .usd {
            self.init(sum, decimals: decimals)
        } else {
            self.init(text: sum.amount.map { "\(currency.code) \($0.exactText)" } ?? FigureText.overflow)
        }
    }
}

extension DayText {
    fileprivate static func isDay(_ time: Timestamp) -> Bool { time.microseconds % 86_400_000_000 == 0 }

    /// `4 Oct 2026`, or the very instant where it is no day's first.
    fileprivate static func utc(_ time: Timestamp) -> String {
        isDay(time) ? day(ZoneRules.utc.date(at: time)) : time.utcText
    }
}
