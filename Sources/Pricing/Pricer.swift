package import TrafficModel

/// Prices calls by a price book. A value that never changes: workers share it, and keep what they looked up in a cache of their own.
///
/// ``price(_:cache:)`` and ``quote(_:)`` take the same way through the same charges, so an explanation can't differ from an amount.
package struct Pricer: Sendable {
    package let book: PriceBook

    package init(book: PriceBook) {
        self.book = book
    }

    /// What a call costs by the book, or why that can't be said.
    package func price(_ call: Call, cache: inout PricerCache) -> ComputedCost {
        var bill = Bill(keeping: .nothing)
        return settle(call, &bill, &cache)
    }

    /// The same, with its terms in place of what `lines` held.
    package func price(_ call: Call, lines: inout [QuoteLine], cache: inout PricerCache) -> ComputedCost {
        var bill = Bill(keeping: .lines, in: &lines)
        defer { lines = bill.takeLines() }
        return settle(call, &bill, &cache)
    }

    /// The same, with all that explains it.
    package func quote(_ call: Call) -> Quote {
        var cache = PricerCache()
        return quote(call, cache: &cache)
    }

    /// The same for many calls.
    package func quote(_ call: Call, cache: inout PricerCache) -> Quote {
        var bill = Bill(keeping: .explanation)
        let cost = settle(call, &bill, &cache)
        return Quote(cost: cost, lines: bill.lines, basis: bill.basis, notes: bill.notes)
    }

    private func settle(_ call: Call, _ bill: inout Bill, _ cache: inout PricerCache) -> ComputedCost {
        if let note = freedom(of: call, &cache) {
            bill.note(note)
            return .priced(.zero, currency: .usd)
        }
        if call.usageFault != nil { return .unpriced(.contradictoryUsage) }
        if !call.hasUsage, !call.hasBilledQuantities { return .noUsage(call.noUsageReason) }
        do {
            return try charge(call, &bill, &cache)
        } catch {
            return .unpriced(error.reason)
        }
    }

    /// Why a call costs nothing whatever it used, if it does.
    func freedom(of call: Call, _ cache: inout PricerCache) -> QuoteNote? {
        if call.isCacheHit { return .cacheHit }
        if !call.hasUsage {
            if let status = call.httpStatus, (400...499).contains(status) { return .refused }
            if call.isBatch, call.httpStatus == nil || call.hasFailed { return .batchLineNotRun }
        }
        if call.endpoint == .moderations {
            // Only the vendor's own moderation models are free.
            guard let name = call.model else { return .moderationIsFree }
            if case .model = cache.resolution(of: name, provider: call.provider, in: book) { return .moderationIsFree }
        }
        if call.provider == "openrouter", let name = call.model,
            case .free = cache.resolution(of: name, provider: call.provider, in: book)
        {
            return .freeVariant
        }
        return nil
    }

    // MARK: - Charging

    private func charge(_ call: Call, _ bill: inout Bill, _ cache: inout PricerCache) throws(NoPrice) -> ComputedCost {
        // Asked first, since the rates are large and hardly any call has them.
        if !call.$costOverride.isEmpty, let rates = call.costOverride, let usage = call.usage {
            try bill.charge(usage, at: rates)
            if !call.$tools.isEmpty { bill.note(.feesNotInOverride) }
            return bill.cost(in: .usd)
        }
        let tier = BilledTier(of: call)
        let reading = try read(for: call, tier, &bill, &cache)
        let row = reading.basis.row
        if bill.keeps == .explanation { bill.basis = reading.basis }

        if row.isPricedByTokens, let usage = call.usage {
            try bill.charge(usage, of: call, by: reading)
        } else if !row.isPricedByTokens, call.hasBilledQuantities {
            bill.charge(call.quantities, by: row)
        } else if let usage = call.usage, usage.input | usage.output != 0 {
            throw NoPrice(.noPriceForUnit)
        } else {
            // What the model is billed by is not what the answer tells.
            return .noUsage(call.noUsageReason)
        }
        if !call.$tools.isEmpty || !reading.model.feesOnEveryCall.isEmpty {
            bill.charge(call.tools, of: reading, book: book, call: call)
        }
        if bill.keeps == .explanation { noteDoubts(call, tier, reading, &bill) }
        return bill.cost(in: row.currency)
    }

    /// Where the book was opened for a call.
    struct Reading {
        let time: Timestamp
        let basis: PriceBasis
        let rates: TokenRates

        var model: ResolvedModel { basis.model }
    }

    /// Finds the row for a call: model, then time, tier and length.
    func read(
        for call: Call, _ tier: BilledTier, _ bill: inout Bill, _ cache: inout PricerCache
    ) throws(NoPrice) -> Reading {
        let resolution = try resolve(call, &bill, &cache)
        guard let time = call.time else { throw NoPrice(.noTime) }
        let priceTier: PriceTier
        switch tier {
        case .tier(let tier): priceTier = tier
        case .assumedStandard: priceTier = .standard
        case .prepaid: throw NoPrice(.prepaidTier)
        case .unknown: throw NoPrice(.noPriceForTier)
        }
        let model = try resolution.model(at: time)
        let row = try model.row(at: time, tier: priceTier, inputTokens: call.usage?.input ?? 0)
        let basis = PriceBasis(row: row, model: model, region: call.region)
        let rates = basis.rates(at: time, keepsCacheFor12Hours: call.keepsCacheFor12Hours)
        return Reading(time: time, basis: basis, rates: rates)
    }

    /// What the name of a call's model leads to: the served one's, as that is what is billed.
    private func resolve(_ call: Call, _ bill: inout Bill, _ cache: inout PricerCache) throws(NoPrice) -> NameResolution {
        guard let name = call.model else { throw NoPrice(.noModel) }
        let resolution = cache.resolution(of: name, provider: call.provider, in: book)
        guard case .unknown = resolution else { return resolution }
        // OpenAI's older endpoints answer with the name of a build; then the model asked for is what is billed. Any other unknown name may be
        // any other model, for which the request was only a wish.
        if let requested = call.requestedModel, requested != name, ModelName.isInternalBuild(name) {
            let wish = cache.resolution(of: requested, provider: call.provider, in: book)
            if case .unknown = wish {} else {
                bill.note(.pricedAsRequested)
                return wish
            }
        }
        throw NoPrice(.unknownModel)
    }

    private func noteDoubts(_ call: Call, _ tier: BilledTier, _ reading: Reading, _ bill: inout Bill) {
        if tier == .assumedStandard { bill.note(.tierUnknown) } else if call.serviceTierIsAssumed { bill.note(.tierAssumed) }
        if reading.model.isNearPriceChange(of: reading.basis.row, at: reading.time) { bill.note(.nearPriceChange) }
        guard let usage = call.usage else { return }
        if let reasoning = usage.reasoning, reasoning > usage.output { bill.note(.reasoningExceedsOutput) }
        if usage.cacheWrite ?? 0 > 0, call.cacheTTL == nil, reading.rates[published: .cacheWrite12h] != nil { bill.note(.cacheLifeAssumed) }
    }
}
