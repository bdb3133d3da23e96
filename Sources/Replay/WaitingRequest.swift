import OpenAIWire
import TrafficModel

/// A request whose answer is elsewhere: a Batch has a hundred thousand of them. An object, since a table of such large values would leave room for
/// as many again.
final class WaitingRequest {
    private var target: RequestTarget?
    private var method: String?
    private var request: RequestFacts
    private var context: Attribution
    private var time: Timestamp?
    let location: SourceLocation
    /// Requests of this key without an answer so far.
    private(set) var count = 1
    /// Several requests bear this key and say different things: two batches used the same custom id.
    private(set) var isAmbiguous = false

    init(_ exchange: Exchange, at location: SourceLocation) {
        target = exchange.target
        method = exchange.method
        request = exchange.request
        context = exchange.context
        time = exchange.time
        self.location = location
    }

    /// A further request of the same key. Nobody can tell which answer is whose, so only what they agree on is kept.
    func take(_ exchange: Exchange) {
        count += 1
        guard request.attribution != exchange.request.attribution || request.model != exchange.request.model || target != exchange.target else { return }
        isAmbiguous = true
        request.attribution = request.attribution.agreeing(with: exchange.request.attribution)
        context = context.agreeing(with: exchange.context)
        if request.model != exchange.request.model { request.model = nil }
        if target != exchange.target { target = nil }
    }

    /// One of the requests has its answer.
    func answer() { count -= 1 }

    /// The request as an exchange, for its answer to be put into.
    var exchange: Exchange {
        var exchange = Exchange()
        exchange.target = target
        exchange.method = method
        exchange.request = request
        exchange.context = context
        exchange.time = time
        if isAmbiguous { exchange.notes.append(.batchRequestAmbiguous) }
        return exchange
    }
}

extension Attribution {
    fileprivate func agreeing(with other: Attribution) -> Attribution {
        var common = Attribution()
        if feature == other.feature { common.feature = feature }
        if user == other.user { common.user = user }
        if sessionID == other.sessionID { common.sessionID = sessionID }
        if conversationID == other.conversationID { common.conversationID = conversationID }
        if step == other.step { common.step = step }
        common.metadata = metadata.filter { other.metadata.contains($0) }
        return common
    }
}
