import TrafficModel

/// A short list of figures with a bar that shows how they share a whole, or a bar each. The list says all that the bars show.
struct FigureCard {
    var id: String
    var title: String
    var note: String?
    /// The bar above the list; nil where rows have bars of their own.
    var stack: Stack?
    var rows: [Row] = []
    /// True where names need the room of two.
    var isBroad = false

    struct Stack {
        var parts: [Part] = []
    }

    struct Part {
        var kind: String
        var left: String
        var width: String
    }

    struct Row {
        /// The class of its colour, where the bar above shows it.
        var kind: String?
        var name: String
        var figure: String
        var share: String?
        /// The length of its own bar.
        var bar: String?
    }

    /// What adds up to `whole`. Rows that are nothing are left out.
    init(id: String, title: String, note: String? = nil, whole: Int64, _ figures: [(name: String, kind: String, count: Int64)]) {
        self.id = id
        self.title = title
        self.note = note
        var stack = Stack()
        var passed: Int64 = 0
        for (name, kind, count) in figures where count > 0 {
            let start = Percentage(Int128(passed), of: Int128(whole)).hundredths
            passed = passed.addingReportingOverflow(count).partialValue
            let end = Percentage(Int128(passed), of: Int128(whole)).hundredths
            if end > start { stack.parts.append(Part(kind: kind, left: Percentage(hundredths: start).text, width: Percentage(hundredths: end - start).text)) }
            rows.append(Row(kind: kind, name: name, figure: FigureText.grouped(count), share: FigureText.share(of: Int128(count), in: Int128(whole))))
        }
        self.stack = stack
    }

    /// Figures of which none is part of another.
    init(id: String, title: String, note: String? = nil, rows: [Row]) {
        self.id = id
        self.title = title
        self.note = note
        self.rows = rows
    }
}

// MARK: - What the page shows in such lists

extension FigureCard {
    static func statuses(of totals: Rollup) -> FigureCard {
        let kinds: [CallStatus: String] = [.success: "good", .maxTokens: "fair", .error: "bad", .malformedRequest: "s5"]
        return FigureCard(
            id: "statuses", title: "Statuses", whole: totals.calls, totals.statuses.map { (name: $0.status.rawValue, kind: kinds[$0.status] ?? "s4", count: $0.calls) })
    }

    static func latency(of totals: Rollup) -> FigureCard {
        let latency = totals.latency
        let greatest = latency.max ?? 0
        let figures = [50, 90, 95, 99].map { ("p\($0)", latency.percentile($0)) } + [("max", latency.max)]
        let note = latency.known == totals.calls ? nil : "Known for \(FigureText.counted(latency.known, "call")) of \(FigureText.grouped(totals.calls))."
        return FigureCard(
            id: "latency", title: "Latency", note: note,
            rows: figures.compactMap { name, micros in
                micros.map { Row(name: name, figure: FigureText.duration(microseconds: $0), bar: Percentage(Int128($0), of: Int128(greatest)).text) }
            })
    }

    /// Tokens taken apart, so that each is counted once.
    static func tokens(of totals: Rollup) -> FigureCard {
        guard let input = totals.inputTokens.value, let output = totals.outputTokens.value, let whole = totals.tokens else {
            return FigureCard(id: "tokens", title: "Tokens", note: "More than can be counted.", rows: [])
        }
        // What contradicts itself has more parts than the whole; the list then says what was told, without a bar.
        let cached = totals.cachedInputTokens.value ?? 0
        let reasoning = totals.reasoningTokens.value ?? 0
        let rare = [("cache writes", totals.cacheWriteTokens), ("audio input", totals.audioInputTokens), ("audio output", totals.audioOutputTokens)]
        let further = rare.filter { $0.1.value != 0 }.map { "\($0.1.value.map(FigureText.grouped) ?? FigureText.overflow) \($0.0)" }
        var card = FigureCard(
            id: "tokens", title: "Tokens", note: further.isEmpty ? nil : "Among them: \(further.joined(separator: ", ")).", whole: whole,
            [
                (name: "input, not cached", kind: "s1", count: input - cached), (name: "input, cached", kind: "s3", count: cached),
                (name: "output, without reasoning", kind: "s2", count: output - reasoning), (name: "reasoning", kind: "s4", count: reasoning),
            ])
        if cached > input || reasoning > output { card.stack = nil }
        return card
    }

    /// What users bring in, beside what their calls cost.
    static func revenue(_ revenue: Revenue) -> FigureCard? {
        guard let amount = revenue.amount.amount, let margin = revenue.margin else { return nil }
        let figures = [("revenue", amount), ("cost of their calls", revenue.cost.amount ?? .zero), ("margin", margin)]
        return FigureCard(
            id: "revenue", title: "Revenue", note: "Of \(FigureText.counted(revenue.users, "user")) whose revenue is known.",
            rows: figures.map { Row(name: $0, figure: FigureText.exactDollars($1.rounded(toDecimals: 4))) })
    }

    static func budgets(_ budgets: [BudgetUse]) -> FigureCard? {
        guard !budgets.isEmpty else { return nil }
        var card = FigureCard(
            id: "budgets", title: "Budgets",
            note: budgets.contains { $0.budget.period != nil } ? "A budget a day or a month shows its dearest one." : nil,
            rows: budgets.map { use in
                let limit = use.budget.limit
                let spent = use.spent.map { FigureText.dollars($0, decimals: 2) } ?? FigureText.overflow
                return Row(
                    kind: use.verdict == nil ? "good" : "bad", name: use.budget.name, figure: "\(spent) of \(FigureText.exactDollars(limit))",
                    share: use.spent.map { FigureText.share(of: $0.quintillionths, in: limit.quintillionths) } ?? FigureText.missing)
            })
        card.isBroad = true
        return card
    }

    /// What became of each record.
    static func records(of inputs: InputCounts) -> FigureCard {
        FigureCard(
            id: "records", title: "Records",
            note: "\(FigureText.counted(inputs.records, "record")) in \(FigureText.counted(inputs.files, "file")); each became exactly one of these.",
            whole: inputs.records,
            [
                (name: "calls", kind: "s1", count: inputs.calls), (name: "joined to a call", kind: "s3", count: inputs.joined),
                (name: "duplicates", kind: "s4", count: inputs.duplicates), (name: "filtered out", kind: "s6", count: inputs.filtered),
                (name: "ignored, no calls", kind: "s0", count: inputs.ignored), (name: "rejected", kind: "bad", count: inputs.rejected),
            ])
    }

    /// How many calls the total covers.
    static func coverage(of totals: Rollup) -> FigureCard {
        let others = totals.otherCurrencies.isEmpty ? "" : " Costs in other currencies are in no dollar sum."
        return FigureCard(
            id: "coverage", title: "Coverage", note: "What the total covers: a call without a price is no free call." + others, whole: totals.calls,
            [
                (name: "priced", kind: "good", count: totals.pricedCalls), (name: "without usage", kind: "fair", count: totals.noUsageCalls),
                (name: "unpriced", kind: "bad", count: totals.unpricedCalls),
            ])
    }
}
