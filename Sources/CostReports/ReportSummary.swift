import TrafficModel

extension StyledLines {
    /// The head of a report.
    mutating func addSummary(of report: Report) {
        for line in ReportSummary.lines(of: report) { add(line.label, line.text) }
    }
}

/// The head of a report: what a manager asks first, and an engineer next.
enum ReportSummary {
    /// Sentences behind short labels; one without a label goes on with the subject of the one before.
    static func lines(of report: Report) -> [(label: String, text: String)] {
        var lines = [(label: "Period", text: bounds(of: report.period))]
        if let span = span(of: report.period) { lines.append((label: "", text: span)) }
        lines.append((label: "Cost", text: cost(of: report)))
        lines += comparison(in: report)
        if let revenue = report.groups.lazy.compactMap(\.revenue).first, let text = text(of: revenue) { lines.append((label: "Revenue", text: text)) }
        lines.append((label: "Calls", text: calls(of: report.totals)))
        lines.append((label: "Tokens", text: tokens(of: report.totals)))
        if let text = latency(of: report.totals) { lines.append((label: "Latency", text: text)) }
        return lines
    }

    /// Both as instants: a last day that is included and the next midnight that is not look alike as dates.
    static func bounds(of period: ReportPeriod) -> String {
        let since = period.since.map(period.text) ?? "the beginning"
        let until = period.until.map(period.text) ?? "the end"
        return "\(since) up to \(until) (\(VisibleText.escaped(period.zone.name)))"
    }

    static func span(of period: ReportPeriod) -> String? {
        guard let first = period.first, let last = period.last else { return nil }
        return "first call \(period.text(first)), last call \(period.text(last))"
    }

    private static func cost(of report: Report) -> String {
        let totals = report.totals
        let nothing = totals.cost.hasOverflowed ? FigureText.overflow : "no call had a price in US dollars"
        var text = totals.cost.amount.map(FigureText.exactDollars) ?? nothing
        if let reported = totals.reportedCost.amount {
            let computed = totals.computedCost.amount.map(FigureText.exactDollars) ?? FigureText.missing
            text += " (providers reported \(FigureText.exactDollars(reported)); by the price book \(computed))"
        }
        if !totals.otherCurrencies.isEmpty { text += ", and \(FigureText.otherCurrencies(of: totals))" }
        return gaps(in: totals).map { "\(text) — total is incomplete: \($0)" } ?? text
    }

    /// What the total leaves out, or nil where it is complete.
    static func gaps(in totals: Rollup) -> String? {
        var gaps: [String] = []
        if totals.unpricedCalls > 0 { gaps.append("\(FigureText.counted(totals.unpricedCalls, "call")) unpriced") }
        if totals.noUsageCalls > 0 { gaps.append("\(FigureText.counted(totals.noUsageCalls, "call")) without usage") }
        if totals.hasOverflowed { gaps.append("sums overflowed") }
        return gaps.isEmpty ? nil : gaps.joined(separator: ", ")
    }

    private static func text(of revenue: Revenue) -> String? {
        guard let amount = revenue.amount.amount, let margin = revenue.margin else { return nil }
        let cost = FigureText.exactDollars(revenue.cost.amount ?? .zero)
        let users = FigureText.counted(revenue.users, "user")
        return "\(FigureText.exactDollars(amount)) of \(users), whose calls cost \(cost): margin \(FigureText.exactDollars(margin))"
    }

    private static func calls(of totals: Rollup) -> String {
        guard totals.calls > 0 else { return "none" }
        var text = FigureText.grouped(totals.calls)
        if totals.errors > 0 {
            let statuses = totals.statuses.filter { $0.status != .success && $0.status != .maxTokens }
            text += ", \(FigureText.counted(totals.errors, "error")) (\(FigureText.share(of: Int128(totals.errors), in: Int128(totals.calls))))"
            text += ": " + statuses.map { "\(FigureText.grouped($0.calls)) \($0.status.rawValue)" }.joined(separator: ", ")
        } else {
            text += ", no errors"
        }
        let cut = totals.calls(endedWith: .maxTokens)
        return cut > 0 ? text + "; \(FigureText.grouped(cut)) cut at MAX_TOKENS" : text
    }

    private static func tokens(of totals: Rollup) -> String {
        func count(_ sum: CountSum) -> String { sum.value.map(FigureText.grouped) ?? FigureText.overflow }
        let cached = FigureText.cachedShare(of: totals)
        var text = count(totals.inputTokens) + " input"
        if cached != FigureText.missing { text += " (\(cached) cached)" }
        text += ", \(count(totals.outputTokens)) output"
        if totals.reasoningTokens.value != 0 { text += " (\(count(totals.reasoningTokens)) reasoning)" }
        return text
    }

    private static func latency(of totals: Rollup) -> String? {
        let latency = totals.latency
        guard let median = latency.percentile(50), let slow = latency.percentile(95), let slowest = latency.max else { return nil }
        let figures = [("p50", median), ("p95", slow), ("max", slowest)]
        let text = figures.map { "\($0.0) \(FigureText.duration(microseconds: $0.1))" }.joined(separator: ", ")
        return latency.known == totals.calls ? text : text + " (known for \(FigureText.counted(latency.known, "call")))"
    }
}

extension ReportPeriod {
    /// An instant on the wall clock of the report's zone, to the millisecond where it is not a whole second.
    fileprivate func text(_ time: Timestamp) -> String {
        time.text(offsetSeconds: zone.offset(at: time), milliseconds: time.microseconds % 1_000_000 != 0)
    }
}

extension FigureText {
    /// `1 call`, `1,234 calls`
    package static func counted(_ number: Int64, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}
