/// A length of time in milliseconds, exact to the microsecond. Literals are milliseconds: `latency: 1234.5`.
public struct Milliseconds: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// The length in microseconds.
    public var microseconds: Int64

    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Finer parts than microseconds are cut off.
    public init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    public init(integerLiteral milliseconds: Int64) {
        microseconds = milliseconds * 1_000
    }

    public init(floatLiteral milliseconds: Double) {
        microseconds = Int64((milliseconds * 1_000).rounded())
    }

    public static func < (left: Milliseconds, right: Milliseconds) -> Bool {
        left.microseconds < right.microseconds
    }
}
