package import TrafficModel

/// Figures as people read them: rounded, with units. Integers throughout.
package enum FigureText {
    /// Shown where there is no figure.
    package static let missing = "–"
    /// Shown where a sum left its range.
    package static let overflow = "overflow"

    /// `1,234,567`
    package static func grouped(_ number: Int64) -> String {
        grouped(String(number))
    }

    /// Up to 99,999 the number itself, then four significant digits and a unit: `123.5k`, `1.235M`.
    static func compact(_ number: Int64) -> String {
        guard number >= 100_000 else { return grouped(number) }
        let rounded = number.roundedToSignificantDigits(4)
        var unit: Int64 = 1_000
        var symbols = "kMGTPE"[...]
        while rounded / unit >= 1_000, symbols.count > 1 {
            unit *= 1_000
            symbols.removeFirst()
        }
        return significant(rounded, per: unit, digits: 4) + String(symbols.first!)
    }

    /// See ``compact(_:)``.
    static func compact(_ sum: CountSum) -> String {
        sum.value.map(compact) ?? overflow
    }

    /// Three significant digits in the unit that suits: `812 ms`, `3.42 s`, `2.50 min`, `1.25 h`.
    static func duration(microseconds: Int64) -> String {
        let rounded = microseconds.roundedToSignificantDigits(3)
        return switch rounded {
        case ..<1_000_000: significant(rounded, per: 1_000, digits: 3) + " ms"
        case ..<60_000_000: significant(rounded, per: 1_000_000, digits: 3) + " s"
        case ..<3_600_000_000: significant(rounded, per: 60_000_000, digits: 3) + " min"
        default: significant(rounded, per: 3_600_000_000, digits: 3) + " h"
        }
    }

    /// A part of a whole in percent with one decimal: `45.2%`; missing where the whole is nothing.
    static func share(of part: Int128, in whole: Int128) -> String {
        let (scaled, overflow) = part.multipliedReportingOverflow(by: 1_000)
        guard whole > 0, part >= 0, !overflow else { return missing }
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: whole)
        let permille = remainder >= whole - remainder ? quotient + 1 : quotient
        return "\(permille / 10).\(permille % 10)%"
    }

    /// A part of a whole as a bar, full at twelve columns; an eighth of a column is the least that is drawn of what is not nothing.
    static func bar(of part: Int128, in whole: Int128) -> String {
        let eighths: Int128 = 12 * 8
        let (scaled, overflow) = part.multipliedReportingOverflow(by: eighths)
        guard whole > 0, part > 0, part <= whole, !overflow else { return "" }
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: whole)
        let length = Int(max(1, remainder >= whole - remainder ? quotient + 1 : quotient))
        return String(repeating: "█", count: length / 8) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][length % 8]
    }

    /// Dollars with all their digits, and at least two decimals: `$1,234.50`, `$0.000004`.
    package static func exactDollars(_ money: Money) -> String {
        let exact = money.exactText
        let decimals = exact.split(separator: ".").dropFirst().first?.utf8.count ?? 0
        return dollars(money, decimals: max(2, decimals))
    }

    /// Dollars in a column with so many decimals. An amount too small to show says so instead of looking like nothing.
    static func dollars(_ money: Money, decimals: Int) -> String {
        let rounded = money.rounded(toDecimals: decimals)
        if rounded.isZero, !money.isZero {
            return (money < .zero ? ">-$" : "<$") + "0." + String(repeating: "0", count: decimals - 1) + "1"
        }
        let text = rounded.text(roundedToDecimals: decimals)
        return text.hasPrefix("-") ? "-$" + grouped(String(text.dropFirst())) : "$" + grouped(text)
    }

    /// How many decimals a column of dollars shows beside its total: the smaller the sums, the more.
    static func decimals(besideTotal total: Money) -> Int {
        switch total.quintillionths.magnitude / 1_000_000_000_000_000_000 {
        case 0: 6
        case ..<100: 4
        default: 2
        }
    }

    /// `number` ÷ `unit` cut to so many digits, at least the whole ones.
    private static func significant(_ number: Int64, per unit: Int64, digits: Int) -> String {
        let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
        let wholeDigits = String(whole)
        let count = max(0, digits - wholeDigits.utf8.count)
        guard count > 0 else { return wholeDigits }
        var scale: Int64 = 1
        for _ in 0..<count { scale *= 10 }
        let decimals = String(Int128(rest) * Int128(scale) / Int128(unit))
        return wholeDigits + "." + String(repeating: "0", count: count - decimals.utf8.count) + decimals
    }

    /// Sets commas into the whole part of a decimal text.
    private static func grouped(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
        var grouped = ""
        for (place, digit) in parts[0].enumerated() {
            if place > 0, (parts[0].count - place) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return sign + grouped + (parts.count > 1 ? "." + parts[1] : "")
    }
}
