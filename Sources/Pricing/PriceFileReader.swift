import ByteStreams
import TrafficModel

/// Reads price files: JSON lines, one row a line, blank lines and `#` comments between them.
///
/// What a line is shows by a field of its own:
/// - `model`: a price. `match` (exact), `aliases`, `effective_from`, `effective_to`, `tier` (standard), `above_input_tokens`, the rates,
///   `cache_write_12h_from`, `provider` (any), `currency` (USD), `region_factor`, `released`, `shutdown`.
/// - `discount`: a factor on the token prices of `model` and `aliases`, in a period, for a `tier` and a `provider` or for all.
/// - `fee`: what a hosted tool costs: `unit`, `usd`, `models`, a period, `every_call`, `content_tokens`.
/// - `alias`: a name that moves: `snapshot`, `from`, `to`.
/// - `catalogue`: the day as of which the file knows prices, on the first line. `not_sold_by` there names the providers that the rows
///   below do not hold for.
///
/// Each may carry `source`, `confidence` and `note`. Prices and factors are decimal text; dates are days (from 00:00 UTC) or RFC 3339
/// times; periods don't hold their end.
package struct PriceFileReader {
    private var file: PriceFile
    /// The providers that rows without one hold for.
    private var scope = ProviderScope.any

    /// Reads a whole file, or says what is wrong with its first bad line.
    package static func read(_ bytes: [UInt8], name: String) throws(PriceFileError) -> PriceFile {
        var reader = PriceFileReader(file: PriceFile(name: name))
        let json = JSONReader()
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard let first = line.first(where: { !isBlank($0) }), first != UInt8(ascii: "#") else { continue }
            let place = PriceProvenance(file: name, line: number)
            do {
                try json.read(Array(line)) { try reader.add(PriceFields($0, at: place)) }
            } catch let error as PriceFileError {
                throw error
            } catch {
                throw PriceFileError(place, "is no JSON; write one object on one line, or begin a comment with “#”")
            }
        }
        return reader.file
    }

    private mutating func add(_ fields: PriceFields) throws(PriceFileError) {
        var fields = fields
        if fields.has("catalogue") {
            try catalogue(&fields)
        } else if fields.has("alias") {
            try file.append(.movingName(movingName(&fields)))
        } else if fields.has("fee") {
            try file.append(.fee(fee(&fields)))
        } else if fields.has("discount") {
            try file.append(.discount(discount(&fields)))
        } else {
            try file.append(.price(price(&fields)))
        }
    }

    // MARK: - Kinds of row

    private mutating func catalogue(_ fields: inout PriceFields) throws(PriceFileError) {
        guard file.catalogue == nil, file.rows.isEmpty else {
            throw fields.fault("catalogue", "stands on the first line, once: it is about all the rows below")
        }
        guard let date = try fields.date("catalogue") else { throw fields.fault("catalogue", "is missing") }
        file.setCatalogue(date)
        if let others = try fields.texts("not_sold_by") { scope = .anyBut(others) }
        try fields.finish("the catalogue line")
    }

    private func price(_ fields: inout PriceFields) throws(PriceFileError) -> PriceRow {
        let model = try fields.requiredText("model")
        let match = try fields.choice("match", ModelMatch.self)
        let aliases = try fields.texts("aliases") ?? []
        let period = try fields.period("effective_from", "effective_to")
        let tier = try fields.choice("tier", PriceTier.self) ?? .standard
        let above = try fields.count("above_input_tokens")
        let providers = try fields.text("provider").map(ProviderScope.only) ?? scope
        let currency = try currency(&fields)

        var tokens = TokenRates()
        for kind in TokenKind.allCases { tokens[published: kind] = try fields.decimal(kind.name) }
        var units = UnitRates()
        units.perMinute = try fields.decimal("per_minute")
        units.perSecond = try fields.decimals("per_second")
        units.perImage = try fields.decimals("per_image").sorted { $0.key < $1.key }.map { ImageRate(name: $0.key, rate: $0.value) }
        units.perMillionCharacters = try fields.decimal("per_1m_characters")
        guard !tokens.isEmpty || !units.isEmpty else {
            throw PriceFileError(fields.provenance, "the row for \(model) names no price; give at least one, such as “input” or “per_minute”")
        }

        let longWriteStart = try fields.time("cache_write_12h_from")
        let regionFactor = try fields.decimal("region_factor")
        if let regionFactor, regionFactor.isZero { throw fields.fault("region_factor", "must be above 0") }
        let released = try fields.date("released")
        let shutdown = try fields.date("shutdown")
        var provenance = try fields.describe()
        provenance.released = released
        provenance.shutdown = shutdown
        try fields.finish("a price row")

        guard
            let row = PriceRow(
                model: model, match: match, aliases: aliases, period: period, tier: tier, aboveInputTokens: above, providers: providers,
                currency: currency, tokens: tokens, units: units, cacheWrite12hStart: longWriteStart, regionFactor: regionFactor,
                provenance: provenance)
        else { throw fields.fault("region_factor", "makes a rate that can't be held exactly; use fewer decimals") }
        return row
    }

    private func currency(_ fields: inout PriceFields) throws(PriceFileError) -> Currency {
        guard let code = try fields.text("currency") else { return .usd }
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw fields.fault("currency", "must be an ISO code of three capitals, such as USD")
        }
        return Currency(code: code)
    }

    private func discount(_ fields: inout PriceFields) throws(PriceFileError) -> PriceDiscount {
        let models = try [fields.requiredText("model")] + (fields.texts("aliases") ?? [])
        guard let factor = try fields.decimal("discount") else { throw fields.fault("discount", "is missing") }
        let discount = PriceDiscount(
            models: models, factor: factor, period: try fields.period("effective_from", "effective_to"),
            tier: try fields.choice("tier", PriceTier.self), provider: try fields.text("provider"), provenance: try fields.describe())
        try fields.finish("a discount row")
        return discount
    }

    private func fee(_ fields: inout PriceFields) throws(PriceFileError) -> ToolFee {
        guard let tool = try fields.choice("fee", HostedTool.self) else { throw fields.fault("fee", "is missing") }
        guard let unitName = try fields.text("unit") else { throw fields.fault("unit", "is missing; it is one of 1000 calls, call, container") }
        let unit: ChargeUnit
        switch unitName {
        case "1000 calls": unit = .thousandCalls
        case "call": unit = .call
        case "container": unit = .container
        default: throw fields.fault("unit", "can't be “\(unitName)”; it is one of 1000 calls, call, container")
        }
        guard let rate = try fields.decimal("usd") else { throw fields.fault("usd", "is missing") }
        let fee = ToolFee(
            tool: tool, unit: unit, rate: rate, models: try fields.texts("models"),
            period: try fields.period("effective_from", "effective_to"), isChargedOnEveryCall: try fields.flag("every_call"),
            contentTokens: try fields.count("content_tokens"), provenance: try fields.describe())
        if fee.isChargedOnEveryCall, fee.models == nil { throw fields.fault("every_call", "needs “models”: not every model does that") }
        if fee.models?.isEmpty == true { throw fields.fault("models", "is empty; leave it out or write null for all models") }
        try fields.finish("a fee row")
        return fee
    }

    private func movingName(_ fields: inout PriceFields) throws(PriceFileError) -> MovingName {
        let name = MovingName(
            alias: try fields.requiredText("alias"), snapshot: try fields.requiredText("snapshot"),
            period: try fields.period("from", "to"), provenance: try fields.describe())
        try fields.finish("a moving name")
        return name
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
