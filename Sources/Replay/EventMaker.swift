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
    private var scratch = JSONWriter()
    private var cache = PricerCache()

    package init(options: Options, pricer: Pricer, inputs: [String]) {
        self.options = options
        self.pricer = pricer
        self.inputs = inputs
    }

    package mutating func event(of priced: PricedCall) -> FluxGateEvent {
        let call = priced.call
        var event = FluxGateEvent(call)
        scratch.removeAll()
        event.write(to: &scratch)
        var metadata = event.metadata
        if case .priced(let amount, .usd) = priced.computed { metadata.append(("costUsd", .string(amount.exactText))) }
        metadata.append(("replayId", .string(ids.id(of: call, event: scratch.bytes))))
        if options.namesSource { metadata.append(("source", .string("\(inputs[call.source.input]):\(call.source.line)"))) }
        event.metadata = metadata
        if options.pinsPrices, event.costOverride == nil, let rates = pricer.rates(for: call, cache: &cache) { event.costOverride = FluxGateCostOverride(rates) }
        return event
    }
}
