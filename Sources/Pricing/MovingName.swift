/// Which snapshot a moving name stood for in a period.
package struct MovingName: Sendable, Hashable {
    package var alias: String
    package var snapshot: String
    package var period: PricePeriod
    package var provenance: PriceProvenance
}
