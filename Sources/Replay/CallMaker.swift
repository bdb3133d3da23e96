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
            var (call, notes) = exchange.call(at: location, mapping: plan.statusMapping)
            if call.time == nil { call.time = plan.assumedTime }
            if call.time == nil { notes.append(.timeMissing) }
            if call.serviceTier == nil, !call.isBatch, let tier = plan.defaultTier {
                if tier == "batch" { call.isBatch = true } else { call.serviceTier = tier }
                call.serviceTierIsAssumed = true
            }
            let cost = price(call)
            calls.append(NotedCall(priced: PricedCall(call: call, computed: cost), notes: notes))
            return .call
        }
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
    var notes: [Diagnostic.Name]
}
