package import TrafficModel

/// What one call adds to a ``Rollup``: worked out once, then added to several rollups, which need not look at the call again. Small, since
/// calls wait in batches.
package struct CallFigures: Sendable {
    enum Outcome {
        case priced, noUsage, unpriced
    }

    let outcome: Outcome
    let latency: Int64?
    /// The cost that a report counts, and the price book's, as far as they are in US dollars.
    let dollars: MoneySum
    let computedDollars: MoneySum

    // Parts that were not told add nothing.
    let inputTokens: Int64
    let cachedInputTokens: Int64
    let outputTokens: Int64
    let reasoningTokens: Int64

    /// What few calls have: one or none.
    private(set) var rare: [RareFigures] = []

    /// Borrows the call: initialisers own what they are given, and a copy of a call retains each of its texts.
    package init(_ priced: borrowing PricedCall, preferring preference: CostPreference) {
        let cost = priced.cost(preferring: preference)
        outcome = cost.outcome
        dollars = MoneySum(cost.dollars)
        computedDollars = MoneySum(priced.computed.dollars)
        latency = priced.call.latency
        let usage = priced.call.usage
        inputTokens = usage?.input ?? 0
        cachedInputTokens = usage?.cachedInput ?? 0
        outputTokens = usage?.output ?? 0
        reasoningTokens = usage?.reasoning ?? 0

        if priced.call.status != .success { updateRare { $0.failures[priced.call.status] = 1 } }
        if let reported = priced.call.reportedCost { updateRare { $0.reportedCost.add(reported) } }
        if case .priced(let amount, let currency) = cost, currency != .usd {
            updateRare {
                $0.otherCurrencyCalls = 1
                $0.otherCurrencies[currency] = MoneySum(amount)
            }
        }
        guard let usage, max(usage.cacheWrite ?? 0, usage.audioInput ?? 0, usage.audioOutput ?? 0) > 0 else { return }
        updateRare {
            $0.cacheWriteTokens.add(usage.cacheWrite ?? 0)
            $0.audioInputTokens.add(usage.audioInput ?? 0)
            $0.audioOutputTokens.add(usage.audioOutput ?? 0)
        }
    }

    private mutating func updateRare(_ change: (inout RareFigures) -> Void) {
        if rare.isEmpty { rare.append(RareFigures()) }
        change(&rare[0])
    }
}

extension ComputedCost {
    fileprivate var dollars: Money? {
        if case .priced(let amount, .usd) = self { amount } else { nil }
    }

    fileprivate var outcome: CallFigures.Outcome {
        switch self {
        case .priced: .priced
        case .noUsage: .noUsage
        case .unpriced: .unpriced
        }
    }
}
