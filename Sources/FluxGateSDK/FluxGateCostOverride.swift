/// Rates for one call in place of the server's price table: decimal numbers as text, US dollars per 1,000,000 tokens.
public struct FluxGateCostOverride: Hashable, Sendable {
    public var inputCostPer1MTokens: String
    public var outputCostPer1MTokens: String
    public var cacheReadCostPer1MTokens: String?
    public var cacheWriteCostPer1MTokens: String?
    public var reasoningCostPer1MTokens: String?

    /// Takes rates as exact decimal text (`"0.075"`), which is sent as it stands.
    public init(
        inputCostPer1MTokens: String, outputCostPer1MTokens: String, cacheReadCostPer1MTokens: String? = nil, cacheWriteCostPer1MTokens: String? = nil,
        reasoningCostPer1MTokens: String? = nil
    ) {
        self.inputCostPer1MTokens = inputCostPer1MTokens
        self.outputCostPer1MTokens = outputCostPer1MTokens
        self.cacheReadCostPer1MTokens = cacheReadCostPer1MTokens
        self.cacheWriteCostPer1MTokens = cacheWriteCostPer1MTokens
        self.reasoningCostPer1MTokens = reasoningCostPer1MTokens
    }

    /// Takes rates as numbers, which must be finite. Each is sent in as few digits as tell it from all others: `2.5` is sent as `2.5`.
    public init(
        inputCostPer1MTokens: Double, outputCostPer1MTokens: Double, cacheReadCostPer1MTokens: Double? = nil, cacheWriteCostPer1MTokens: Double? = nil,
        reasoningCostPer1MTokens: Double? = nil
    ) {
        func text(_ rate: Double) -> String { rate.jsonText ?? "0" }
        self.init(
            inputCostPer1MTokens: text(inputCostPer1MTokens), outputCostPer1MTokens: text(outputCostPer1MTokens),
            cacheReadCostPer1MTokens: cacheReadCostPer1MTokens.map(text), cacheWriteCostPer1MTokens: cacheWriteCostPer1MTokens.map(text),
            reasoningCostPer1MTokens: reasoningCostPer1MTokens.map(text))
    }
}
