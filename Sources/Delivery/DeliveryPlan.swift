/// How events are to be delivered: options, resolved.
package struct DeliveryPlan: Sendable {
    /// Requests in flight at a time.
    package var concurrency = 8
    /// Requests a second at most; nil for no limit.
    package var rate: Double?
    /// Events to send at most; nil for all.
    package var limit: Int?
    /// How long a connection may take to be made.
    package var connectTimeout: Duration = .seconds(10)
    /// How long an event's first request may take, from its start to the answer's last byte. Each further one may take twice as long: an
    /// answer that is lost is not waited for long, and a server that is slow gets its time.
    package var firstTimeout: Duration = .seconds(5)
    package var longestTimeout: Duration = .seconds(60)
    /// Attempts for one event before it is left for the next run.
    package var attempts = 10
    package var backoff = Backoff()
    /// How long nothing may succeed before the run gives up.
    package var patience: Duration = .seconds(60)
    /// The same before anything has succeeded: most likely the address is wrong, and nobody wants to wait for that.
    package var firstPatience: Duration = .seconds(10)
    /// The longest `Retry-After` that is waited for; with a longer one the run ends.
    package var longestWait: Duration = .seconds(600)
    /// What the client calls itself.
    package var userAgent = "fluxgate"

    package init() {}

    /// How long a request may take after so many failed attempts for the same event.
    func timeout(afterAttempts attempts: Int) -> Duration {
        min(longestTimeout, firstTimeout * (1 << min(attempts, 20)))
    }
}
