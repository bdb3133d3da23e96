import CostReports
import Pricing
import TrafficModel

/// Which prices calls were charged by, and what that came to. It grows with the prices and the models' names, not with the calls, and what it
/// ends up with does not depend on the order of the calls.
struct PriceTally: Sendable {
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

    /// What was charged by one price.
    private struct Sums {
        let key: Key
        var price: AppliedPrice
        private var callModels: Set<KeyText> = []
        /// Few, so that looking through them is faster than a table.
        private var termKeys: [TermKey] = []
        private var terms: [AppliedPrice.Term] = []
        private var lastModel: KeyText?
        /// The number of the call that was counted last.
        private var lastCall = 0

        init(_ key: Key, _ price: AppliedPrice) {
            self.key = key
            self.price = price
        }

        /// Counts a call, once for each price that it was charged by.
        mutating func count(_ call: borrowing Call, number: Int) {
            guard lastCall != number else { return }
            lastCall = number
            price.calls += 1
            guard let model = call.model.map({ KeyText($0) }), model != lastModel else { return }
            lastModel = model
            callModels.insert(model)
        }

        mutating func add(_ lines: [QuoteLine], at index: Int, _ key: TermKey) {
            price.amount.add(lines[index].amount)
            let place = place(of: key) {
                let unit = lines[index].unit
                return AppliedPrice.Term(name: key.item.name, rate: key.rate, unit: unit.rawValue, isTime: unit == .minute || unit == .second)
            }
            terms[place].count.add(lines[index].count)
            terms[place].amount.add(lines[index].amount)
        }

        mutating func merge(_ other: Sums) {
            price.calls += other.price.calls
            price.amount.merge(other.price.amount)
            callModels.formUnion(other.callModels)
            for (key, term) in zip(other.termKeys, other.terms) {
                let place = place(of: key) { AppliedPrice.Term(name: term.name, rate: term.rate, unit: term.unit, isTime: term.isTime) }
                terms[place].count.merge(term.count)
                terms[place].amount.merge(term.amount)
            }
        }

        private mutating func place(of key: TermKey, _ make: () -> AppliedPrice.Term) -> Int {
            if let place = termKeys.firstIndex(of: key) { return place }
            termKeys.append(key)
            terms.append(make())
            return terms.count - 1
        }

        /// The price with all that was charged by it.
        var whole: AppliedPrice {
            var price = price
            price.callModels = callModels.sorted().map(\.text)
            price.terms = zip(termKeys, terms).sorted { $0.0.precedes($1.0) }.map(\.1)
            return price
        }
    }

    private var places: [Key: Int] = [:]
    private var sums: [Sums] = []
    private var known: [ObjectIdentifier: KnownRow] = [:]
    /// The row that was charged by last: a call has several lines of one, and so have the calls around it.
    private var last: (row: PriceRow, isRegional: Bool, place: Int)?
    private var calls = 0
    /// Objects are made anew for names that were forgotten.
    private static let mostKnown = 4_096

    mutating func take(_ terms: CostTerms, of call: borrowing Call) {
        calls += 1
        switch terms {
        case .told(let amount, let currency):
            let place = place(of: .told(currency)) { AppliedPrice(.toldSum, in: currency) }
            sums[place].price.amount.add(amount)
            sums[place].count(call, number: calls)
        case .free:
            let place = place(of: .free) { AppliedPrice(.free) }
            sums[place].price.amount.add(.zero)
            sums[place].count(call, number: calls)
        case .lines(let lines, _):
            for index in lines.indices {
                let place = add(lines, at: index, isRegional: call.region != nil)
                sums[place].count(call, number: calls)
            }
        }
    }

    /// Forgets all calls.
    mutating func removeAll() {
        places = [:]
        sums = []
        known = [:]
        last = nil
        calls = 0
    }

    /// Adds what another one has seen.
    mutating func merge(_ other: PriceTally) {
        for added in other.sums {
            let place = place(of: added.key) {
                var price = added.price
                price.calls = 0
                price.amount = MoneySum()
                return price
            }
            sums[place].merge(added)
        }
    }

    /// The prices in the order in which a report lists them.
    var prices: [AppliedPrice] {
        sums.map(\.whole).sorted { $0.precedes($1) }
    }

    // MARK: - Adding up

    /// Adds one of a call's lines, which is looked at in its place, since it is large.
    private mutating func add(_ lines: [QuoteLine], at index: Int, isRegional: Bool) -> Int {
        let place: Int
        var key = TermKey(item: lines[index].item, rate: lines[index].rate)
        switch lines[index].source {
        case .price(let row):
            place = self.place(of: row, isRegional: isRegional && row.regionFactor != nil)
        case .fee(let fee, _): place = self.place(of: .fee(fee)) { AppliedPrice(fee) }
        case .override:
            // Each call may have rates that no other one has.
            key.rate = nil
            place = self.place(of: .ownRates) { AppliedPrice(.ownRates) }
        }
        sums[place].add(lines, at: index, key)
        return place
    }

    private mutating func place(of row: PriceRow, isRegional: Bool) -> Int {
        if let last, last.row === row, last.isRegional == isRegional { return last.place }
        let place = findPlace(of: row, isRegional: isRegional)
        last = (row, isRegional, place)
        return place
    }

    private mutating func findPlace(of row: PriceRow, isRegional: Bool) -> Int {
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
        sums.append(Sums(key, make()))
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
