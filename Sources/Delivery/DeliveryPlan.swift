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
    /// How long a request may take, from its start to the answer's last byte.
    package var requestTimeout: Duration = .seconds(30)
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
}
