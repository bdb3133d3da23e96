package import TrafficModel

/// How the book was read for a call.
package struct PriceBasis: Sendable {
    package let row: PriceRow
    /// The name that was looked up, and what it is in the book.
    package let name: String
    package let match: NameMatch
    /// The factor on token prices, where the call went to a regional host and the row has one.
    package let regionFactor: Money?

    /// The token rates that hold for a call of that time. Rows carry the rate for cache entries of twelve hours beside the others, though
    /// it is younger than some of them.
    func rates(at time: Timestamp?, keepsCacheFor12Hours: Bool) -> TokenRates {
        // A regional call takes the scaled rates, made once for each row.
        var rates = regionFactor == nil ? row.tokens : row.regionalTokens ?? row.tokens
        if keepsCacheFor12Hours, let start = row.cacheWrite12hStart, let time, time < start { rates[published: .cacheWrite12h] = nil }
        return rates
    }
}
