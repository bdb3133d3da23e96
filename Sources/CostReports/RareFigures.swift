import TrafficModel

/// The figures of a ``Rollup`` that few calls have.
struct RareFigures: Hashable, Sendable {
    /// Calls by how they ended, where that was not a success.
    var failures: [CallStatus: Int64] = [:]
    var cacheWriteTokens = CountSum()
    var audioInputTokens = CountSum()
    var audioOutputTokens = CountSum()
    var reportedCost = MoneySum()
    var otherCurrencies: [Currency: MoneySum] = [:]
    var otherCurrencyCalls: Int64 = 0

    mutating func merge(_ other: RareFigures) {
        failures.merge(other.failures, uniquingKeysWith: +)
        cacheWriteTokens.merge(other.cacheWriteTokens)
        audioInputTokens.merge(other.audioInputTokens)
        audioOutputTokens.merge(other.audioOutputTokens)
        reportedCost.merge(other.reportedCost)
        otherCurrencyCalls += other.otherCurrencyCalls
        for (currency, sum) in other.otherCurrencies { otherCurrencies[currency, default: MoneySum()].merge(sum) }
    }
}
