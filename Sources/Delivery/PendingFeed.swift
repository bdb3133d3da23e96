import StateFiles

/// Gives out the events that wait, oldest first, to whoever sends next. A page of them is in memory at a time.
actor PendingFeed {
    private static let page = 500

    private let outbox: Outbox
    private var left: Int
    private var events: ArraySlice<PendingEvent> = []
    private var last: PendingEvent?

    init(outbox: Outbox, limit: Int?) {
        self.outbox = outbox
        left = limit ?? .max
    }

    /// nil when all were given out, or as many as were asked for.
    func next() throws(StateFileFault) -> PendingEvent? {
        guard left > 0 else { return nil }
        if events.isEmpty {
            events = try outbox.pending(after: last, limit: PendingFeed.page)[...]
            last = events.last ?? last
        }
        guard let event = events.popFirst() else { return nil }
        left -= 1
        return event
    }
}
