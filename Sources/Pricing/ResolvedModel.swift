package import TrafficModel

/// A model as calls of one name and provider see it: the rows that hold for them, and the fees.
///
/// An object, so that what was looked up once is pointed at from then on.
package final class ResolvedModel: Sendable {
    package let name: String
    package let model: String
    package let match: NameMatch
    /// Rows of the provider's own come first, so that they win over general ones.
    package let rows: [PriceRow]
    /// Fees of the model's own come first.
    package let fees: [ToolFee]
    /// Fees for tools that the model uses on every call.
    package let feesOnEveryCall: [ToolFee]
    /// What chooses a row, beside the rows: to look into an object is to count one who holds it, for each row and each of millions of calls.
    private let terms: [Terms]

    private struct Terms {
        let tier: PriceTier
        let aboveInputTokens: Int64?
        let period: PricePeriod
    }

    init(name: String, model: String, match: NameMatch, rows: [PriceRow], fees: [ToolFee]) {
        self.name = name
        self.model = model
        self.match = match
        self.rows = rows
        self.fees = fees
        feesOnEveryCall = fees.filter(\.isChargedOnEveryCall)
        terms = rows.map { Terms(tier: $0.tier, aboveInputTokens: $0.aboveInputTokens, period: $0.period) }
    }

    /// The row for a call of that time, tier and length.
    ///
    /// The longest band that any tier has then, and that the call reaches, is the call's own: a tier without it sells no calls of that
    /// length, and its shorter band's price is not theirs.
    package func row(at time: Timestamp, tier: PriceTier, inputTokens: Int64) throws(NoPrice) -> PriceRow {
        var band: Int64?
        for terms in terms {
            if let above = terms.aboveInputTokens, inputTokens > above, above > band ?? 0, terms.period.contains(time) { band = above }
        }
        let place = terms.firstIndex { $0.tier == tier && $0.aboveInputTokens == band && $0.period.contains(time) }
        if let place { return rows[place] }

        if terms.contains(where: { $0.tier == tier && $0.period.contains(time) }) { throw NoPrice(.noPriceForContext) }
        throw NoPrice(terms.contains { $0.period.contains(time) } ? .noPriceForTier : .noPriceAtTime)
    }

    /// The fee for a tool at that time.
    func fee(for tool: HostedTool, at time: Timestamp) -> ToolFee? {
        fees.first { $0.tool == tool && $0.period.contains(time) }
    }

    /// Whether the price changed within a day of that time: changes are dated by the day, and nobody published an hour.
    func isNearPriceChange(of row: PriceRow, at time: Timestamp) -> Bool {
        let day: Int64 = 86_400_000_000
        func isNear(_ change: Timestamp?) -> Bool { change.map { abs(time.microseconds - $0.microseconds) < day } ?? false }
        let series = rows.filter { $0.isSameSeries(as: row) }
        return isNear(row.period.start) && series.contains { $0.period.end == row.period.start }
            || isNear(row.period.end) && series.contains { $0.period.start == row.period.end }
    }
}
