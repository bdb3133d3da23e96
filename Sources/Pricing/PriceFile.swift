package import TrafficModel

/// What one price file says, line by line, each row checked on its own and against the others.
package struct PriceFile: Sendable {
    /// A line that says something.
    enum Row: Sendable {
        case price(PriceRow)
        case discount(PriceDiscount)
        case fee(ToolFee)
        case movingName(MovingName)
    }

    package let name: String
    /// The day as of which the file knows prices.
    package private(set) var catalogue: CivilDate?
    private(set) var rows: [Row] = []

    /// The model that each name of a price row stands for.
    private var models: [String: String] = [:]
    private var matches: [String: ModelMatch] = [:]
    private var taken: [Series: [(period: PricePeriod, line: Int)]] = [:]

    /// Rows that price the same thing at different times.
    private enum Series: Hashable {
        case price(model: String, PriceTier, above: Int64?, provider: String?)
        case discount(model: String, PriceTier?, provider: String?)
        case fee(HostedTool, model: String?)
        case movingName(String)
    }

    init(name: String) {
        self.name = name
    }

    mutating func setCatalogue(_ date: CivilDate) {
        catalogue = date
    }

    mutating func append(_ row: Row) throws(PriceFileError) {
        switch row {
        case .price(let price):
            try checkNames(of: price)
            try take(
                .price(model: price.model, price.tier, above: price.aboveInputTokens, provider: price.providers.provider),
                "\(price.model) in tier \(price.tier.rawValue)", price.period, price.provenance)
        case .discount(let discount):
            for model in discount.models {
                try take(
                    .discount(model: model, discount.tier, provider: discount.provider), "the discount on \(model)", discount.period,
                    discount.provenance)
            }
        case .fee(let fee):
            for model in fee.models.map({ $0.map(Optional.some) }) ?? [nil] {
                try take(
                    .fee(fee.tool, model: model), "the fee \(fee.tool.rawValue) for \(model ?? "all models")", fee.period, fee.provenance)
            }
        case .movingName(let name):
            try take(.movingName(name.alias), "the name \(name.alias)", name.period, name.provenance)
        }
        rows.append(row)
    }

    private mutating func checkNames(of row: PriceRow) throws(PriceFileError) {
        for name in [row.model] + row.aliases {
            if let other = models[name], other != row.model {
                throw PriceFileError(
                    row.provenance, "“\(name)” belongs to two models, \(other) and \(row.model); leave it with the one that it names")
            }
            models[name] = row.model
        }
        guard let match = row.match else { return }
        if let other = matches[row.model], other != match {
            throw PriceFileError(
                row.provenance, "\(row.model) is matched as \(other.rawValue) above and as \(match.rawValue) here; all its rows need the same match")
        }
        matches[row.model] = match
    }

    private mutating func take(
        _ series: Series, _ what: String, _ period: PricePeriod, _ provenance: PriceProvenance
    ) throws(PriceFileError) {
        if let other = taken[series]?.first(where: { $0.period.overlaps(period) }) {
            throw PriceFileError(
                provenance, "\(what) already has a row for part of that time, on line \(other.line); let one period end where the next begins")
        }
        taken[series, default: []].append((period, provenance.line))
    }
}
