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

    private struct Key: Hashable {
        /// The place of its context.
        let context: Int32
        let basis: ChargeBasis
        let currency: Currency
    }

    private struct Sums {
        var calls: Int64 = 0
        var count = CountSum()
        var amount = MoneySum()
    }

    // A call has several charges and one context: that is hashed once a call, and kept once however many charges it has.
    private var places: [Context: Int32] = [:]
    private var contexts: [Context] = []
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
        let place = place(of: Context(call, at: time))
        for charge in charges {
            let key = Key(context: place, basis: charge.basis, currency: charge.currency)
            sums[key, default: Sums()].calls += 1
            sums[key]?.count.add(charge.count)
            sums[key]?.amount.add(charge.amount)
        }
    }

    package mutating func merge(_ other: ChargeTable) {
        timelessCalls += other.timelessCalls
        timelessCost.merge(other.timelessCost)
        for (otherKey, added) in other.sums {
            let key = Key(context: place(of: other.contexts[Int(otherKey.context)]), basis: otherKey.basis, currency: otherKey.currency)
            sums[key, default: Sums()].calls += added.calls
            sums[key]?.count.merge(added.count)
            sums[key]?.amount.merge(added.amount)
        }
    }

    private mutating func place(of context: Context) -> Int32 {
        if let place = places[context] { return place }
        let place = Int32(contexts.count)
        contexts.append(context)
        places[context] = place
        return place
    }

    /// All rows, by day, then attribution, then price.
    package var rows: [Row] {
        // What decides is worked out once a row, not once a comparison.
        let byContext = contexts.map { (day: $0.day, order: $0.order) }
        let sorted = sums.map { (key: $0.key, sums: $0.value, order: KeyText($0.key.basis.order)) }.sorted { left, right in
            if left.key.context != right.key.context {
                let (left, right) = (byContext[Int(left.key.context)], byContext[Int(right.key.context)])
                if left.day != right.day { return left.day < right.day }
                if left.order != right.order { return left.order.lexicographicallyPrecedes(right.order) }
            }
            if left.order != right.order { return left.order < right.order }
            if left.key.currency != right.key.currency { return left.key.currency.code < right.key.currency.code }
            return !contexts[Int(left.key.context)].isBatch && contexts[Int(right.key.context)].isBatch
        }
        return sorted.map { row in
            Row(
                context: contexts[Int(row.key.context)], basis: row.key.basis, currency: row.key.currency, calls: row.sums.calls,
                count: row.sums.count, amount: row.sums.amount)
        }
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
