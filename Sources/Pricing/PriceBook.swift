package import TrafficModel

/// What models cost, since when, in which tier: the built-in book with the user's own files on top.
package struct PriceBook: Sendable {
    /// The day as of which the built-in book knows prices.
    package private(set) var catalogue: CivilDate?
    /// In the order of the files.
    package private(set) var models: [PricedModel] = []
    package private(set) var fees: [ToolFee] = []
    package private(set) var movingNames: [MovingName] = []

    /// Which model a name stands for. Names of fine-tuned models are prefixes, and kept apart.
    private var modelByName: [String: Int] = [:]
    private var modelByPrefix: [String: Int] = [:]

    package init() {}

    /// The book that is built into the executable.
    package static func builtIn() throws(PriceFileError) -> PriceBook {
        var book = PriceBook()
        try book.add(PriceFileReader.read(EmbeddedFile.prices, name: PriceProvenance.builtInFile))
        return book
    }

    /// Lays a file over the book. Its rows take the place of what is there wherever periods overlap, line by line from the top: a
    /// discount scales what the book holds when its line comes. A file that does not fit leaves the book as it was.
    package mutating func add(_ file: PriceFile) throws(PriceFileError) {
        var book = self
        book.catalogue = catalogue ?? file.catalogue
        for row in file.rows {
            switch row {
            case .price(let price): try book.replace(with: price)
            case .discount(let discount): try book.apply(discount)
            case .fee(let fee): book.replace(with: fee)
            case .movingName(let name): book.replace(with: name)
            }
        }
        self = book
    }
}

// MARK: - Overlays

extension PriceBook {
    private mutating func replace(with row: PriceRow) throws(PriceFileError) {
        let index = try place(of: row)
        for alias in row.aliases { claim(alias, for: index) }
        models[index].rows = models[index].rows.flatMap { old in
            old.isSameSeries(as: row) ? old.outside(row.period) : [old]
        }
        models[index].rows.append(row)
    }

    /// The model that a row belongs to, made where the book has none of that name.
    private mutating func place(of row: PriceRow) throws(PriceFileError) -> Int {
        if let index = ownModel(row.model) {
            if let match = row.match, match != models[index].match {
                guard match != .prefix, models[index].match != .prefix else {
                    throw PriceFileError(row.provenance, "\(row.model) stands in the book with the match \(models[index].match.rawValue); use that")
                }
                models[index].match = match
            }
            return index
        }
        return split(row.model, match: row.match ?? .exact)
    }

    private func ownModel(_ name: String) -> Int? {
        guard let index = modelByName[name] ?? modelByPrefix[name], models[index].name == name else { return nil }
        return index
    }

    /// Makes a name a model of its own. It starts with the prices that the name has in the book so far, so that a row for one tier or
    /// period leaves the others as they are.
    private mutating func split(_ name: String, match: ModelMatch) -> Int {
        let inherited = find(name).map { models[$0.index].rows } ?? []
        models.append(PricedModel(name: name, match: match, aliases: [], rows: inherited))
        claim(name, for: models.count - 1)
        return models.count - 1
    }

    /// Gives a name to a model, and takes it from the one that had it.
    private mutating func claim(_ name: String, for index: Int) {
        if let old = modelByName[name] ?? modelByPrefix[name], old != index { models[old].aliases.removeAll { $0 == name } }
        if models[index].match == .prefix {
            modelByPrefix[name] = index
        } else {
            modelByName[name] = index
        }
        if name != models[index].name, !models[index].aliases.contains(name) { models[index].aliases.append(name) }
    }

    private mutating func apply(_ discount: PriceDiscount) throws(PriceFileError) {
        for name in discount.models {
            guard ownModel(name) != nil || find(name) != nil else {
                throw PriceFileError(discount.provenance, "the book has no model “\(name)” to discount; correct the name, or give it a price first")
            }
            let index = ownModel(name) ?? split(name, match: .exact)
            var rows: [PriceRow] = []
            var hits = 0
            for row in models[index].rows {
                guard discount.tier ?? row.tier == row.tier, !row.tokens.isEmpty, let shared = row.period.intersection(discount.period),
                    let scope = scope(of: discount, over: row, in: models[index].rows)
                else {
                    rows.append(row)
                    continue
                }
                guard let scaled = row.discounted(by: discount.factor, during: shared, for: scope) else {
                    throw PriceFileError(discount.provenance, "the discount makes a price of \(name) that can't be held exactly; use fewer decimals")
                }
                hits += 1
                // Where the discount is one provider's, the others keep the row whole.
                rows.append(contentsOf: scope.provider == row.providers.provider ? row.outside(shared) : [row])
                rows.append(scaled)
            }
            guard hits > 0 else {
                throw PriceFileError(discount.provenance, "the book has no token price of \(name) in that tier and time to discount")
            }
            models[index].rows = rows
        }
    }

    /// For whom the discounted copy of a row holds; nil where the discount does not touch the row.
    private func scope(of discount: PriceDiscount, over row: PriceRow, in rows: [PriceRow]) -> ProviderScope? {
        guard let provider = discount.provider else { return row.providers }
        if row.providers.provider == provider { return row.providers }
        let hasOwn = rows.contains { other in
            other.providers.provider == provider && other.tier == row.tier && other.aboveInputTokens == row.aboveInputTokens
                && other.period.overlaps(row.period)
        }
        return row.providers.provider == nil && row.providers.includes(provider) && !hasOwn ? .only(provider) : nil
    }

    private mutating func replace(with fee: ToolFee) {
        for model in fee.models.map({ $0.map(Optional.some) }) ?? [nil] {
            fees = fees.flatMap { old -> [ToolFee] in
                guard old.tool == fee.tool, old.period.overlaps(fee.period) else { return [old] }
                guard let model else { return old.models == nil ? old.outside(fee.period) : [old] }
                guard let names = old.models, names.contains(model) else { return [old] }
                // The fee's other models keep it; this one keeps it at other times.
                var others = old
                others.models = names.filter { $0 != model }
                var own = old
                own.models = [model]
                return (others.models?.isEmpty == true ? [] : [others]) + own.outside(fee.period)
            }
        }
        fees.append(fee)
    }

    private mutating func replace(with name: MovingName) {
        movingNames = movingNames.flatMap { old in
            old.alias == name.alias ? old.period.subtracting(name.period).map { old.during($0) } : [old]
        }
        movingNames.append(name)
    }
}

extension ToolFee {
    fileprivate func outside(_ taken: PricePeriod) -> [ToolFee] {
        period.subtracting(taken).map { left in
            var fee = self
            fee.period = left
            return fee
        }
    }
}

extension MovingName {
    fileprivate func during(_ period: PricePeriod) -> MovingName {
        var name = self
        name.period = period
        return name
    }
}

// MARK: - Finding a model

extension PriceBook {
    /// What a name that calls carry leads to.
    package func resolve(_ name: String, provider: String) -> NameResolution {
        for spelling in ModelName(name).spellings {
            if let found = find(spelling, ifExact: true) { return resolution(spelling, found, provider) }
            let moves = movingNames.filter { $0.alias == spelling }
            if !moves.isEmpty { return .moving(moves.compactMap { target(of: $0, provider: provider) }) }
            if let found = find(spelling) { return resolution(spelling, found, provider) }
        }
        // A router that sells a model for nothing says so in its name. Its other variants change routing, context or tools, and so the
        // price in ways that nobody publishes.
        return provider == "openrouter" && name.hasSuffix(":free") ? .free : .unknown
    }

    private func resolution(_ name: String, _ found: (index: Int, match: NameMatch), _ provider: String) -> NameResolution {
        resolved(name, found.index, found.match, provider).map(NameResolution.model) ?? .unknown
    }

    private func target(of move: MovingName, provider: String) -> NameResolution.Target? {
        guard let found = find(move.snapshot), let model = resolved(move.snapshot, found.index, .movingName, provider) else { return nil }
        return NameResolution.Target(period: move.period, model: model)
    }

    private func resolved(_ name: String, _ index: Int, _ match: NameMatch, _ provider: String) -> ResolvedModel? {
        let model = models[index]
        // Objects of its own: threads that priced by the same ones would get into each other's way counting who holds them.
        let rows = model.rows.filter { $0.providers.includes(provider) }.map { $0.during($0.period) }
        guard !rows.isEmpty else { return nil }
        let own = rows.filter { $0.providers.provider != nil }
        let general = rows.filter { $0.providers.provider == nil }
        return ResolvedModel(name: name, model: model.name, match: match, rows: own + general, fees: fees(for: [name, model.name]))
    }

    private func fees(for names: [String]) -> [ToolFee] {
        let names = names + names.compactMap(ModelName.withoutDate)
        let own = fees.filter { fee in fee.models?.contains { names.contains($0) } ?? false }
        return own + fees.filter { $0.models == nil }
    }

    /// The model behind one spelling of a name: its own name or an alias, then a snapshot's name less its date, then a prefix.
    private func find(_ name: String, ifExact: Bool = false) -> (index: Int, match: NameMatch)? {
        if let index = modelByName[name] { return (index, models[index].name == name ? .exact : .alias) }
        guard !ifExact else { return nil }
        if let undated = ModelName.withoutDate(name), let index = modelByName[undated], models[index].match == .snapshot {
            return (index, .snapshot)
        }
        return prefix(of: name).map { ($0, .prefix) }
    }

    /// The fine-tuned model with the longest name that `name` begins with, up to a colon or including a hyphen.
    private func prefix(of name: String) -> Int? {
        let bytes = name.utf8
        for end in bytes.indices.reversed() where end > bytes.startIndex {
            let isColon = bytes[end] == UInt8(ascii: ":")
            let isBehindHyphen = bytes[bytes.index(before: end)] == UInt8(ascii: "-")
            guard isColon || isBehindHyphen else { continue }
            let stem = String(name[..<end])
            if let index = modelByPrefix[stem] { return index }
            // The base may be named by its snapshot where the row names the base alone.
            if isColon, let undated = ModelName.withoutDate(stem), let index = modelByPrefix[undated] { return index }
        }
        return nil
    }
}
