package import TrafficModel

/// A term of a call's cost as a bill has it: so much of one thing, at its price.
package struct Charge: Sendable {
    package var basis: ChargeBasis
    /// In the price's own measure: tokens, images, calls; milliseconds of what is sold by time.
    package var count: Int64
    package var amount: Money
    package var currency: Currency

    package init(_ basis: ChargeBasis, count: Int64 = 0, amount: Money, currency: Currency) {
        self.basis = basis
        self.count = count
        self.amount = amount
        self.currency = currency
    }
}

/// What an amount was worked out from.
package enum ChargeBasis: Hashable, Sendable {
    case price(UnitPrice)
    /// A price whose part for one of what is counted is no finite decimal (a 60th of 0.017): no price times quantity gives the amount.
    case indivisiblePrice
    /// The sum was told, mostly by the provider, and not how it came about.
    case toldSum
    /// The call is known to cost nothing; the price, of 0, is that of a call.
    case free(UnitPrice)
}

extension ChargeBasis {
    /// The price, where price times quantity is the amount.
    var price: UnitPrice? {
        switch self {
        case .price(let price), .free(let price): price
        case .indivisiblePrice, .toldSum: nil
        }
    }
}

/// The price of one thing, with all that sets it apart from other prices.
package struct UnitPrice: Hashable, Sendable {
    package var provider: String
    /// As the price book names it, or as the call does where the rate is its own; nil where that tells none, and where the model makes no difference.
    package var model: String?
    package var meter: ChargeMeter
    /// Nil where the tier makes no difference.
    package var tier: String?
    /// The price is that of calls with more input tokens.
    package var aboveInputTokens: Int64?
    /// Where it has a price of its own.
    package var region: String?
    /// Of images and videos, where each has a price of its own: `hd 1024x1024`, `720p`.
    package var size: String?
    /// Whether the call named the rate.
    package var isOwn = false
    /// Of ``unit``.
    package var rate: Money
    /// The rate before discounts.
    package var listRate: Money
    package var unit: ChargeQuantity

    package init(provider: String, model: String?, meter: ChargeMeter, rate: Money, unit: ChargeQuantity) {
        self.provider = provider
        self.model = model
        self.meter = meter
        self.rate = rate
        listRate = rate
        self.unit = unit
    }

    /// `openai/gpt-4o-2024-08-06/input`
    package var skuID: String { [provider, model, meter.id].compactMap { $0 }.joined(separator: "/") }

    /// The SKU with everything that has a price of its own: `openai/gpt-4o-2024-08-06/input/batch`. It stays the same when the price changes.
    package var id: String {
        [skuID, tier, aboveInputTokens.map { "above-\($0)" }, region, size, isOwn ? "own-rate" : nil].compactMap { $0 }.joined(separator: "/")
    }

    /// What a count comes to before discounts; nil where it leaves its range.
    func listCost(ofCount count: Int64) -> Money? {
        // Rates divide without a rest, or they would be no unit's price; the product with the whole rate might leave the range where the cost does not.
        Money(quintillionths: listRate.quintillionths / Int128(unit.countPerRate)).multiplied(by: count)
    }
}

/// What is counted.
package struct ChargeMeter: Hashable, Sendable {
    package enum Direction: String, Sendable {
        case input = "Input"
        case output = "Output"
    }

    /// What a prompt cache did for input tokens.
    package enum CacheAction: String, Sendable {
        case uncached = "Uncached"
        case read = "Read"
        case write = "Write"
    }

    package var id: String
    package var name: String
    package var direction: Direction?
    package var cacheAction: CacheAction?

    package init(id: String, name: String, direction: Direction? = nil, cacheAction: CacheAction? = nil) {
        self.id = id
        self.name = name
        self.direction = direction
        self.cacheAction = cacheAction
    }
}

/// The unit that a price buys: `1000000 Tokens`.
package struct ChargeQuantity: Hashable, Sendable {
    /// In the plural.
    package var name: String
    /// How many of ``name`` one price buys: a power of ten.
    package var size: Int64
    /// How many counts make one of ``name``: 1, or 1000 for seconds.
    package var countPerOne: Int64

    package init(_ name: String, size: Int64 = 1, countPerOne: Int64 = 1) {
        self.name = name
        self.size = size
        self.countPerOne = countPerOne
    }

    /// `1000000 Tokens`, `Seconds`
    package var text: String { size == 1 ? name : "\(size) \(name)" }

    /// How many counts one price buys.
    var countPerRate: Int64 { size * countPerOne }

    /// A count in this unit: an exact decimal number, and no amount of money.
    package func quantity(ofCount count: Int64) -> Money { decimal(count, per: countPerRate) }

    /// A count in ones of ``name``.
    package func ones(ofCount count: Int64) -> Money { decimal(count, per: countPerOne) }

    private func decimal(_ count: Int64, per divisor: Int64) -> Money {
        Money(quintillionths: Int128(count) * (1_000_000_000_000_000_000 / Int128(divisor)))
    }
}
