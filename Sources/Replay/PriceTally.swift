package import CostReports
package import Pricing
package import TrafficModel

/// Which prices calls were charged by, and what that came to. It grows with the prices and the models' names, not with the calls, and what it
/// ends up with does not depend on the order of the calls.
package struct PriceTally {
    /// What sets prices apart.
    private enum Key: Hashable {
        case row(RowKey, isRegional: Bool)
        case fee(ToolFee)
        case ownRates
        case told(Currency)
        case free
    }

    /// What tells one row of the book from all others, and what is told of it. There may be several objects of it.
    private struct RowKey: Hashable {
        var model: String
        var providers: ProviderScope
        var tier: PriceTier
        var aboveInputTokens: Int64?
        var period: PricePeriod
        var discounts: [Money]
        var provenance: PriceProvenance

        init(_ row: PriceRow) {
            model = row.model
            providers = row.providers
            tier = row.tier
            aboveInputTokens = row.aboveInputTokens
            period = row.period
            discounts = row.discounts
            provenance = row.provenance
        }
    }

    /// An object of a row, beside where its calls are added up: found without looking at what it says. It is held, lest another takes its place in memory.
    private struct KnownRow {
        var row: PriceRow
        var places: (whole: Int?, regional: Int?)
    }

    private struct TermKey: Hashable {
        var item: ChargeItem
        var rate: Money?

        /// Tokens come first, in the order in which quotes list them.
        func precedes(_ other: TermKey) -> Bool {
            if item != other.item { return (item.rank, item.name) < (other.item.rank, other.item.name) }
            return (rate ?? .zero) < (other.rate ?? .zero)
        }
    }

    private struct Sums {
        var price: AppliedPrice
        var callModels: Set<KeyText> = []
        var terms: [TermKey: AppliedPrice.Term] = [:]
    }

    private var reader: CostTermsReader
    private var places: [Key: Int] = [:]
    private var sums: [Sums] = []
    private var known: [ObjectIdentifier: KnownRow] = [:]
    /// Objects are made anew for names that were forgotten.
    private static let mostKnown = 4_096

    package init(pricer: Pricer, preferring preference: CostPreference) {
        reader = CostTermsReader(pricer: pricer, preferring: preference)
    }

    package mutating func take(_ priced: borrowing PricedCall) {
        switch reader.terms(of: priced) {
        case nil: break
        case .told(let amount, let currency):
            let place = place(of: .told(currency)) { AppliedPrice(.toldSum, in: currency) }
            sums[place].price.amount.add(amount)
            count(priced.call.model, at: place)
        case .free:
            let place = place(of: .free) { AppliedPrice(.free) }
            sums[place].price.amount.add(.zero)
            count(priced.call.model, at: place)
        case .lines(let lines, _):
            // A call counts once for each price that it was charged by.
            var met: [Int] = []
            for line in lines {
                let place = add(line, isRegional: priced.call.region != nil)
                guard !met.contains(place) else { continue }
                met.append(place)
                count(priced.call.model, at: place)
            }
        }
    }

    /// Forgets all calls.
    package mutating func removeAll() {
        places = [:]
        sums = []
        known = [:]
    }

    /// The prices in the order in which a report lists them.
    package var prices: [AppliedPrice] {
        let prices = sums.map { sums in
            var price = sums.price
            price.callModels = sums.callModels.sorted().map(\.text)
            price.terms = sums.terms.sorted { $0.key.precedes($1.key) }.map(\.value)
            return price
        }
        return prices.sorted { $0.precedes($1) }
    }

    // MARK: - Adding up

    private mutating func count(_ model: String?, at place: Int) {
        sums[place].price.calls += 1
        if let model { sums[place].callModels.insert(KeyText(model)) }
    }

    private mutating func add(_ line: QuoteLine, isRegional: Bool) -> Int {
        let place: Int
        var key = TermKey(item: line.item, rate: line.rate)
        switch line.source {
        case .price(let row):
            place = self.place(of: row, isRegional: isRegional && row.regionFactor != nil)
        case .fee(let fee): place = self.place(of: .fee(fee)) { AppliedPrice(fee) }
        case .override:
            // Each call may have rates that no other one has.
            key.rate = nil
            place = self.place(of: .ownRates) { AppliedPrice(.ownRates) }
        }
        let isTime = line.unit == .minute || line.unit == .second
        sums[place].price.amount.add(line.amount)
        sums[place].terms[key, default: .init(name: line.item.name, rate: key.rate, unit: line.unit.rawValue, isTime: isTime)].add(line)
        return place
    }

    private mutating func place(of row: PriceRow, isRegional: Bool) -> Int {
        let id = ObjectIdentifier(row)
        if let places = known[id]?.places, let place = isRegional ? places.regional : places.whole { return place }
        let place = place(of: .row(RowKey(row), isRegional: isRegional)) { AppliedPrice(row, isRegional: isRegional) }
        if known.count >= PriceTally.mostKnown { known.removeAll(keepingCapacity: true) }
        if isRegional {
            known[id, default: KnownRow(row: row, places: (nil, nil))].places.regional = place
        } else {
            known[id, default: KnownRow(row: row, places: (nil, nil))].places.whole = place
        }
        return place
    }

    private mutating func place(of key: Key, _ make: () -> AppliedPrice) -> Int {
        if let place = places[key] { return place }
        places[key] = sums.count
        sums.append(Sums(price: make()))
        return sums.count - 1
    }
}

extension ChargeItem {
    fileprivate var rank: Int {
        switch self {
        case .tokens(let kind): kind.rawValue
        case .imageGeneration(let kind): TokenKind.allCases.count + kind.rawValue
        default: 2 * TokenKind.allCases.count
        }
    }
}

extension AppliedPrice.Term {
    fileprivate mutating func add(_ line: QuoteLine) {
        count.add(line.count)
        amount.add(line.amount)
    }
}

extension AppliedPrice {
    fileprivate init(_ kind: Kind, in currency: Currency) {
        self.init(kind)
        self.currency = currency
    }

    fileprivate init(_ row: PriceRow, isRegional: Bool) {
        self.init(.model, in: row.currency)
        name = row.model
        tier = row.tier.rawValue
        aboveInputTokens = row.aboveInputTokens
        provider = row.providers.provider
        regionFactor = isRegional ? row.regionFactor : nil
        discounts = row.discounts
        (start, end) = (row.period.start, row.period.end)
        origin = Origin(row.provenance)
    }

    fileprivate init(_ fee: ToolFee) {
        self.init(.fee)
        name = fee.tool.rawValue
        (start, end) = (fee.period.start, fee.period.end)
        origin = Origin(fee.provenance)
    }
}

extension AppliedPrice.Origin {
    fileprivate init(_ provenance: PriceProvenance) {
        self.init(
            file: provenance.isBuiltIn ? nil : provenance.file, line: provenance.line, source: provenance.source, confidence: provenance.confidence)
    }
}
