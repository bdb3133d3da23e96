/// An instant: microseconds since 1970-01-01T00:00:00Z. Finer parts are cut off.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(seconds: Int64) {
        self.microseconds = seconds * 1_000_000
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// Whole milliseconds, rounded down: what a FluxGate event carries.
    package var milliseconds: Int64 { floorDivide(microseconds, 1_000) }

    /// Whole seconds, rounded down.
    package var seconds: Int64 { floorDivide(microseconds, 1_000_000) }
}

// MARK: - From numbers

extension Timestamp {
    /// The last second of the year 9999; later times are taken for mistakes.
    static let lastSecond: Int64 = 253_402_300_799

    /// Reads a Unix time whose unit shows in its size: seconds, milliseconds, microseconds or nanoseconds.
    ///
    /// Seconds reach the year 5138 before they look like milliseconds, and milliseconds start in 1973; logs of calls to a language
    /// model lie well inside.
    package init?(unixNumber whole: Int64, billionths: Int64 = 0) {
        switch whole {
        case 0..<100_000_000_000:
            self.init(microseconds: whole * 1_000_000 + billionths / 1_000)
        case 100_000_000_000..<100_000_000_000_000:
            self.init(microseconds: whole * 1_000 + billionths / 1_000_000)
        case 100_000_000_000_000..<100_000_000_000_000_000:
            self.init(microseconds: whole)
        case 100_000_000_000_000_000...:
            self.init(microseconds: whole / 1_000)
        default:
            return nil
        }
    }

    /// Reads a decimal number of seconds, milliseconds, microseconds or nanoseconds from its digits (`1793613600.42`).
    package init?(unixDigits digits: some Sequence<UInt8>) {
        guard let number = Money(reported: digits), number.quintillionths >= 0 else { return nil }
        let (whole, fraction) = number.quintillionths.quotientAndRemainder(dividingBy: Money.one)
        guard let seconds = Int64(exactly: whole) else { return nil }
        self.init(unixNumber: seconds, billionths: Int64(fraction / 1_000_000_000))
    }
}

// MARK: - From text

extension Timestamp {
    /// A time as it was written, and whether its zone was.
    package struct Parsed: Sendable {
        package var timestamp: Timestamp
        /// False where the text names no zone and UTC was taken.
        package var hasZone: Bool
        /// True where the text is a date alone.
        package var isDate: Bool

        package init(timestamp: Timestamp, hasZone: Bool, isDate: Bool) {
            self.timestamp = timestamp
            self.hasZone = hasZone
            self.isDate = isDate
        }
    }

    /// Reads RFC 3339 as people write it: `T`, `t` or a space between date and time, 0 to 9 decimals of a second, `Z`, `+hh:mm`, `+hhmm`
    /// or no zone (UTC is taken, and said); a date alone means its first instant.
    package static func parse(_ text: some Collection<UInt8>) -> Parsed? {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.take("-"),
            let month = reader.number(digits: 2), reader.take("-"),
            let day = reader.number(digits: 2),
            let days = CivilDate(year: Int(year), month: Int(month), day: Int(day))?.daysSinceEpoch
        else { return nil }
        if reader.atEnd { return Parsed(timestamp: Timestamp(seconds: Int64(days) * 86_400), hasZone: false, isDate: true) }

        guard reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(digits: 2), hour <= 23, reader.take(":"),
            let minute = reader.number(digits: 2), minute <= 59
        else { return nil }
        var second: Int64 = 0
        var micros: Int64 = 0
        if reader.take(":") {
            guard let value = reader.number(digits: 2), value <= 60 else { return nil }
            second = value
            if reader.take(".") || reader.take(",") {
                guard let fraction = reader.fraction() else { return nil }
                micros = fraction / 1_000
            }
        }
        let local = Int64(days) * 86_400 + hour * 3_600 + minute * 60 + second
        _ = reader.take(" ")
        var offset: Int64 = 0
        var hasZone = true
        if reader.atEnd {
            hasZone = false
        } else if reader.take("Z") || reader.take("z") {
        } else if reader.rest("UTC") || reader.rest("GMT") {
        } else {
            let negative = reader.take("-")
            guard negative || reader.take("+"), let hours = reader.number(digits: 2), hours <= 23 else { return nil }
            _ = reader.take(":")
            var minutes: Int64 = 0
            if !reader.atEnd {
                guard let value = reader.number(digits: 2), value <= 59 else { return nil }
                minutes = value
            }
            offset = (hours * 3_600 + minutes * 60) * (negative ? -1 : 1)
        }
        guard reader.atEnd else { return nil }
        return Parsed(timestamp: Timestamp(microseconds: (local - offset) * 1_000_000 + micros), hasZone: hasZone, isDate: false)
    }

    /// Reads the date of an HTTP header (RFC 9110: `Sun, 06 Nov 1994 08:49:37 GMT`).
    package static func parseHTTPDate(_ text: some Collection<UInt8>) -> Timestamp? {
        var reader = DigitReader(text)
        guard reader.skip(through: ","), reader.take(" "),
            let day = reader.number(digits: 2), reader.take(" ") || reader.take("-"),
            let month = reader.monthName(), reader.take(" ") || reader.take("-"),
            let year = reader.number(digits: 4), reader.take(" "),
            let hour = reader.number(digits: 2), hour <= 23, reader.take(":"),
            let minute = reader.number(digits: 2), minute <= 59, reader.take(":"),
            let second = reader.number(digits: 2), second <= 60,
            let days = CivilDate(year: Int(year), month: month, day: Int(day))?.daysSinceEpoch
        else { return nil }
        return Timestamp(seconds: Int64(days) * 86_400 + hour * 3_600 + minute * 60 + second)
    }
}

extension Timestamp {
    /// Reads the date of a web server's common log format: `09/Apr/2026:12:34:56 +0000`.
    package static func parseCommonLogDate(_ text: some Collection<UInt8>) -> Timestamp? {
        var reader = DigitReader(text)
        guard let day = reader.number(digits: 2), reader.take("/"),
            let month = reader.monthName(), reader.take("/"),
            let year = reader.number(digits: 4), reader.take(":"),
            let hour = reader.number(digits: 2), hour <= 23, reader.take(":"),
            let minute = reader.number(digits: 2), minute <= 59, reader.take(":"),
            let second = reader.number(digits: 2), second <= 60, reader.take(" "),
            let days = CivilDate(year: Int(year), month: month, day: Int(day))?.daysSinceEpoch
        else { return nil }
        let west = reader.take("-")
        guard west || reader.take("+"), let hours = reader.number(digits: 2), hours <= 23, let minutes = reader.number(digits: 2), minutes <= 59,
            reader.atEnd
        else { return nil }
        let offset = (hours * 3_600 + minutes * 60) * (west ? -1 : 1)
        return Timestamp(seconds: Int64(days) * 86_400 + hour * 3_600 + minute * 60 + second - offset)
    }
}

/// Steps over ASCII digits and marks.
private struct DigitReader<Text: Collection<UInt8>> {
    private let text: Text
    private var position: Text.Index

    init(_ text: Text) {
        self.text = text
        position = text.startIndex
    }

    var atEnd: Bool { position == text.endIndex }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard !atEnd, text[position] == UInt8(ascii: mark) else { return false }
        position = text.index(after: position)
        return true
    }

    mutating func number(digits count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// One to nine digits or more after the point, as billionths; further ones are cut off.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let next = digit() {
            if count < 9 { value = value * 10 + next }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 9)..<9 { value *= 10 }
        return value
    }

    mutating func rest(_ word: StaticString) -> Bool {
        guard text[position...].elementsEqual(word.description.utf8) else { return false }
        position = text.endIndex
        return true
    }

    mutating func skip(through mark: Unicode.Scalar) -> Bool {
        while !atEnd {
            if take(mark) { return true }
            position = text.index(after: position)
        }
        return false
    }

    mutating func monthName() -> Int? {
        let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let word = text[position...].prefix(3)
        guard let month = names.firstIndex(where: { $0.utf8.elementsEqual(word.lazy.map { $0 | 0x20 }) }) else { return nil }
        // Counted on in the text: a slice may number its bytes anew.
        position = text.index(position, offsetBy: 3)
        return month + 1
    }

    private mutating func digit() -> Int64? {
        guard !atEnd, case UInt8(ascii: "0")...UInt8(ascii: "9") = text[position] else { return nil }
        defer { position = text.index(after: position) }
        return Int64(text[position] &- UInt8(ascii: "0"))
    }
}

// MARK: - To text

extension Timestamp {
    /// RFC 3339 in UTC with milliseconds: `2025-10-01T00:00:01.000Z`.
    package var utcText: String {
        text(offsetSeconds: 0, milliseconds: true)
    }

    /// RFC 3339 at a fixed offset: `2026-10-01T13:00:00-04:00`; offset zero prints `Z`.
    package func text(offsetSeconds: Int, milliseconds showsMilliseconds: Bool = false) -> String {
        let local = seconds + Int64(offsetSeconds)
        let date = CivilDate(daysSinceEpoch: Int(floorDivide(local, 86_400)))
        let inDay = local - floorDivide(local, 86_400) * 86_400
        var text = "\(date.text)T\(twoDigits(inDay / 3_600)):\(twoDigits(inDay / 60 % 60)):\(twoDigits(inDay % 60))"
        if showsMilliseconds {
            let millis = milliseconds - seconds * 1_000
            text += ".\(millis < 100 ? "0" : "")\(millis < 10 ? "0" : "")\(millis)"
        }
        guard offsetSeconds != 0 else { return text + "Z" }
        let size = Int64(abs(offsetSeconds))
        return text + (offsetSeconds < 0 ? "-" : "+") + "\(twoDigits(size / 3_600)):\(twoDigits(size / 60 % 60))"
    }
}

func twoDigits(_ value: Int64) -> String {
    value < 10 ? "0\(value)" : "\(value)"
}

/// Division that rounds towards minus infinity, as calendars need before 1970.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
