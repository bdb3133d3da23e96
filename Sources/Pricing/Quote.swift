package import TrafficModel

/// What a call costs and how that came about. The lines' amounts add up to the cost, exactly; where there is no cost, they are what could
/// be charged and sum up to nothing that may be shown as one.
package struct Quote: Sendable {
    package var cost: ComputedCost
    package var lines: [QuoteLine]
    /// Which row priced the call; nil where none did.
    package var basis: PriceBasis?
    package var notes: [QuoteNote]
}
