/// How long to wait before the next attempt: twice as long each time, less a random part, so that many clients don't come back all at once.
package struct Backoff: Sendable {
    package var first: Duration = .milliseconds(250)
    package var longest: Duration = .seconds(30)

    package init() {}

    /// The wait after so many failed attempts; `chance` lies between 0 and 1.
    func wait(afterAttempts attempts: Int, chance: Double = .random(in: 0...1)) -> Duration {
        let whole = min(longest, first * (1 << min(max(0, attempts - 1), 20)))
        return whole * (0.5 + 0.5 * chance)
    }
}
