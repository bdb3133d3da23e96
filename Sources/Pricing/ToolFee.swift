package import TrafficModel

/// What the use of a hosted tool costs in one period.
package struct ToolFee: Sendable, Hashable {
    package var tool: HostedTool
    package var unit: ChargeUnit
    /// US dollars a unit.
    package var rate: Money
    /// The models that the fee is for, their dated snapshots included; nil for all models without a row of their own.
    package var models: [String]?
    package var period: PricePeriod
    /// The model uses the tool on every call and its answers don't say so.
    package var isChargedOnEveryCall: Bool
    /// Input tokens that are billed for each use in place of what the tool brought in.
    package var contentTokens: Int64?
    package var provenance: PriceProvenance
}
