import OpenAIWire
import Pricing
package import TrafficModel

/// Makes calls of exchanges, with what the plan says of times and tiers, and prices them.
struct CallMaker {
    private let plan: ReplayPlan
    private var cache = PricerCache()
    private let keepsLines: Bool
    /// The terms of the price that was worked out last, if they are kept.
    private(set) var lines: [QuoteLine] = []

    init(plan: ReplayPlan, keepingLines: Bool = false) {
        self.plan = plan
        keepsLines = keepingLines
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
            return .pending(PendingResponse(id, exchange, at: location))
        case .call:
            add(exchange, at: location, to: &calls)
            return .call
        }
    }

    /// The call is made where it stays: it is large, and handing it on would copy it.
    private mutating func add(_ exchange: borrowing Exchange, at location: SourceLocation, to calls: inout [NotedCall]) {
        calls.append(NotedCall(Call(source: location)))
        fill(&calls[calls.count - 1], from: exchange)
    }

    private mutating func fill(_ found: inout NotedCall, from exchange: borrowing Exchange) {
        exchange.fill(&found.priced.call, mapping: plan.statusMapping, notes: &found.notes)
        if plan.settlesCalls { settle(&found) }
    }

    /// Adds to a call what the plan takes for granted of it, and its price.
    mutating func settle(_ found: inout NotedCall) {
        if found.priced.call.time == nil { found.priced.call.time = plan.assumedTime }
        if found.priced.call.time == nil { found.notes.append(.timeMissing) }
        if found.priced.call.serviceTier == nil, !found.priced.call.isBatch, let tier = plan.defaultTier {
            if tier == "batch" { found.priced.call.isBatch = true } else { found.priced.call.serviceTier = tier }
            found.priced.call.serviceTierIsAssumed = true
        }
        found.priced.computed = price(found.priced.call)
    }

    mutating func price(_ call: Call) -> ComputedCost {
        keepsLines ? plan.pricer.price(call, lines: &lines, cache: &cache) : plan.pricer.price(call, cache: &cache)
    }
}

/// A background response that waits or works, as one poll saw it: what it tells of the call that it will be.
package struct PendingResponse: Sendable {
    package var id: String
    package var time: Timestamp?
    package var requestedModel: String?
    package var cacheTTL: String?
    package var attribution: Attribution
    package var location: SourceLocation

    package init(id: String, attribution: Attribution, at location: SourceLocation) {
        self.id = id
        self.attribution = attribution
        self.location = location
    }

    init(_ id: String, _ exchange: borrowing Exchange, at location: SourceLocation) {
        self.init(id: id, attribution: exchange.attribution, at: location)
        time = exchange.time
        requestedModel = exchange.request.model
        cacheTTL = exchange.request.cacheTTL
    }
}

/// A call with its cost, and what should be noted about it.
package struct NotedCall: Sendable {
    package var priced: PricedCall
    package var notes: [Diagnostic.Name]

    /// A call as it was found: without a price until it is settled.
    package init(_ call: consuming Call, _ notes: [Diagnostic.Name] = []) {
        priced = PricedCall(call: call, computed: .noUsage(.notReported))
        self.notes = notes
    }
}
