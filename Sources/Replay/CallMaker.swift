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
        case call(PricedCall, notes: [Diagnostic.Name])
        /// A response that is still at work in the background: a later record tells how it ended.
        case pending(PendingResponse)
        case noCall
        case unrecognised
    }

    mutating func make(_ exchange: Exchange, at location: SourceLocation) -> Made {
        switch exchange.call(at: location, mapping: plan.statusMapping) {
        case .unrecognised: return .unrecognised
        case .noCall:
            guard exchange.answer.isPending, let id = exchange.answer.id else { return .noCall }
            return .pending(PendingResponse(id: id, exchange: exchange, location: location))
        case .call(var call, var notes):
            if call.time == nil { call.time = plan.assumedTime }
            if call.time == nil { notes.append(.timeMissing) }
            if call.serviceTier == nil, !call.isBatch, let tier = plan.defaultTier {
                if tier == "batch" { call.isBatch = true } else { call.serviceTier = tier }
                call.serviceTierIsAssumed = true
            }
            return .call(PricedCall(call: call, computed: price(call)), notes: notes)
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
