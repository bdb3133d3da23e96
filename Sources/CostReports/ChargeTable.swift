package import TrafficModel

/// What calls were charged, added up: a row for each UTC day, attribution and price. It grows with the distinct rows.
package struct ChargeTable: Sendable {
    /// What the charges of a call have in common with those of other calls.
    package struct Context: Hashable, Sendable {
        /// Days since 1970, as the providers' own bills have them: in UTC.
        package let day: Int64
        package let provider: String
        package let model: KeyValue
        package let tier: String
        package let isBatch: Bool
        package let region: KeyValue
        package let project: KeyValue
        package let deployment: KeyValue
        package let apiKeyName: KeyValue
        package let feature: KeyValue
        package let user: KeyValue
        package let session: KeyValue

        fileprivate init(_ call: Call, at time: Timestamp) {
            day = CalendarUnit.day.ordinal(of: time, in: .utc)
            provider = call.provider
            model = KeyValue(call.model)
            tier = CallProperty.tier.text(of: call) ?? "default"
            isBatch = call.isBatch
            region = KeyValue(call.region)
            project = KeyValue(call.project)
            deployment = KeyValue(call.deployment)
            apiKeyName = KeyValue(call.apiKeyName)
            feature = KeyValue(call.attribution.feature)
            user = KeyValue(call.attribution.user?.id)
            session = KeyValue(call.attribution.sessionID)
        }

        /// The values in the order in which rows are sorted.
        fileprivate var order: [KeyValue] {
            [project, feature, user, session, KeyValue(provider), model, KeyValue(tier), region, deployment, apiKeyName]
        }
    }

    package struct Row: Sendable {
        package let context: Context
        package let basis: ChargeBasis
        package let currency: Currency
        /// How many calls were charged this.
        package let calls: Int64
        package let count: CountSum
        package let amount: MoneySum
    }

    /// What was charged, in which currency.
    private struct Item: Hashable {
        let basis: ChargeBasis
        let currency: Currency
    }

    /// The places of a context and an item.
    private struct Key: Hashable {
        let context: Int32
        let item: Int32
    }

    private struct Sums {
        var calls: Int64 = 0
        var count = CountSum()
        var amount = MoneySum()

        mutating func add(_ charge: Charge) {
            calls += 1
            count.add(charge.count)
            amount.add(charge.amount)
        }

        mutating func merge(_ other: Sums) {
            calls += other.calls
            count.merge(other.count)
            amount.merge(other.amount)
        }
    }

    // A call has several charges and one context, and there are few prices: each is kept once, and a row has but their places.
    private var contexts = Places<Context>()
    private var items = Places<Item>()
    private var sums: [Key: Sums] = [:]

    /// Calls with a price and without a time, which lie in no charge period.
    package private(set) var timelessCalls: Int64 = 0
    package private(set) var timelessCost = MoneySum()

    package init() {}

    package mutating func add(_ charges: [Charge], of call: Call) {
        guard !charges.isEmpty else { return }
        guard let time = call.time else {
            timelessCalls += 1
            for charge in charges where charge.currency == .usd { timelessCost.add(charge.amount) }
            return
        }
        let context = contexts.place(of: Context(call, at: time))
        for charge in charges {
            let key = Key(context: context, item: items.place(of: Item(basis: charge.basis, currency: charge.currency)))
            sums[key, default: Sums()].add(charge)
        }
    }

    package mutating func merge(_ other: ChargeTable) {
        timelessCalls += other.timelessCalls
        timelessCost.merge(other.timelessCost)
        let contextPlaces = other.contexts.values.map { contexts.place(of: $0) }
        let itemPlaces = other.items.values.map { items.place(of: $0) }
        for (key, added) in other.sums {
            sums[Key(context: contextPlaces[Int(key.context)], item: itemPlaces[Int(key.item)]), default: Sums()].merge(added)
        }
    }

    /// All rows, by day, then attribution, then price.
    package var rows: some RandomAccessCollection<Row> {
        // Contexts and items are put in order by themselves, so that rows are by numbers alone.
        let contextRanks = contexts.ranks(of: { (day: $0.day, order: $0.order) }) { left, right in
            left.day == right.day ? left.order.lexicographicallyPrecedes(right.order) : left.day < right.day
        }
        let itemRanks = items.ranks(of: { (KeyText($0.basis.order), KeyText($0.currency.code)) }, by: <)
        let sorted = sums.sorted { left, right in
            let (left, right) = (left.key, right.key)
            let (leftContext, rightContext) = (contextRanks[Int(left.context)], contextRanks[Int(right.context)])
            if leftContext != rightContext { return leftContext < rightContext }
            let (leftItem, rightItem) = (itemRanks[Int(left.item)], itemRanks[Int(right.item)])
            if leftItem != rightItem { return leftItem < rightItem }
            return !contexts.values[Int(left.context)].isBatch && contexts.values[Int(right.context)].isBatch
        }
        return sorted.lazy.map { [contexts, items] key, sums in
            let item = items.values[Int(key.item)]
            return Row(
                context: contexts.values[Int(key.context)], basis: item.basis, currency: item.currency, calls: sums.calls, count: sums.count,
                amount: sums.amount)
        }
    }
}

/// Distinct values, each with a small number.
private struct Places<Value: Hashable & Sendable>: Sendable {
    private(set) var values: [Value] = []
    private var places: [Value: Int32] = [:]

    mutating func place(of value: Value) -> Int32 {
        if let place = places[value] { return place }
        let place = Int32(values.count)
        values.append(value)
        places[value] = place
        return place
    }

    /// For each place, how many different values come before the one there; `key` is worked out once a value.
    func ranks<Key>(of key: (Value) -> Key, by precedes: (Key, Key) -> Bool) -> [Int32] {
        let keys = values.map(key)
        let sorted = values.indices.sorted { precedes(keys[$0], keys[$1]) }
        var ranks = [Int32](repeating: 0, count: values.count)
        var rank: Int32 = 0
        for (number, place) in sorted.enumerated() {
            if number > 0, precedes(keys[sorted[number - 1]], keys[place]) { rank += 1 }
            ranks[place] = rank
        }
        return ranks
    }
}

extension ChargeBasis {
    fileprivate var order: String {
        switch self {
        case .price(let price): price.id
        case .indivisiblePrice: "~1"
        case .toldSum: "~2"
        case .free: "~3"
        }
    }
}
