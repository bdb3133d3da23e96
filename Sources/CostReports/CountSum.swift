/// A sum of counts that knows when it has left the range of 64 bits, and then has no value rather than a wrong one.
package struct CountSum: Hashable, Sendable {
    // Counts are never negative, so one negative number can stand for the overflow and no flag is needed beside it.
    private var sum: Int64 = 0
    private static let overflow: Int64 = -1

    package init() {}

    /// The sum, or nil where it left the range.
    package var value: Int64? { hasOverflowed ? nil : sum }

    package var hasOverflowed: Bool { sum == CountSum.overflow }

    /// Adds one count. A negative one is no count and changes nothing; the call's price says so already.
    package mutating func add(_ count: Int64) {
        guard count > 0, !hasOverflowed else { return }
        let (next, overflow) = sum.addingReportingOverflow(count)
        sum = overflow ? CountSum.overflow : next
    }

    package mutating func merge(_ other: CountSum) {
        if other.hasOverflowed {
            sum = CountSum.overflow
        } else {
            add(other.sum)
        }
    }
}
