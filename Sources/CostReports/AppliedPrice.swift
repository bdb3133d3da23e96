package import TrafficModel

/// A price that calls of a report were charged by, and what that came to: a row of the price book, a fee, or what stands in a price's place.
package struct AppliedPrice: Sendable {
    /// In the order in which a report lists them.
    package enum Kind: Int, Sendable {
        case model
        case fee
        /// The callers named rates of their own.
        case ownRates
        /// The sum was told, mostly by the provider, and not how it came about.
        case toldSum
        /// The calls are known to cost nothing.
        case free
    }

    /// One thing that is charged for.
    package struct Term: Sendable {
        /// `cached_input`
        package var name: String
        /// Of ``unit``; nil where each call has its own.
        package var rate: Money?
        /// What the rate buys: `1M tokens`.
        package var unit: String
        /// Milliseconds of what is sold by time, else what the unit counts.
        package var count: CountSum
        package var isTime: Bool
        package var amount: MoneySum

        package init(name: String, rate: Money?, unit: String, isTime: Bool) {
            self.name = name
            self.rate = rate
            self.unit = unit
            self.isTime = isTime
            count = CountSum()
            amount = MoneySum()
        }
    }

    /// Where a price was written down.
    package struct Origin: Sendable {
        /// Nil for the built-in price book.
        package var file: String?
        package var line: Int
        /// Who says so.
        package var source: String?
        /// `high`, `medium` or `low`.
        package var confidence: String?

        package init(file: String?, line: Int, source: String?, confidence: String?) {
            self.file = file
            self.line = line
            self.source = source
            self.confidence = confidence
        }
    }

    package var kind: Kind
    /// The model as the price book names it, or the fee's tool; empty for what is in no book.
    package var name = ""
    /// The models that the calls name, ascending.
    package var callModels: [String] = []
    package var tier: String?
    package var aboveInputTokens: Int64?
    /// The one provider that the price holds for.
    package var provider: String?
    /// The factor for regional hosts, which is in the rates.
    package var regionFactor: Money?
    /// What was taken off, which is in the rates.
    package var discounts: [Money] = []
    package var currency = Currency.usd
    /// When the price holds; the end is no longer in it.
    package var start: Timestamp?
    package var end: Timestamp?
    package var origin: Origin?
    package var calls: Int64 = 0
    package var amount = MoneySum()
    package var terms: [Term] = []

    package init(_ kind: Kind) {
        self.kind = kind
    }
}

extension AppliedPrice {
    /// Whether this one is listed before another: by name, then by what sets prices of one name apart, then by time.
    package func precedes(_ other: AppliedPrice) -> Bool {
        if kind != other.kind { return kind.rawValue < other.kind.rawValue }
        if name != other.name { return KeyText(name) < KeyText(other.name) }
        if tier != other.tier { return (tier ?? "") < (other.tier ?? "") }
        if aboveInputTokens != other.aboveInputTokens { return (aboveInputTokens ?? 0) < (other.aboveInputTokens ?? 0) }
        if provider != other.provider { return (provider ?? "") < (other.provider ?? "") }
        if currency != other.currency { return currency.code < other.currency.code }
        if start != other.start { return (start?.microseconds ?? 0) < (other.start?.microseconds ?? 0) }
        if (regionFactor == nil) != (other.regionFactor == nil) { return regionFactor == nil }
        // A fee may stand twice for a tool, for different models.
        if origin?.file != other.origin?.file { return (origin?.file ?? "") < (other.origin?.file ?? "") }
        return (origin?.line ?? 0) < (other.origin?.line ?? 0)
    }
}
