package import FluxGateSDK
package import Pricing
package import TrafficModel

/// Makes each call's event, with what only replay knows: a stable id, the cost by the price book, the place in the log.
package struct EventMaker {
    package struct Options: Sendable {
        /// Adds `costOverride` with the rates of the call's own time.
        package var pinsPrices = false
        /// Adds `metadata.source`.
        package var namesSource = false

        package init() {}
    }

    private let options: Options
    private let pricer: Pricer
    private let inputs: [String]
    private var ids = ReplayIDs()
    private var cache = PricerCache()

    package init(options: Options, pricer: Pricer, inputs: [String]) {
        self.options = options
        self.pricer = pricer
        self.inputs = inputs
    }

    package mutating func event(of priced: borrowing PricedCall) -> FluxGateEvent {
        var event = FluxGateEvent(priced.call)
        let id = ids.id(of: priced.call, event: event)
        if case .priced(let amount, .usd) = priced.computed { event.addMetadata("costUsd", .string(amount.exactText)) }
        event.addMetadata("replayId", .string(id))
        if options.namesSource { event.addMetadata("source", .string("\(inputs[priced.call.source.input]):\(priced.call.source.line)")) }
        if options.pinsPrices, event.costOverride == nil, let rates = pricer.rates(for: priced.call, cache: &cache) {
            event.costOverride = FluxGateCostOverride(rates)
        }
        return event
    }
}
