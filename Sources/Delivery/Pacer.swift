/// Gives requests their times, so that no more than a number of them start in any second.
struct Pacer: Sendable {
    private let interval: Duration?
    private var next: SuspendingClock.Instant?

    init(rate: Double?) {
        interval = rate.map { .seconds(1) / $0 }
    }

    /// The time at which a request that is ready now may start.
    mutating func slot(at now: SuspendingClock.Instant) -> SuspendingClock.Instant {
        guard let interval else { return now }
        let slot = max(now, next ?? now)
        next = slot + interval
        return slot
    }
}
