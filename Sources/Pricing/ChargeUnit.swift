/// What a rate is for, and so what a count of a quote counts.
package enum ChargeUnit: String, Sendable, Hashable {
    case millionTokens = "1M tokens"
    case millionCharacters = "1M characters"
    case minute
    case second
    case image
    case thousandCalls = "1000 calls"
    case call
    case container

    /// How many of what is counted one rate buys. Durations are counted in milliseconds.
    package var countPerRate: Int64 {
        switch self {
        case .millionTokens, .millionCharacters: 1_000_000
        case .minute: 60_000
        case .second, .thousandCalls: 1_000
        case .image, .call, .container: 1
        }
    }
}
