package import TrafficModel

/// A factor on the token prices that stand in the book for a model.
package struct PriceDiscount: Sendable, Hashable {
    package var models: [String]
    package var factor: Money
    package var period: PricePeriod
    /// Nil for all tiers.
    package var tier: PriceTier?
    /// Nil for all providers.
    package var provider: String?
    package var provenance: PriceProvenance
}
