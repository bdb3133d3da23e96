package import TrafficModel

/// A sum of amounts of one currency that tells "nothing was added" from zero, and has no value rather than a wrong one once it left the
/// range of ``Money``.
package struct MoneySum: Hashable, Sendable {
    // The two lowest numbers stand for the two states without an amount: a report may hold a million of these sums, and a flag would
    // cost sixteen bytes of alignment in each.
    private var quintillionths = MoneySum.nothing
    private static var nothing: Int128 { .min }
    private static var overflow: Int128 { .min + 1 }

    package init() {}

    package init(_ amount: Money?) {
        if let amount { add(amount) }
    }

    /// The sum, or nil where nothing was added or the sum left the range.
    package var amount: Money? {
        quintillionths > MoneySum.overflow ? Money(quintillionths: quintillionths) : nil
    }

    package var hasOverflowed: Bool { quintillionths == MoneySum.overflow }

    /// True where nothing was added.
    var isNothing: Bool { quintillionths == MoneySum.nothing }

    package mutating func add(_ money: Money) {
        add(money.quintillionths)
    }

    package mutating func merge(_ other: MoneySum) {
        if other.hasOverflowed {
            quintillionths = MoneySum.overflow
        } else if !other.isNothing {
            add(other.quintillionths)
        }
    }

    private mutating func add(_ amount: Int128) {
        guard !hasOverflowed else { return }
        let (sum, overflow) = (isNothing ? 0 : quintillionths).addingReportingOverflow(amount)
        quintillionths = overflow ? MoneySum.overflow : max(sum, MoneySum.overflow)
    }
}
