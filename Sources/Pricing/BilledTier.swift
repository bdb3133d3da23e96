package import TrafficModel

/// The tier in which a call was billed, told from what was recorded.
package enum BilledTier: Sendable, Hashable {
    case tier(PriceTier)
    /// `auto` is a wish; where it is all that was recorded, the tier served is unknown and the standard price is taken.
    case assumedStandard
    /// Capacity paid in advance.
    case prepaid
    /// A tier that nobody publishes prices for.
    case unknown

    /// The tier of a call: a batch is told by where the record comes from, everything else by the tier the answer names.
    package init(of call: Call) {
        self = call.isBatch ? .tier(.batch) : BilledTier(named: call.serviceTier)
    }

    /// The tier that a recorded `service_tier` stands for; none, and other vendors' word for it, mean the standard one.
    package init(named name: String?) {
        self =
            switch name {
            case nil, "", "default", "standard", "on_demand": .tier(.standard)
            case "batch": .tier(.batch)
            case "flex": .tier(.flex)
            case "priority", "fast": .tier(.priority)
            case "ultrafast": .tier(.ultrafast)
            case "auto": .assumedStandard
            case "scale": .prepaid
            default: .unknown
            }
    }
}
