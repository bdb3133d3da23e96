package import TrafficModel

/// What a set of calls comes to: one row of a report, or its totals.
///
/// Sums are exact and do not depend on the order of calls: rollups of parts merge into the rollup of the whole. A sum that leaves its
/// range has no value from then on, and ``hasOverflowed`` says so.
package struct Rollup: Hashable, Sendable {
    package private(set) var calls: Int64 = 0
    /// Calls whose usage is known and whose price is not.
    package private(set) var unpricedCalls: Int64 = 0
    /// Calls that had nothing to price.
    package private(set) var noUsageCalls: Int64 = 0

    /// All input tokens, cached ones included.
    package private(set) var inputTokens = CountSum()
    package private(set) var cachedInputTokens = CountSum()
    /// All output tokens, reasoning included.
    package private(set) var outputTokens = CountSum()
    package private(set) var reasoningTokens = CountSum()

    // An array of none or one is a box: the figures inside are seldom told, and a million sessions should not each pay for them.
    private var box: [RareFigures] = []

    /// US dollars by the preferred cost of each call; no amount where no call had a price in dollars.
    package private(set) var cost = MoneySum()
    /// US dollars by the price book.
    package private(set) var computedCost = MoneySum()
    package private(set) var latency = LatencySketch()

    package init() {}

    private var rare: RareFigures { box.first ?? RareFigures() }

    package var pricedCalls: Int64 { calls - unpricedCalls - noUsageCalls }

    /// Priced calls whose price is in US dollars.
    package var dollarCalls: Int64 { pricedCalls - rare.otherCurrencyCalls }

    /// US dollars as the providers told; no amount where none did.
    package var reportedCost: MoneySum { rare.reportedCost }
    package var cacheWriteTokens: CountSum { rare.cacheWriteTokens }
    package var audioInputTokens: CountSum { rare.audioInputTokens }
    package var audioOutputTokens: CountSum { rare.audioOutputTokens }

    /// Costs in other currencies than the dollar, by their codes; they are in no dollar sum.
    package var otherCurrencies: [(currency: Currency, sum: MoneySum)] {
        rare.otherCurrencies.map { (currency: $0.key, sum: $0.value) }.sorted { $0.currency.code < $1.currency.code }
    }

    /// The statuses that occurred, in their fixed order.
    package var statuses: [(status: CallStatus, calls: Int64)] {
        CallStatus.allCases.map { (status: $0, calls: calls(endedWith: $0)) }.filter { $0.calls > 0 }
    }

    package func calls(endedWith status: CallStatus) -> Int64 {
        guard let rare = box.first else { return status == .success ? calls : 0 }
        return status == .success ? calls - rare.failures.values.reduce(0, +) : rare.failures[status] ?? 0
    }

    /// Calls that brought no usable answer. An answer cut at its token limit is one.
    package var errors: Int64 { calls - calls(endedWith: .success) - calls(endedWith: .maxTokens) }

    /// Input and output tokens together, or nil where the sum left its range.
    package var tokens: Int64? {
        var sum = inputTokens
        sum.merge(outputTokens)
        return sum.value
    }

    /// True where a sum left its range and has no value.
    package var hasOverflowed: Bool {
        let counts = [
            inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, audioInputTokens, audioOutputTokens,
        ]
        return counts.contains { $0.hasOverflowed } || cost.hasOverflowed || computedCost.hasOverflowed || reportedCost.hasOverflowed
            || otherCurrencies.contains { $0.sum.hasOverflowed }
    }
}

// MARK: - Adding up

extension Rollup {
    package mutating func add(_ call: CallFigures) {
        calls += 1
        switch call.outcome {
        case .priced: break
        case .noUsage: noUsageCalls += 1
        case .unpriced: unpricedCalls += 1
        }
        inputTokens.add(call.inputTokens)
        cachedInputTokens.add(call.cachedInputTokens)
        outputTokens.add(call.outputTokens)
        reasoningTokens.add(call.reasoningTokens)
        cost.merge(call.dollars)
        computedCost.merge(call.computedDollars)
        if let latency = call.latency { self.latency.add(latency) }
        if let figures = call.rare.first { updateRare { $0.merge(figures) } }
    }

    package mutating func merge(_ other: Rollup) {
        merge([other], at: 0)
    }

    /// Merges one of many, which is looked at in its place, since it is large.
    mutating func merge(_ others: [Rollup], at place: Int) {
        calls += others[place].calls
        unpricedCalls += others[place].unpricedCalls
        noUsageCalls += others[place].noUsageCalls
        inputTokens.merge(others[place].inputTokens)
        cachedInputTokens.merge(others[place].cachedInputTokens)
        outputTokens.merge(others[place].outputTokens)
        reasoningTokens.merge(others[place].reasoningTokens)
        cost.merge(others[place].cost)
        computedCost.merge(others[place].computedCost)
        latency.merge(others[place].latency)
        if let figures = others[place].box.first { updateRare { $0.merge(figures) } }
    }

    private mutating func updateRare(_ change: (inout RareFigures) -> Void) {
        if box.isEmpty { box.append(RareFigures()) }
        change(&box[0])
    }
}
