package import TrafficModel

// Straight ways to the numbers and times that nearly every record has; the general ones take over for anything unusual.
extension ByteView {
    /// A time as text; see ``Timestamp/parse(_:)``.
    package var timestamp: Timestamp.Parsed? {
        if let time = commonTimestamp {
            return Timestamp.Parsed(timestamp: time, hasZone: true, isDate: false)
        }
        return Timestamp.parse(self)
    }

    /// Reads the one form that nearly all logs write (`2026-05-04T10:00:00.123Z`) without looking left or right; nil for any other, valid or not.
    private var commonTimestamp: Timestamp? {
        let text = base
        guard count >= 20, count <= 30 else { return nil }
        var isPlain = true
        @inline(__always) func digit(_ position: Int) -> Int64 {
            let value = text[position] &- UInt8(ascii: "0")
            if value > 9 { isPlain = false }
            return Int64(value)
        }
        @inline(__always) func pair(_ position: Int) -> Int64 { digit(position) * 10 + digit(position + 1) }
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), text[count - 1] == UInt8(ascii: "Z")
        else { return nil }
        let (year, month, day) = (pair(0) * 100 + pair(2), pair(5), pair(8))
        let (hour, minute, second) = (pair(11), pair(14), pair(17))
        var micros: Int64 = 0
        if count > 20 {
            guard text[19] == UInt8(ascii: "."), count > 21 else { return nil }
            var unit: Int64 = 100_000
            for position in 20..<(count - 1) {
                micros += digit(position) * unit
                unit /= 10
            }
        }
        guard isPlain, hour <= 23, minute <= 59, second <= 60, let date = CivilDate(year: Int(year), month: Int(month), day: Int(day)) else { return nil }
        return Timestamp(microseconds: (Int64(date.daysSinceEpoch) * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000_000 + micros)
    }

    /// A Unix time as digits; see ``Timestamp/init(unixDigits:)``.
    package var unixTime: Timestamp? {
        if let whole = wholeNumber { return whole < 0 ? nil : Timestamp(unixNumber: whole) }
        return Timestamp(unixDigits: self)
    }

    /// A decimal number that is not negative, in millionths, further decimals cut off; nil for anything else.
    package var millionths: Int64? {
        var value: Int64 = 0
        var position = 0
        while position < count, isDigit(base[position]), position < 12 {
            value = value * 10 + Int64(base[position] &- UInt8(ascii: "0"))
            position += 1
        }
        guard position > 0 else { return nil }
        if position == count { return value * 1_000_000 }
        guard base[position] == UInt8(ascii: "."), position + 1 < count else { return generalMillionths }
        position += 1
        var decimals: Int64 = 0
        var unit: Int64 = 100_000
        while position < count, isDigit(base[position]) {
            decimals += Int64(base[position] &- UInt8(ascii: "0")) * unit
            unit /= 10
            position += 1
        }
        return position == count ? value * 1_000_000 + decimals : generalMillionths
    }

    private var generalMillionths: Int64? {
        guard let exact = Money(reported: self), exact >= .zero else { return nil }
        return Int64(exactly: exact.quintillionths / 1_000_000_000_000)
    }
}
