package import TrafficModel

/// An event on its way into the outbox.
struct OutboxEvent: Sendable {
    var replayID: String
    /// Unix time in milliseconds. Without it an event is never sent: the server would take the day of the backfill for the day of the call.
    var time: Int64?
    var model: String
    /// The request's body.
    var payload: [UInt8]
    /// What the call cost by its log or the price book, where that is known.
    var localCost: Money?
}

/// An event that waits for delivery.
struct PendingEvent: Sendable {
    var id: Int64
    var replayID: String
    var time: Int64
    var payload: [UInt8]
}

/// How an event's delivery ended.
struct Settlement: Sendable {
    enum Outcome: Sendable {
        case delivered(recordID: String?, cost: Money?)
        case refused(reason: String)
    }

    var id: Int64
    var outcome: Outcome
}

/// A delivered event: what it cost here and there.
package struct DeliveredEvent: Sendable {
    package var replayID: String
    package var recordID: String?
    package var time: Timestamp
    package var model: String
    package var localCost: Money?
    /// nil where the server gave none.
    package var serverCost: Money?
}

/// An event that will not be delivered as it is.
package struct RefusedEvent: Sendable {
    package var replayID: String
    package var reason: String
}

/// How many events an outbox holds in which state.
package struct OutboxCounts: Sendable, Equatable {
    package var pending = 0
    package var refused = 0
}
