package import TrafficModel

/// What the book answers to a question about one model: `prices show`.
package struct PriceLookup: Sendable {
    /// The name as it was asked for.
    package let name: String
    /// The model that it led to, and how; nil where it led nowhere.
    package let model: ResolvedModel?
    /// The rows of that model that hold at the time asked for, in the tier asked for.
    package let rows: [PriceRow]
    /// The fees of hosted tools for that model at that time.
    package let fees: [ToolFee]
    /// Why there is no row.
    package let reason: UnpricedReason?
}

extension PriceBook {
    /// The rows that hold at a time, or all of them, in the book's order: `prices list`.
    package func rows(at time: Timestamp? = nil, tier: PriceTier? = nil) -> [PriceRow] {
        models.flatMap(\.rows).filter { row in
            (tier == nil || row.tier == tier) && (time.map(row.period.contains) ?? true)
        }
    }

    /// What a name costs at a time; `tier` nil asks for all tiers.
    package func lookUp(_ name: String, provider: String = "openai", at time: Timestamp, tier: PriceTier? = nil) -> PriceLookup {
        let model: ResolvedModel
        do {
            model = try resolve(name, provider: provider).model(at: time)
        } catch {
            return PriceLookup(name: name, model: nil, rows: [], fees: [], reason: error.reason)
        }
        let then = model.rows.filter { $0.period.contains(time) }
        let rows = then.filter { tier == nil || $0.tier == tier }
        return PriceLookup(
            name: name, model: model, rows: rows, fees: model.fees.filter { $0.period.contains(time) },
            reason: then.isEmpty ? .noPriceAtTime : rows.isEmpty ? .noPriceForTier : nil)
    }
}
