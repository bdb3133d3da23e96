import OpenAIWire
import Pricing
import TrafficModel

/// Makes calls of exchanges, with what the plan says of times and tiers, and prices them.
struct CallMaker {
    private let plan: ReplayPlan
    private var cache = PricerCache()

    init(plan: ReplayPlan) {
        self.plan = plan
    }

    enum Made {
        /// A call was added to the calls.
        case call
        /// A response that is still at work in the background: a later record tells how it ended.
        case pending(PendingResponse)
        case noCall
        case unrecognised
    }

    /// Makes a call and adds it to `calls`, if the exchange is one.
    mutating func make(_ exchange: borrowing Exchange, at location: SourceLocation, into calls: inout [NotedCall]) -> Made {
        switch exchange.kind {
        case .unrecognised: return .unrecognised
        case .noCall:
            guard exchange.answer.isPending, let id = exchange.answer.id else { return .noCall }
            return .pending(PendingResponse(id: id, exchange: copy exchange, location: location))
        case .call:
            add(exchange, at: location, to: &calls)
            return .call
        }
    }

    /// The call is made where it stays: it is large, and handing it on would copy it.
    private mutating func add(_ exchange: borrowing Exchange, at location: SourceLocation, to calls: inout [NotedCall]) {
        var notes: [Diagnostic.Name] = []
        calls.append(NotedCall(unpriced: exchange.call(at: location, mapping: plan.statusMapping, notes: &notes)))
        complete(&calls[calls.count - 1], notes)
    }

    private mutating func complete(_ noted: inout NotedCall, _ notes: [Diagnostic.Name]) {
        noted.notes = notes
        if noted.priced.call.time == nil { noted.priced.call.time = plan.assumedTime }
        if noted.priced.call.time == nil { noted.notes.append(.timeMissing) }
        if noted.priced.call.serviceTier == nil, !noted.priced.call.isBatch, let tier = plan.defaultTier {
            if tier == "batch" { noted.priced.call.isBatch = true } else { noted.priced.call.serviceTier = tier }
            noted.priced.call.serviceTierIsAssumed = true
        }
        noted.priced.computed = price(noted.priced.call)
    }

    mutating func price(_ call: Call) -> ComputedCost {
        plan.pricer.price(call, cache: &cache)
    }
}

/// A background response that waits or works, as one poll saw it.
struct PendingResponse: Sendable {
    var id: String
    var exchange: Exchange
    var location: SourceLocation
}

/// A call with its cost, and what should be noted about it.
struct NotedCall: Sendable {
    var priced: PricedCall
    var notes: [Diagnostic.Name] = []

    init(priced: PricedCall, notes: [Diagnostic.Name]) {
        self.priced = priced
        self.notes = notes
    }

    /// A call whose price is worked out next.
    fileprivate init(unpriced call: consuming Call) {
        priced = PricedCall(call: call, computed: .noUsage(.notReported))
    }
}
