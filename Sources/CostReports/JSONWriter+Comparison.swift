import TrafficModel

extension JSONWriter {
    /// What `--compare` adds at the top level.
    mutating func write(_ comparison: Comparison, of report: Report) {
        name("comparison")
        beginObject()
        member("since", comparison.since.utcText)
        member("until", comparison.until.utcText)
        writeChange(from: comparison.totals, to: report.totals)
        endObject()
    }

    /// The members that say what a row was before, and what changed.
    mutating func writeChange(from before: Rollup, to now: Rollup) {
        name("previous")
        beginObject()
        member("calls", before.calls)
        count("input_tokens", before.inputTokens.value)
        count("output_tokens", before.outputTokens.value)
        member("cost_usd", before.cost.amount?.exactText)
        member("cost_per_call_usd", before.costPerCall?.exactText)
        member("unpriced_calls", before.unpricedCalls)
        member("no_usage_calls", before.noUsageCalls)
        endObject()
        let change = CostChange(from: before, to: now)
        name("change")
        beginObject()
        member("calls", now.calls - before.calls)
        count("tokens", before.tokens.flatMap { old in now.tokens.map { $0 - old } })
        member("cost_usd", change?.cost.exactText)
        member("cost_per_call_usd", before.costPerCall.flatMap { now.costPerCall?.subtracting($0) }?.exactText)
        member("volume_effect_usd", change?.volumeEffect.exactText)
        member("price_effect_usd", change?.priceEffect.exactText)
        endObject()
    }

    private mutating func count(_ name: String, _ count: Int64?) {
        self.name(name)
        if let count { value(count) } else { null() }
    }
}
