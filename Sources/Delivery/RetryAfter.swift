import TrafficModel

/// `Retry-After`: seconds, or a date.
enum RetryAfter {
    static func wait(_ text: String, now: Timestamp) -> Duration? {
        if let amount = Money(text), amount >= .zero {
            return .milliseconds(Int64(clamping: amount.quintillionths / 1_000_000_000_000_000))
        }
        guard let date = Timestamp.parseHTTPDate(Array(text.utf8)) else { return nil }
        return .microseconds(max(0, date.microseconds - now.microseconds))
    }
}
