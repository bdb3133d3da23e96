/// What a call cost by the price book: exactly one of three answers. No price is an answer of its own, never zero.
package enum ComputedCost: Sendable, Hashable {
    case priced(Money, currency: Currency)
    /// Nothing was used that could be priced, or the answer does not tell what was used.
    case noUsage(NoUsageReason)
    /// The usage is known and its price is not.
    case unpriced(UnpricedReason)
}

/// A currency by its ISO code.
package struct Currency: Hashable, Sendable {
    package let code: String

    package init(code: String) {
        self.code = code
    }

    package static let usd = Currency(code: "USD")
}

/// Why an answer carries no usage: the likely reason.
package enum NoUsageReason: String, Sendable, CaseIterable {
    /// A stream that ended well; the request had not asked for usage.
    case notAskedFor = "stream_not_asked_for_usage"
    /// A stream that broke off.
    case cutShort = "aborted"
    /// A failed call: it may have been billed in part, nobody says.
    case error = "error"
    /// The endpoint or the record reports none.
    case notReported = "not_reported"
}

/// Why a call with usage has no price.
package enum UnpricedReason: String, Sendable, CaseIterable {
    case unknownModel = "unknown_model"
    case noModel = "no_model"
    case noTime = "no_time"
    /// The model is known, and has no price at that time.
    case noPriceAtTime = "no_price_at_time"
    /// The model is not sold in that tier.
    case noPriceForTier = "no_price_for_tier"
    /// The tier has no published price for calls of that length.
    case noPriceForContext = "no_price_for_context"
    /// The book has no price for something that the call used (audio, an image size, a tool).
    case noPriceForUnit = "no_price_for_unit"
    /// Capacity paid in advance has no price per token.
    case prepaidTier = "prepaid_tier"
    /// The usage contradicts itself, or half of it is missing.
    case contradictoryUsage = "contradictory_usage"
    case overflow = "overflow"
}

/// A call beside its cost.
package struct PricedCall: Sendable {
    package var call: Call
    package var computed: ComputedCost

    package init(call: Call, computed: ComputedCost) {
        self.call = call
        self.computed = computed
    }
}

/// Which cost heads a report where the provider told the call's own.
package enum CostPreference: String, Sendable, CaseIterable {
    case reported
    case computed
}
