package import TrafficModel

extension PricedCall {
    /// The cost that a report counts for this call: the one the provider told, where that is preferred and known, else the price book's.
    /// What a provider told is in US dollars.
    package func cost(preferring preference: CostPreference) -> ComputedCost {
        if preference == .reported, let reported = call.reportedCost { return .priced(reported, currency: .usd) }
        return computed
    }
}
