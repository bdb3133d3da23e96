package import TrafficModel

extension Pricer {
    /// The rates, in US dollars per million tokens, that hold for a call's own time, tier, length and region: what pins an event's price.
    ///
    /// Nil where five rates can't say what the tokens cost: the call has no price, another currency, no price by the token, or one side of
    /// it mixes kinds of token (text and audio) that are priced apart.
    package func rates(for call: Call, cache: inout PricerCache) -> CostOverride? {
        if freedom(of: call, &cache) != nil { return CostOverride(input: .zero, output: .zero) }
        if let own = call.costOverride { return own }
        var bill = Bill(keeping: .nothing)
        guard let usage = call.usage, call.usageFault == nil,
            let reading = try? read(for: call, BilledTier(of: call), &bill, &cache), reading.basis.row.currency == .usd
        else { return nil }
        let rates = reading.rates
        guard var tokens = try? TokenBuckets(usage, rates: rates, keepsCacheFor12Hours: call.keepsCacheFor12Hours) else { return nil }
        if call.endpoint == .embeddings { tokens.dropOutput() }

        /// The rate of the only kind that was used; the first kind's where none was.
        func rate(_ kinds: (TokenKind, Int64)...) -> Money? {
            let used = kinds.filter { $0.1 > 0 }
            return used.count > 1 ? nil : rates[(used.first ?? kinds[0]).0]
        }
        guard
            let input = rate((.input, tokens.input), (.audioInput, tokens.audioInput), (.imageInput, tokens.imageInput)),
            let cacheRead = rate(
                (.cachedInput, tokens.cachedInput), (.audioCachedInput, tokens.audioCachedInput), (.imageCachedInput, tokens.imageCachedInput)),
            // An embedding has no output and no price for it.
            let output = tokens.hasOutput || rates[.output] != nil
                ? rate((.output, tokens.output), (.audioOutput, tokens.audioOutput), (.imageOutput, tokens.imageOutput)) : .zero
        else { return nil }
        let cacheWrite = rates[tokens.writeKind]
        guard tokens.cacheWrite == 0 || cacheWrite != nil else { return nil }
        var pinned = CostOverride(input: input, output: output)
        pinned.cacheRead = cacheRead
        pinned.cacheWrite = cacheWrite
        return pinned
    }
}
