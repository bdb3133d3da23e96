import TrafficModel

// MARK: - Tokens

extension Bill {
    /// Charges a call's tokens by a row of the book.
    mutating func charge(_ usage: TokenUsage, of call: Call, by reading: Pricer.Reading) throws(NoPrice) {
        let rates = reading.rates
        var tokens = try TokenBuckets(usage, rates: rates, keepsCacheFor12Hours: call.keepsCacheFor12Hours)
        // An embedding has no output, whatever a count says.
        if call.endpoint == .embeddings { tokens.dropOutput() }
        tokens.forEach { kind, count in
            charge(.tokens(kind), count, at: rates[kind], per: .millionTokens, from: .price(reading.basis.row))
        }
    }

    /// Charges a call's tokens at the caller's own rates.
    mutating func charge(_ usage: TokenUsage, at own: CostOverride) throws(NoPrice) {
        try usage.checkRange()
        let cached = usage.cachedInput ?? 0
        let written = usage.cacheWrite ?? 0
        let plain = usage.input - cached - written
        guard plain >= 0 else { throw NoPrice(.contradictoryUsage) }
        // Reasoning is part of the output; only with a rate of its own is it a term of its own.
        let reasoning = own.reasoning == nil ? 0 : min(usage.reasoning ?? 0, usage.output)
        charge(.tokens(.input), plain, at: own.input, per: .millionTokens, from: .override)
        charge(.tokens(.cachedInput), cached, at: own.cacheRead ?? own.input, per: .millionTokens, from: .override)
        charge(.tokens(.cacheWrite), written, at: own.cacheWrite ?? own.input, per: .millionTokens, from: .override)
        charge(.tokens(.output), usage.output - reasoning, at: own.output, per: .millionTokens, from: .override)
        charge(.reasoning, reasoning, at: own.reasoning, per: .millionTokens, from: .override)
    }
}

// MARK: - Other units

extension Bill {
    /// Charges what is billed by time, by the image or by the character.
    mutating func charge(_ quantities: BilledQuantities, by row: PriceRow) {
        let units = row.units
        if let duration = quantities.milliseconds {
            if let rate = units.perMinute {
                charge(.audioDuration, duration, at: rate, per: .minute, from: .price(row))
            } else {
                charge(.videoDuration, duration, at: units.perSecond(size: quantities.size), per: .second, from: .price(row))
            }
        } else if let images = quantities.images {
            charge(.images, images, at: units.perImage(size: quantities.size, quality: quantities.quality)?.rate, per: .image, from: .price(row))
        } else if let characters = quantities.characters {
            charge(.characters, characters, at: units.perMillionCharacters, per: .millionCharacters, from: .price(row))
        } else {
            fail(.noPriceForUnit)
        }
    }
}

// MARK: - Hosted tools

extension Bill {
    /// Charges the fees of the hosted tools that a call used. No tier and no region changes them.
    mutating func charge(_ tools: HostedToolCalls, of reading: Pricer.Reading, book: PriceBook, call: Call) {
        for tool in HostedTool.allCases {
            charge(tool, tool.uses(in: tools), of: reading)
        }
        if tools.codeInterpreterContainers > 0 { note(.containerEstimated) }
        if let usage = tools.imageGeneration { charge(imageGeneration: usage, model: tools.imageModel, call: call, book: book) }
    }

    private mutating func charge(_ tool: HostedTool, _ uses: Int64, of reading: Pricer.Reading) {
        let unasked = reading.model.feesOnEveryCall.first { $0.tool == tool && $0.period.contains(reading.time) }
        let count = unasked == nil ? uses : max(uses, 1)
        guard count > 0 else { return }
        guard let fee = unasked ?? reading.model.fee(for: tool, at: reading.time) else { return fail(.noPriceForUnit) }
        // Fees are in dollars: a sum with another currency's tokens would be in none.
        guard reading.basis.row.currency == .usd || fee.rate.isZero else { return fail(.noPriceForUnit) }
        charge(.tool(tool), count, at: fee.rate, per: fee.unit, from: .fee(fee, of: reading.basis.row))
        if let content = fee.contentTokens {
            let (tokens, overflow) = content.multipliedReportingOverflow(by: count)
            guard !overflow else { return fail(.overflow) }
            charge(
                .searchContent, tokens, at: reading.rates[.input], per: .millionTokens, from: .price(reading.basis.row))
        }
    }

    /// Image generation as a tool bills the image model's tokens beside the calling model's own.
    private mutating func charge(imageGeneration usage: TokenUsage, model name: String?, call: Call, book: PriceBook) {
        guard let name else {
            note(.imageModelUnknown)
            return fail(.noPriceForUnit)
        }
        do throws(NoPrice) {
            guard let time = call.time else { throw NoPrice(.noTime) }
            let model = try book.resolve(name, provider: call.provider).model(at: time)
            let row = try model.row(at: time, tier: .standard, inputTokens: usage.input)
            let basis = PriceBasis(row: row, model: model, region: call.region)
            let rates = basis.rates(at: time, keepsCacheFor12Hours: false)
            try TokenBuckets(usage, rates: rates, keepsCacheFor12Hours: false).forEach { kind, count in
                charge(.imageGeneration(kind), count, at: rates[kind], per: .millionTokens, from: .price(row))
            }
        } catch {
            fail(error.reason == .unknownModel ? .noPriceForUnit : error.reason)
        }
    }
}
