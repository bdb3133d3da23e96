/// An exact amount of money, or an exact rate: a whole number of 10⁻¹⁸ units of some currency.
///
/// Prices are published as decimal text per million tokens with at most six decimals, so *tokens × price ÷ 1,000,000* is a whole
/// number of 10⁻¹² units and always exact here. Nothing rounds but ``rounded(toDecimals:)``, which only printing calls.
/// The range is ± 1.7 × 10²⁰ units; leaving it is reported, never wrapped around.
package struct Money: Hashable, Comparable, Sendable {
    /// The amount in 10⁻¹⁸ units.
    package var quintillionths: Int128

    package init(quintillionths: Int128) {
        self.quintillionths = quintillionths
    }

    package static let zero = Money(quintillionths: 0)

    /// The number of decimals held.
    package static let decimals = 18

    static let one: Int128 = 1_000_000_000_000_000_000

    package static func < (left: Money, right: Money) -> Bool {
        left.quintillionths < right.quintillionths
    }

    package var isZero: Bool { quintillionths == 0 }
}

// MARK: - Arithmetic

extension Money {
    /// The sum, or nil when it leaves the range.
    package func adding(_ other: Money) -> Money? {
        let (sum, overflow) = quintillionths.addingReportingOverflow(other.quintillionths)
        return overflow ? nil : Money(quintillionths: sum)
    }

    /// The difference, or nil when it leaves the range.
    package func subtracting(_ other: Money) -> Money? {
        let (difference, overflow) = quintillionths.subtractingReportingOverflow(other.quintillionths)
        return overflow ? nil : Money(quintillionths: difference)
    }

    /// This rate times `count`, divided by `divisor`: exact, or nil when the quotient is not whole or leaves the range.
    package func multiplied(by count: Int64, dividedBy divisor: Int64 = 1) -> Money? {
        let (product, overflow) = quintillionths.multipliedReportingOverflow(by: Int128(count))
        guard !overflow, divisor > 0 else { return nil }
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(divisor))
        return remainder == 0 ? Money(quintillionths: quotient) : nil
    }

    /// This rate times an exact decimal factor such as 1.1, or nil when the product is not exact or leaves the range.
    package func scaled(by factor: Money) -> Money? {
        let (product, overflow) = quintillionths.multipliedReportingOverflow(by: factor.quintillionths)
        guard !overflow else {
            // Both operands carry 18 decimals; most of them are zeros. Take the factor's own zeros out before multiplying.
            return scaledByReducing(factor)
        }
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Money.one)
        return remainder == 0 ? Money(quintillionths: quotient) : nil
    }

    private func scaledByReducing(_ factor: Money) -> Money? {
        var numerator = factor.quintillionths
        var divisor = Money.one
        while divisor > 1, numerator % 10 == 0 {
            numerator /= 10
            divisor /= 10
        }
        let (product, overflow) = quintillionths.multipliedReportingOverflow(by: numerator)
        guard !overflow else { return nil }
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
        return remainder == 0 ? Money(quintillionths: quotient) : nil
    }
}

// MARK: - Text

extension Money {
    /// Reads a decimal number (`12`, `-0.5`, `9.1e-05`) without passing through floating point.
    ///
    /// Returns nil for anything else, for more decimals than ``decimals`` that are not zero, and outside the range.
    package init?(_ text: some StringProtocol) {
        self.init(digits: text.utf8)
    }

    /// Reads a decimal number from its ASCII bytes; see ``init(_:)``.
    package init?(digits: some Sequence<UInt8>) {
        guard let parsed = Money.parse(digits, roundingExcess: false) else { return nil }
        self = parsed
    }

    /// Reads an amount that somebody computed in floating point (a provider's own cost figure): decimals past the eighteenth, which
    /// are noise of that computation, are dropped to the nearest.
    package init?(reported digits: some Sequence<UInt8>) {
        guard let parsed = Money.parse(digits, roundingExcess: true) else { return nil }
        self = parsed
    }

    private static func parse(_ digits: some Sequence<UInt8>, roundingExcess: Bool) -> Money? {
        var mantissa: Int128 = 0
        var negative = false
        var scale = 0  // decimals taken into the mantissa
        var exponent = 0
        var exponentNegative = false
        var part = NumberPart.start
        for byte in digits {
            switch (byte, part) {
            case (UInt8(ascii: "-"), .start):
                negative = true
                part = .sign
            case (UInt8(ascii: "+"), .start):
                part = .sign
            case (UInt8(ascii: "0")...UInt8(ascii: "9"), .start), (UInt8(ascii: "0")...UInt8(ascii: "9"), .sign),
                (UInt8(ascii: "0")...UInt8(ascii: "9"), .whole), (UInt8(ascii: "0")...UInt8(ascii: "9"), .point),
                (UInt8(ascii: "0")...UInt8(ascii: "9"), .fraction):
                let inFraction = part == .point || part == .fraction
                part = inFraction ? .fraction : .whole
                let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
                let (sum, overflowToo) = shifted.addingReportingOverflow(Int128(byte &- UInt8(ascii: "0")))
                if overflow || overflowToo {
                    // Past 38 digits: zeros after the point change nothing, noise may be dropped, anything else is out of range.
                    guard inFraction, roundingExcess || byte == UInt8(ascii: "0") else { return nil }
                } else {
                    mantissa = sum
                    if inFraction { scale += 1 }
                }
            case (UInt8(ascii: "."), .whole):
                part = .point
            case (UInt8(ascii: "e"), .whole), (UInt8(ascii: "E"), .whole), (UInt8(ascii: "e"), .fraction), (UInt8(ascii: "E"), .fraction):
                part = .e
            case (UInt8(ascii: "-"), .e):
                exponentNegative = true
                part = .exponentSign
            case (UInt8(ascii: "+"), .e):
                part = .exponentSign
            case (UInt8(ascii: "0")...UInt8(ascii: "9"), .e), (UInt8(ascii: "0")...UInt8(ascii: "9"), .exponentSign),
                (UInt8(ascii: "0")...UInt8(ascii: "9"), .exponent):
                part = .exponent
                exponent = exponent * 10 + Int(byte &- UInt8(ascii: "0"))
                if exponent > 1_000 { return mantissa == 0 ? .zero : nil }
            default:
                return nil
            }
        }
        guard part == .whole || part == .fraction || part == .exponent else { return nil }

        var shift = decimals - scale + (exponentNegative ? -exponent : exponent)
        while shift > 0 {
            if mantissa == 0 { break }
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            mantissa = product
            shift -= 1
        }
        var lastDropped: Int128 = 0
        while shift < 0 {
            if mantissa == 0 && lastDropped == 0 { break }
            let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: 10)
            if remainder != 0, !roundingExcess { return nil }
            lastDropped = remainder
            mantissa = quotient
            shift += 1
        }
        if shift == 0, lastDropped >= 5 { mantissa += 1 }
        return Money(quintillionths: negative ? -mantissa : mantissa)
    }

    /// The exact decimal text: no exponent, no trailing zeros, at least one digit (`0`, `0.0000004`, `-12.5`).
    package var exactText: String {
        text(keepingDecimals: 0)
    }

    /// The text with `decimals` digits after the point, rounded half away from zero. For people to read; never for adding up.
    package func text(roundedToDecimals count: Int) -> String {
        rounded(toDecimals: count).text(keepingDecimals: count)
    }

    /// The nearest amount with `count` decimals, halves away from zero.
    package func rounded(toDecimals count: Int) -> Money {
        guard count < Money.decimals else { return self }
        var unit: Int128 = 1
        for _ in count..<Money.decimals { unit *= 10 }
        let (quotient, remainder) = quintillionths.quotientAndRemainder(dividingBy: unit)
        let up = remainder.magnitude >= UInt128(unit / 2) ? Int128(quintillionths < 0 ? -1 : 1) : 0
        let (rounded, overflow) = (quotient + up).multipliedReportingOverflow(by: unit)
        // Within one unit of the range's end there may be nothing to round up to.
        return Money(quintillionths: overflow ? quotient * unit : rounded)
    }

    private func text(keepingDecimals minimum: Int) -> String {
        var text: [UInt8] = []
        append(to: &text, keepingDecimals: minimum)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the exact decimal text; see ``exactText``.
    package func append(to text: inout [UInt8]) {
        append(to: &text, keepingDecimals: 0)
    }

    private func append(to text: inout [UInt8], keepingDecimals minimum: Int) {
        if quintillionths < 0 { text.append(UInt8(ascii: "-")) }
        let magnitude = quintillionths.magnitude
        let rest: UInt64
        if let small = UInt64(exactly: magnitude) {
            // Dividing 128 bits takes long, and most amounts are a few dollars.
            rest = small % UInt64(Money.one)
            text.append(digitsOf: small / UInt64(Money.one))
        } else {
            let (whole, decimals) = magnitude.quotientAndRemainder(dividingBy: UInt128(Money.one))
            rest = UInt64(decimals)
            text.append(contentsOf: String(whole).utf8)
        }
        guard rest > 0 || minimum > 0 else { return }
        text.append(decimals: rest, of: Money.decimals, keeping: minimum)
    }
}

/// Where a reader of a decimal number stands.
private enum NumberPart {
    case start, sign, whole, point, fraction, e, exponentSign, exponent
}
