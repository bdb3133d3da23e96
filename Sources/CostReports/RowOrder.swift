import TrafficModel

/// What rows are ordered by, greatest first, as `--sort` names it.
package enum RowOrder: String, Sendable, CaseIterable {
    case cost, calls, tokens, errors, latency

    /// The figure that decides; rows without it come last.
    ///
    /// Tokens that left their range count as more than any number: they are. A rollup is looked at in its place, since it is large.
    func figure(of rollups: [Rollup], at place: Int) -> Int128 {
        let figure: Int128? =
            switch self {
            case .cost: rollups[place].cost.amount?.quintillionths ?? (rollups[place].cost.hasOverflowed ? .max : nil)
            case .calls: Int128(rollups[place].calls)
            case .tokens: rollups[place].tokens.map { Int128($0) } ?? .max
            case .errors: Int128(rollups[place].errors)
            case .latency: rollups[place].latency.percentile(95).map { Int128($0) }
            }
        return figure ?? .min
    }
}
