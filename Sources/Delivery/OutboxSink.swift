import FluxGateSDK
package import Replay
package import StateFiles
package import TrafficModel

/// Puts each call's event into the outbox.
package struct OutboxSink: CallSink {
    private static let batch = 500

    private let outbox: Outbox
    /// As it was before its first event.
    private let freshMaker: EventMaker
    private var maker: EventMaker
    private var json = JSONWriter()
    private var waiting: [OutboxEvent] = []

    package init(outbox: Outbox, maker: EventMaker) {
        self.outbox = outbox
        freshMaker = maker
        self.maker = maker
    }

    package mutating func take(_ call: PricedCall) throws {
        let event = maker.event(of: call)
        json.removeAll()
        event.write(to: &json)
        waiting.append(
            OutboxEvent(
                replayID: event.replayID, time: event.timestamp, model: event.model, payload: json.bytes,
                localCost: call.call.reportedCost ?? call.computed.dollars))
        if waiting.count == OutboxSink.batch { try flush() }
    }

    package mutating func take(_ reject: Reject) {}

    package mutating func restart() throws {
        waiting = []
        maker = freshMaker
        try outbox.cancelReading()
        try outbox.beginReading()
    }

    /// Adds what is still on its way.
    package mutating func flush() throws(StateFileFault) {
        try outbox.add(waiting)
        waiting.removeAll(keepingCapacity: true)
    }
}

extension FluxGateEvent {
    /// The call's stable name; the event maker writes one into every event.
    fileprivate var replayID: String {
        guard case .string(let id)? = metadata.last(where: { $0.name == "replayId" })?.value else { preconditionFailure("an event without a replayId") }
        return id
    }
}

extension ComputedCost {
    fileprivate var dollars: Money? {
        if case .priced(let amount, .usd) = self { amount } else { nil }
    }
}
