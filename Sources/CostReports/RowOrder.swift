import TrafficModel

/// What rows are ordered by, greatest first, as `--sort` names it.
package enum RowOrder: String, Sendable, CaseIterable {
    case cost, calls, tokens, errors, latency

    /// The figure that decides; rows without it come last.
    ///
    /// Tokens that left their range count as more than any number: they are.
    func figure(of rollup: Rollup) -> Int128? {
        switch self {
        case .cost: rollup.cost.amount?.quintillionths ?? (rollup.cost.hasOverflowed ? .max : nil)
        case .calls: Int128(rollup.calls)
        case .tokens: rollup.tokens.map { Int128($0) } ?? .max
        case .errors: Int128(rollup.errors)
        case .latency: rollup.latency.percentile(95).map { Int128($0) }
        }
    }
}
