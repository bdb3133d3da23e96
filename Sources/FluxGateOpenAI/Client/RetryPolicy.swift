import NIOHTTP1

/// Which failures are tried again, and when: as the official clients do.
enum RetryPolicy {
    /// Whether an answer's failure may pass. A server may say so itself.
    static func isWorthAnother(status: Int, headers: HTTPHeaders) -> Bool {
        switch headers.first(name: "x-should-retry") {
        case "true": true
        case "false": false
        default: status == 408 || status == 409 || status == 429 || status >= 500
        }
    }

    /// How long to wait after the given number of failures: as the server asks, if that is not over a minute; else half a second, doubled each
    /// time up to eight, less up to a quarter by chance, so that clients that failed together don't come back together.
    static func wait(afterFailures count: Int, askedForBy server: Duration?) -> Duration {
        if let server, server > .zero, server <= .seconds(60) { return server }
        let full = min(0.5 * Double(1 << min(count - 1, 10)), 8)
        return .seconds(full * Double.random(in: 0.75...1))
    }

    /// `retry-after-ms`, or `Retry-After` in seconds.
    static func wait(askedForBy headers: HTTPHeaders) -> Duration? {
        if let milliseconds = headers.first(name: "retry-after-ms").flatMap({ Double($0) }), milliseconds.isFinite, (0...1e9).contains(milliseconds) {
            return .milliseconds(milliseconds)
        }
        guard let seconds = headers.first(name: "Retry-After").flatMap({ Double($0) }), seconds.isFinite, (0...1e6).contains(seconds) else { return nil }
        return .seconds(seconds)
    }
}
