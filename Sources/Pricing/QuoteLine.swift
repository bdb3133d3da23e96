package import TrafficModel

/// One term of a quote: count × rate = amount.
package struct QuoteLine: Sendable {
    package var item: ChargeItem
    /// In the unit's own measure: tokens, characters, images, calls, containers; milliseconds for minutes and seconds.
    package var count: Int64
    /// What ``rate`` buys.
    package var unit: ChargeUnit
    /// With the region factor and discounts in it.
    package var rate: Money
    package var amount: Money
    /// True where the rate, divided by its unit, is no finite decimal (a 60th of 0.017) and the amount is the nearest 10⁻¹⁸.
    package var isRounded: Bool
    package var source: ChargeSource
}

/// What set a rate.
package enum ChargeSource: Sendable {
    case price(PriceRow)
    /// With the row that prices the call's tokens. Apart, since fees are large and seldom: lines are made by the million.
    indirect case fee(ToolFee, of: PriceRow)
    /// The caller's own rates.
    case override
}
