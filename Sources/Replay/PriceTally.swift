package import CostReports
package import Pricing
package import TrafficModel

/// Which prices calls were charged by, and what that came to. It grows with the prices and the models' names, not with the calls, and what it
/// ends up with does not depend on the order of the calls.
package struct PriceTally {
    /// What sets prices apart. A row is one object in the book, whoever points at it.
    private enum Key: Hashable {
        case row(ObjectIdentifier, isRegional: Bool)
        case fee(ToolFee)
        case ownRates
        case told(Currency)
        case free
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
            let isRegional = isRegional && row.regionFactor != nil
            place = self.place(of: .row(ObjectIdentifier(row), isRegional: isRegional)) { AppliedPrice(row, isRegional: isRegional) }
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
