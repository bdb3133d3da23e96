import TrafficModel

/// Adds up what a call is charged for. The one place where count meets rate: a price and a quote come from the same additions, the quote
/// merely keeps them.
struct Bill {
    private var total = Money.zero
    /// Why the sum is no price, from the first charge that had none.
    private var fault: UnpricedReason?
    private(set) var lines: [QuoteLine] = []
    private(set) var notes: [QuoteNote] = []
    var basis: PriceBasis?
    let keeps: Kept

    /// What is kept beside the sum, for whoever reads it.
    enum Kept {
        case nothing
        case lines
        /// Lines, notes, and how the book was read.
        case explanation
    }

    init(keeping keeps: Kept) {
        self.keeps = keeps
    }

    /// The same, with lines where others were, whose room they take.
    init(keeping keeps: Kept, in lines: inout [QuoteLine]) {
        self.keeps = keeps
        swap(&self.lines, &lines)
        self.lines.removeAll(keepingCapacity: true)
    }

    mutating func takeLines() -> [QuoteLine] {
        defer { lines = [] }
        return lines
    }

    /// Charges `count` at `rate`. Nothing used costs nothing, whether it has a rate or not.
    mutating func charge(
        _ item: ChargeItem, _ count: Int64, at rate: Money?, per unit: ChargeUnit, from source: @autoclosure () -> ChargeSource
    ) {
        guard count != 0 else { return }
        guard let rate else { return fail(.noPriceForUnit) }
        let (product, overflow) = rate.quintillionths.multipliedReportingOverflow(by: Int128(count))
        guard !overflow else { return fail(.overflow) }
        // Rates per token and character divide exactly. A 60th of a minute's price may be no finite decimal: the nearest 10⁻¹⁸ is taken.
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(unit.countPerRate))
        let amount = Money(quintillionths: remainder * 2 >= Int128(unit.countPerRate) ? quotient + 1 : quotient)
        guard let sum = total.adding(amount) else { return fail(.overflow) }
        total = sum
        if keeps != .nothing {
            lines.append(
                QuoteLine(item: item, count: count, unit: unit, rate: rate, amount: amount, isRounded: remainder != 0, source: source()))
        }
    }

    /// The sum, or why it is none.
    func cost(in currency: Currency) -> ComputedCost {
        if let fault { return .unpriced(fault) }
        return .priced(total, currency: currency)
    }

    mutating func fail(_ reason: UnpricedReason) {
        if fault == nil { fault = reason }
    }

    mutating func note(_ note: QuoteNote) {
        if keeps == .explanation, !notes.contains(note) { notes.append(note) }
    }
}
