import TrafficModel

extension ReportSummary {
    /// What a comparison adds to the head.
    static func comparison(in report: Report) -> [(label: String, text: String)] {
        guard let before = report.comparison else { return [] }
        let period = ReportPeriod(since: before.since, until: before.until, zone: report.period.zone, first: nil, last: nil)
        let cost = before.totals.cost.amount ?? .zero
        var lines = [(
            label: "Before",
            text: "\(FigureText.exactDollars(cost)) for \(FigureText.counted(before.totals.calls, "call")), \(bounds(of: period))"
        )]
        let gaps = before.totals.unpricedCalls + before.totals.noUsageCalls
        if gaps > 0 { lines[0].text += " — incomplete: \(FigureText.counted(gaps, "call")) without a price or usage" }
        guard let change = CostChange(from: before.totals, to: report.totals) else { return lines }
        var text = FigureText.signedExactDollars(change.cost) + FigureText.percentage(of: change.cost.quintillionths, in: cost.quintillionths)
        text += ": \(FigureText.signedExactDollars(change.volumeEffect)) by volume (priced calls"
        text += " \(FigureText.grouped(before.totals.dollarCalls)) → \(FigureText.grouped(report.totals.dollarCalls))"
        text += "), \(FigureText.signedExactDollars(change.priceEffect)) by price (cost per call"
        if let old = before.totals.costPerCall, let new = report.totals.costPerCall {
            text += " \(FigureText.dollars(old, decimals: 6)) → \(FigureText.dollars(new, decimals: 6))"
        }
        lines.append((label: "Change", text: text + ")"))
        if let old = before.totals.tokens, let new = report.totals.tokens {
            let change = Int128(new) - Int128(old)
            lines.append((
                label: "",
                text: "tokens \(FigureText.grouped(old)) → \(FigureText.grouped(new))" + FigureText.percentage(of: change, in: Int128(old))
            ))
        }
        return lines
    }
}

extension FigureText {
    /// Dollars with a sign, unless they are nothing.
    static func signedExactDollars(_ money: Money) -> String {
        (money > .zero ? "+" : "") + exactDollars(money)
    }

    /// A change of a count, with its sign.
    static func signed(_ change: Int64, _ text: (Int64) -> String = { compact($0) }) -> String {
        change < 0 ? "-" + text(change == .min ? .max : -change) : (change > 0 ? "+" : "") + text(change)
    }

    static func signedDollars(_ money: Money, decimals: Int) -> String {
        (money > .zero ? "+" : "") + dollars(money, decimals: decimals)
    }

    /// ` (+12.5%)`, or nothing where there was nothing.
    static func percentage(of change: Int128, in whole: Int128) -> String {
        signedShare(of: change, in: whole).map { " (\($0))" } ?? ""
    }

    /// `+12.5%`; nil where there was nothing.
    static func signedShare(of change: Int128, in whole: Int128) -> String? {
        let text = share(of: change < 0 ? -change : change, in: whole)
        return text == missing ? nil : (change < 0 ? "-" : "+") + text
    }
}
