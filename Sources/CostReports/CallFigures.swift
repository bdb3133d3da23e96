package import TrafficModel

/// What one call adds to a ``Rollup``: worked out once, then added to several rollups, which need not look at the call again.
package struct CallFigures: Sendable {
    /// The cost that a report counts: priced, or why not.
    let cost: ComputedCost
    /// That cost, the price book's and the provider's, as far as they are in US dollars.
    let dollars: Money?
    let computedDollars: Money?
    let reportedDollars: Money?

    let status: CallStatus
    let latency: Int64?

    // Parts that were not told add nothing.
    let inputTokens: Int64
    let cachedInputTokens: Int64
    let cacheWriteTokens: Int64
    let outputTokens: Int64
    let reasoningTokens: Int64
    let audioInputTokens: Int64
    let audioOutputTokens: Int64

    /// Borrows the call: initialisers own what they are given, and a copy of a call retains each of its texts.
    package init(_ priced: borrowing PricedCall, preferring preference: CostPreference) {
        cost = priced.cost(preferring: preference)
        dollars = cost.dollars
        computedDollars = priced.computed.dollars
        reportedDollars = priced.call.reportedCost
        status = priced.call.status
        latency = priced.call.latency
        let usage = priced.call.usage
        inputTokens = usage?.input ?? 0
        cachedInputTokens = usage?.cachedInput ?? 0
        cacheWriteTokens = usage?.cacheWrite ?? 0
        outputTokens = usage?.output ?? 0
        reasoningTokens = usage?.reasoning ?? 0
        audioInputTokens = usage?.audioInput ?? 0
        audioOutputTokens = usage?.audioOutput ?? 0
    }

    var hasRareTokens: Bool { cacheWriteTokens > 0 || audioInputTokens > 0 || audioOutputTokens > 0 }
}

extension ComputedCost {
    fileprivate var dollars: Money? {
        if case .priced(let amount, .usd) = self { amount } else { nil }
    }
}
