import Pricing
import TrafficModel

extension Call {
    /// A call as a plain log would hold it; `change` sets what is special about it.
    static func of(
        _ model: String?, at time: String = "2026-05-04T10:00:01Z", input: Int64 = 1_000, output: Int64 = 100,
        endpoint: Endpoint = .chatCompletions, provider: String = "openai", _ change: (inout Call) -> Void = { _ in }
    ) -> Call {
        var call = Call(endpoint: endpoint, provider: provider, source: SourceLocation(input: 0, line: 1, offset: 0))
        call.requestedModel = model
        call.servedModel = model
        call.httpStatus = 200
        call.time = Timestamp.parse(time.utf8)?.timestamp
        call.usage = TokenUsage(input: input, output: output)
        change(&call)
        return call
    }
}

extension Pricer {
    func price(_ call: Call) -> ComputedCost {
        var cache = PricerCache()
        return price(call, cache: &cache)
    }

    /// The exact amount in US dollars, or why there is none.
    func dollars(_ call: Call) -> String {
        switch price(call) {
        case .priced(let amount, let currency): currency == .usd ? amount.exactText : "\(currency.code) \(amount.exactText)"
        case .noUsage(let reason): "no usage: \(reason.rawValue)"
        case .unpriced(let reason): "unpriced: \(reason.rawValue)"
        }
    }
}
