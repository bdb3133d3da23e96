/// Stops asking a server that answers nobody: when enough requests in a row have failed, one at a time goes out to see, ever more rarely.
///
/// A value without a clock: times are handed in. They don't pass while the machine sleeps.
struct CircuitBreaker: Sendable {
    enum Decision: Equatable {
        case go
        case wait(until: SuspendingClock.Instant)
        /// Nothing has succeeded for as long as patience lasts.
        case giveUp(reason: String)
    }

    /// Failures in a row after which requests are held back.
    let threshold: Int
    let patience: Duration
    /// Patience before the first success.
    let firstPatience: Duration

    private static let firstPause: Duration = .milliseconds(500)
    private static let longestPause: Duration = .seconds(10)

    /// Requests that failed since the last success.
    private(set) var failures = 0
    private var failingSince: SuspendingClock.Instant?
    private var reason = ""
    private var hasSucceeded = false
    private var nextProbe: SuspendingClock.Instant?
    private var pause = CircuitBreaker.firstPause

    init(threshold: Int, patience: Duration, firstPatience: Duration) {
        self.threshold = threshold
        self.patience = patience
        self.firstPatience = firstPatience
    }

    /// Whether a request may go out now.
    mutating func ask(at now: SuspendingClock.Instant) -> Decision {
        if let failingSince, now - failingSince > (hasSucceeded ? patience : firstPatience) { return .giveUp(reason: reason) }
        guard failures >= threshold else { return .go }
        if let nextProbe, now < nextProbe { return .wait(until: nextProbe) }
        // This one goes to see, the others wait.
        nextProbe = now + pause
        pause = min(pause * 2, CircuitBreaker.longestPause)
        return .go
    }

    mutating func succeed() {
        hasSucceeded = true
        failures = 0
        failingSince = nil
        nextProbe = nil
        pause = CircuitBreaker.firstPause
    }

    /// `wait`: how long the server asked to be left alone; patience does not run out over that.
    mutating func fail(_ reason: String, at now: SuspendingClock.Instant, wait: Duration = .zero) {
        if failures + 1 == threshold { nextProbe = now + pause }
        failures += 1
        failingSince = wait > .zero ? max(failingSince ?? now, now + wait) : failingSince ?? now
        self.reason = reason
    }
}
