package import TrafficModel

/// One row of the price book: what a model costs in one period, tier and context band.
///
/// An immutable object, so that millions of priced calls point at one row instead of copying it.
package final class PriceRow: Sendable {
    package let model: String
    /// Nil where an overlay's row leaves it as it is.
    package let match: ModelMatch?
    package let aliases: [String]
    package let period: PricePeriod
    package let tier: PriceTier
    /// The row prices calls with more input tokens than that; nil for the lowest band.
    package let aboveInputTokens: Int64?
    package let providers: ProviderScope
    package let currency: Currency
    package let tokens: TokenRates
    /// Whether the model is billed by tokens at all.
    package let isPricedByTokens: Bool
    package let units: UnitRates
    /// Before that time nobody saw the twelve-hour rate for cache writes.
    package let cacheWrite12hStart: Timestamp?
    /// The factor on token prices for calls to a regional host.
    package let regionFactor: Money?
    /// The token rates times the region factor.
    package let regionalTokens: TokenRates?
    /// What discounts were taken off, the first one first.
    package let discounts: [Money]
    /// The row before any was.
    private let undiscounted: PriceRow?
    package let provenance: PriceProvenance

    /// Nil where the region factor makes a rate that can't be held exactly.
    init?(
        model: String, match: ModelMatch?, aliases: [String], period: PricePeriod, tier: PriceTier, aboveInputTokens: Int64?,
        providers: ProviderScope, currency: Currency, tokens: TokenRates, units: UnitRates, cacheWrite12hStart: Timestamp?,
        regionFactor: Money?, discounts: [Money] = [], undiscounted: PriceRow? = nil, provenance: PriceProvenance
    ) {
        if let regionFactor {
            guard let regional = tokens.scaled(by: regionFactor) else { return nil }
            regionalTokens = regional
        } else {
            regionalTokens = nil
        }
        self.model = model
        self.match = match
        self.aliases = aliases
        self.period = period
        self.tier = tier
        self.aboveInputTokens = aboveInputTokens
        self.providers = providers
        self.currency = currency
        self.tokens = tokens
        isPricedByTokens = !tokens.isEmpty
        self.units = units
        self.cacheWrite12hStart = cacheWrite12hStart
        self.regionFactor = regionFactor
        self.discounts = discounts
        self.undiscounted = undiscounted
        self.provenance = provenance
    }

    private init(_ row: PriceRow, period: PricePeriod) {
        model = row.model
        match = row.match
        aliases = row.aliases
        self.period = period
        tier = row.tier
        aboveInputTokens = row.aboveInputTokens
        providers = row.providers
        currency = row.currency
        tokens = row.tokens
        isPricedByTokens = row.isPricedByTokens
        units = row.units
        cacheWrite12hStart = row.cacheWrite12hStart
        regionFactor = row.regionFactor
        regionalTokens = row.regionalTokens
        discounts = row.discounts
        undiscounted = row.undiscounted
        provenance = row.provenance
    }

    /// The same prices in another period.
    func during(_ period: PricePeriod) -> PriceRow {
        PriceRow(self, period: period)
    }

    /// What is left of this row where `period` is taken by another one.
    func outside(_ period: PricePeriod) -> [PriceRow] {
        self.period.overlaps(period) ? self.period.subtracting(period).map(during) : [self]
    }

    /// The token prices times `factor` in a period; nil where a rate can't be held exactly.
    func discounted(by factor: Money, during period: PricePeriod, for providers: ProviderScope) -> PriceRow? {
        guard let tokens = tokens.scaled(by: factor) else { return nil }
        return PriceRow(
            model: model, match: match, aliases: aliases, period: period, tier: tier, aboveInputTokens: aboveInputTokens,
            providers: providers, currency: currency, tokens: tokens, units: units, cacheWrite12hStart: cacheWrite12hStart,
            regionFactor: regionFactor, discounts: discounts + [factor], undiscounted: list, provenance: provenance)
    }

    /// The row with the prices before discounts.
    var list: PriceRow { undiscounted ?? self }

    /// The token rates that hold for a call of that time. Rows carry the rate for cache entries of twelve hours beside the others, though
    /// it is younger than some of them.
    func rates(isRegional: Bool, at time: Timestamp, keepsCacheFor12Hours: Bool) -> TokenRates {
        // A regional call takes the scaled rates, made once for each row.
        var rates = isRegional ? regionalTokens ?? tokens : tokens
        if keepsCacheFor12Hours, let start = cacheWrite12hStart, time < start { rates[published: .cacheWrite12h] = nil }
        return rates
    }

    /// Whether two rows price the same calls at different times.
    func isSameSeries(as other: PriceRow) -> Bool {
        tier == other.tier && aboveInputTokens == other.aboveInputTokens && providers.provider == other.providers.provider
    }
}
