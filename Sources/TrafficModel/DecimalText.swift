// Numbers as text in bytes, without strings on the way: large reports have millions of them.
extension [UInt8] {
    /// Appends a number in decimal digits.
    package mutating func append(decimal number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: number.magnitude)
    }

    /// Appends microseconds as milliseconds without trailing zeros: `1234.5`.
    package mutating func append(millisecondsFrom micros: Int64) {
        let (whole, rest) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000)
        if micros < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: whole)
        if rest > 0 { append(decimals: rest, of: 3) }
    }

    /// Appends a number without a sign in decimal digits.
    mutating func append(digitsOf number: UInt64) {
        var digits = 1
        var power: UInt64 = 10
        while digits < 20, number >= power {
            digits += 1
            if digits < 20 { power *= 10 }
        }
        append(digitsOf: number, count: digits)
    }

    /// Appends a point and the decimals of a fraction of `count` digits, without zeros at the end but for the first `minimum`.
    mutating func append(decimals fraction: UInt64, of count: Int, keeping minimum: Int = 0) {
        var (fraction, count) = (fraction, count)
        while count > minimum, fraction % 10 == 0 {
            fraction /= 10
            count -= 1
        }
        append(UInt8(ascii: "."))
        append(digitsOf: fraction, count: count)
    }

    private mutating func append(digitsOf number: UInt64, count: Int) {
        let start = self.count
        for _ in 0..<count { append(UInt8(ascii: "0")) }
        var (number, place) = (number, start + count)
        while number > 0 {
            place -= 1
            self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
            number /= 10
        }
    }
}
