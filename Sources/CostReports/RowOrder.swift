import TrafficModel

/// What rows are ordered by, greatest first, as `--sort` names it.
package enum RowOrder: String, Sendable, CaseIterable {
    case cost, calls, tokens, errors, latency

    /// The figure that decides; rows without it come last.
    ///
    /// Tokens that left their range count as more than any number: they are.
    func figure(of rollup: Rollup) -> Int128? {
        switch self {
        case .cost: RowOrder.figure(of: rollup.cost)
        case .calls: Int128(rollup.calls)
        case .tokens: rollup.tokens.map { Int128($0) } ?? .max
        case .errors: Int128(rollup.errors)
        case .latency: rollup.latency.percentile(95).map { Int128($0) }
        }
    }

    /// The figures of some rollups; the lowest of all where there is none.
    func figures(of rollups: ArraySlice<Rollup>) -> [Int128] {
        // By far the most frequent one, without a copy of all the rest.
        if self == .cost { return rollups.indices.map { RowOrder.figure(of: rollups[$0].cost) ?? .min } }
        return rollups.map { figure(of: $0) ?? .min }
    }

    private static func figure(of cost: MoneySum) -> Int128? {
        cost.amount?.quintillionths ?? (cost.hasOverflowed ? .max : nil)
    }
}
