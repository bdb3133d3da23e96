import OrderedCollections
package import TrafficModel

/// What calls were charged, added up: a row for each UTC day, attribution and price. It grows with the distinct rows.
package struct ChargeTable: Sendable {
    /// What the charges of a call have in common with those of other calls. Texts are told by their numbers; see ``text(_:)``.
    struct Context: Hashable {
        /// Days since 1970, as the providers' own bills have them: in UTC.
        var day: Int64 = 0
        var project = ChargeTable.none
        var feature = ChargeTable.none
        var user = ChargeTable.none
        var session = ChargeTable.none
        var provider = ChargeTable.none
        var model = ChargeTable.none
        var tier = ChargeTable.none
        var region = ChargeTable.none
        var deployment = ChargeTable.none
        var apiKeyName = ChargeTable.none
        var isBatch = false

        /// The context with other numbers for its texts.
        func mapped(_ number: (Int32) -> Int32) -> Context {
            Context(
                day: day, project: number(project), feature: number(feature), user: number(user), session: number(session),
                provider: number(provider), model: number(model), tier: number(tier), region: number(region), deployment: number(deployment),
                apiKeyName: number(apiKeyName), isBatch: isBatch)
        }

        /// The order of rows, for numbers that are ranks.
        static func precedes(_ left: Context, _ right: Context) -> Bool {
            if left.day != right.day { return left.day < right.day }
            let (names, otherNames) = ((left.project, left.feature, left.user, left.session), (right.project, right.feature, right.user, right.session))
            if names != otherNames { return names < otherNames }
            let kind = (left.provider, left.model, left.tier, left.region, left.deployment, left.apiKeyName)
            let otherKind = (right.provider, right.model, right.tier, right.region, right.deployment, right.apiKeyName)
            return kind == otherKind ? !left.isBatch && right.isBatch : kind < otherKind
        }
    }

    /// What was charged, in which currency.
    struct Item: Hashable {
        let basis: ChargeBasis
        let currency: Currency
    }

    /// The numbers of a context and an item.
    struct Key: Hashable {
        let context: Int32
        let item: Int32
    }

    struct Sums {
        /// How many calls were charged this.
        private(set) var calls: Int64 = 0
        private(set) var count = CountSum()
        private(set) var amount = MoneySum()

        fileprivate mutating func add(_ charge: Charge) {
            calls += 1
            count.add(charge.count)
            amount.add(charge.amount)
        }

        fileprivate mutating func merge(_ other: Sums) {
            calls += other.calls
            count.merge(other.count)
            amount.merge(other.amount)
        }
    }

    // A call has several charges and one context, and there are few prices and far fewer texts than calls: each is kept once, and all else
    // has but its number.
    private var texts: OrderedSet<KeyValue> = [.none]
    private var contexts: OrderedSet<Context> = []
    private var items: OrderedSet<Item> = []
    private var sums: OrderedDictionary<Key, Sums> = [:]
    /// That of the call before, with which most calls have something in common.
    private var lastContext = Context()
    private var recentItems = Recent<Int32>()

    /// The number of what was not told.
    private static let none: Int32 = 0

    /// Calls with a price and without a time, which lie in no charge period.
    package private(set) var timelessCalls: Int64 = 0
    package private(set) var timelessCost = MoneySum()

    package init() {}

    package var isEmpty: Bool { sums.isEmpty }

    /// The text of a number; nil where it was not told.
    func text(_ number: Int32) -> String? { texts[Int(number)].text }
    func context(_ number: Int32) -> Context { contexts[Int(number)] }
    func item(_ number: Int32) -> Item { items[Int(number)] }

    // MARK: - Adding up

    package mutating func add(_ charges: [Charge], of call: Call) {
        guard !charges.isEmpty else { return }
        guard let time = call.time else {
            timelessCalls += 1
            for charge in charges where charge.currency == .usd { timelessCost.add(charge.amount) }
            return
        }
        let context = Int32(contexts.append(context(of: call, at: time)).index)
        for charge in charges {
            let key = Key(context: context, item: number(of: Item(basis: charge.basis, currency: charge.currency)))
            sums[key, default: Sums()].add(charge)
        }
    }

    private mutating func context(of call: Call, at time: Timestamp) -> Context {
        let last = lastContext
        lastContext = Context(
            day: CalendarUnit.day.ordinal(of: time, in: .utc),
            project: number(of: KeyValue(call.project), likely: last.project),
            feature: number(of: KeyValue(call.attribution.feature), likely: last.feature),
            user: number(of: KeyValue(call.attribution.user?.id), likely: last.user),
            session: number(of: KeyValue(call.attribution.sessionID), likely: last.session),
            provider: number(of: KeyValue(call.provider), likely: last.provider),
            model: number(of: KeyValue(call.model), likely: last.model),
            tier: number(of: KeyValue(CallProperty.tier.text(of: call) ?? "default"), likely: last.tier),
            region: number(of: KeyValue(call.region), likely: last.region),
            deployment: number(of: KeyValue(call.deployment), likely: last.deployment),
            apiKeyName: number(of: KeyValue(call.apiKeyName), likely: last.apiKeyName),
            isBatch: call.isBatch)
        return lastContext
    }

    /// The number of a text; `last` is likely.
    private mutating func number(of value: KeyValue, likely last: Int32) -> Int32 {
        texts[Int(last)] == value ? last : Int32(texts.append(value).index)
    }

    private mutating func number(of item: Item) -> Int32 {
        for number in recentItems.all where items[Int(number)] == item { return number }
        let number = Int32(items.append(item).index)
        recentItems.note(number)
        return number
    }

    package mutating func merge(_ other: ChargeTable) {
        timelessCalls += other.timelessCalls
        timelessCost.merge(other.timelessCost)
        let textNumbers = other.texts.map { Int32(texts.append($0).index) }
        let contextNumbers = other.contexts.map { context in Int32(contexts.append(context.mapped { textNumbers[Int($0)] }).index) }
        let itemNumbers = other.items.map { Int32(items.append($0).index) }
        for (key, added) in other.sums {
            sums[Key(context: contextNumbers[Int(key.context)], item: itemNumbers[Int(key.item)]), default: Sums()].merge(added)
        }
    }

    // MARK: - Rows

    /// The places of all rows, by day, then attribution, then price.
    func placesInOrder() -> [Int32] {
        let textRanks = ranks(of: Array(texts)) { $0 < $1 }
        let contextRanks = ranks(of: contexts.map { context in context.mapped { textRanks[Int($0)] } }, by: Context.precedes)
        let itemRanks = ranks(of: items.map { (KeyText($0.basis.order), KeyText($0.currency.code)) }) { $0 < $1 }
        // Texts, contexts and items are put in order by themselves, so that rows are by one number.
        let rows = sums.keys.enumerated().map { place, key in
            (order: Int64(contextRanks[Int(key.context)]) << 32 | Int64(itemRanks[Int(key.item)]), place: Int32(place))
        }
        return sortedInParallel(rows) { $0.order < $1.order }.map(\.place)
    }

    func row(at place: Int32) -> (key: Key, sums: Sums) {
        let row = sums.elements[Int(place)]
        return (row.key, row.value)
    }
}

/// For each value, how many different ones come before it.
private func ranks<Value: Sendable>(of values: [Value], by precedes: @Sendable (Value, Value) -> Bool) -> [Int32] {
    let sorted = sortedInParallel(Array(values.indices)) { precedes(values[$0], values[$1]) }
    var ranks = [Int32](repeating: 0, count: values.count)
    var rank: Int32 = 0
    for (number, place) in sorted.enumerated() {
        if number > 0, precedes(values[sorted[number - 1]], values[place]) { rank += 1 }
        ranks[place] = rank
    }
    return ranks
}

extension ChargeBasis {
    fileprivate var order: String {
        switch self {
        case .price(let price): "\(price.id)@\(price.rate.exactText)@\(price.listRate.exactText)@\(price.unit.text)"
        case .indivisiblePrice: "~1"
        case .toldSum: "~2"
        case .free: "~3"
        }
    }
}
