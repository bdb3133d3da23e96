package import TrafficModel

/// Rates per million tokens, by kind of token.
package struct TokenRates: Sendable, Hashable {
    private var rates = [Money?](repeating: nil, count: TokenKind.allCases.count)

    package init() {}

    /// The rate as it was published; nil where none was.
    package subscript(published kind: TokenKind) -> Money? {
        get { rates[kind.rawValue] }
        set { rates[kind.rawValue] = newValue }
    }

    /// The rate that tokens of a kind are billed at. No discount published for cached tokens means no discount, and no price for
    /// writing the cache means no charge beside the input's.
    package subscript(kind: TokenKind) -> Money? {
        if let published = rates[kind.rawValue] { return published }
        switch kind {
        case .cachedInput, .cacheWrite: return rates[TokenKind.input.rawValue]
        // Where writing has a price, twelve hours of it have one of their own: another one's would be a guess.
        case .cacheWrite12h: return rates[TokenKind.cacheWrite.rawValue] == nil ? rates[TokenKind.input.rawValue] : nil
        case .audioCachedInput: return rates[TokenKind.audioInput.rawValue]
        case .imageCachedInput: return rates[TokenKind.imageInput.rawValue]
        case .input, .output, .audioInput, .audioOutput, .imageInput, .imageOutput: return nil
        }
    }

    package var isEmpty: Bool { rates.allSatisfy { $0 == nil } }

    /// All rates times a factor, or nil where one of them can't be held exactly.
    package func scaled(by factor: Money) -> TokenRates? {
        var scaled = self
        for index in rates.indices {
            guard let rate = rates[index] else { continue }
            guard let product = rate.scaled(by: factor), product.isExactRate else { return nil }
            scaled.rates[index] = product
        }
        return scaled
    }
}

extension Money {
    /// A rate per million with at most twelve decimals: any whole number of tokens then has an exact price.
    var isExactRate: Bool { quintillionths >= 0 && quintillionths % 1_000_000 == 0 }
}
