package import TrafficModel

/// How the book was read for a call.
package struct PriceBasis: Sendable {
    package let row: PriceRow
    package let model: ResolvedModel
    /// Whether the call went to a regional host and the row has a factor for that.
    package let isRegional: Bool

    init(row: PriceRow, model: ResolvedModel, region: String?) {
        self.row = row
        self.model = model
        isRegional = region != nil && row.regionFactor != nil
    }

    /// The name that was looked up, and what it is in the book.
    package var name: String { model.name }
    package var match: NameMatch { model.match }

    /// The factor on token prices.
    package var regionFactor: Money? { isRegional ? row.regionFactor : nil }

    /// The token rates that hold for a call of that time.
    func rates(at time: Timestamp, keepsCacheFor12Hours: Bool) -> TokenRates {
        row.rates(isRegional: isRegional, at: time, keepsCacheFor12Hours: keepsCacheFor12Hours)
    }
}
