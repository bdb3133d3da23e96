/// A service tier as the price book knows it.
package enum PriceTier: String, Sendable, CaseIterable {
    case standard, batch, flex
    /// Called Fast mode since 2026-07-30.
    case priority
    case ultrafast
}
