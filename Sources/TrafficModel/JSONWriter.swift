/// Writes JSON text into bytes, in the order it is told: the same values, the same bytes.
///
/// Made for output that scripts compare. Strings are escaped as RFC 8259 asks and no further; text that is not UTF-8 can't get in, since
/// Swift strings are.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// `capacity`: bytes that there will be, about.
    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Hands over what was written so far and goes on where it stands: long documents leave in pieces.
    package mutating func takeBytes() -> [UInt8] {
        let taken = bytes
        bytes.removeAll(keepingCapacity: true)
        return taken
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Structure

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    package mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A name that stands in the code and has nothing to escape: it goes over in one piece.
    package mutating func plainName(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    // MARK: Values

    package mutating func value(_ text: String) {
        separate()
        quote(text)
        needsComma = true
    }

    package mutating func value(_ number: Int64) {
        separate()
        bytes.append(decimal: number)
        needsComma = true
    }

    package mutating func value(_ number: Int) { value(Int64(number)) }
    package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }
    package mutating func null() { raw("null") }

    package mutating func value(_ text: String?) {
        if let text { value(text) } else { null() }
    }

    /// A value that is JSON already.
    package mutating func raw(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
        needsComma = true
    }

    /// Leaves a place for values, with commas between them, that somebody else writes.
    package mutating func leavePlace() {
        separate()
        needsComma = true
    }

    package mutating func value(_ value: MetadataValue) {
        switch value {
        case .string(let text): self.value(text)
        case .json(let json): raw(json)
        }
    }

    /// An amount as a text with all its digits, or null.
    package mutating func value(_ amount: Money?) {
        guard let amount else { return null() }
        separate()
        bytes.append(UInt8(ascii: "\""))
        amount.append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Microseconds as a number of milliseconds without trailing zeros: `1234.5`.
    package mutating func milliseconds(fromMicroseconds micros: Int64) {
        separate()
        bytes.append(millisecondsFrom: micros)
        needsComma = true
    }

    // MARK: Members

    package mutating func member(_ name: String, _ text: String) { self.name(name); value(text) }
    package mutating func member(_ name: String, _ text: String?) { self.name(name); value(text) }
    package mutating func member(_ name: String, _ amount: Money?) { self.name(name); value(amount) }
    package mutating func member(_ name: String, _ number: Int64) { self.name(name); value(number) }
    package mutating func member(_ name: String, _ number: Int) { self.name(name); value(number) }
    package mutating func member(_ name: String, _ flag: Bool) { self.name(name); value(flag) }

    /// Writes the member only where there is a value.
    package mutating func memberIfPresent(_ name: String, _ text: String?) {
        if let text { member(name, text) }
    }

    /// Ends a line of JSON lines.
    package mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    // MARK: Private

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            // Most text needs no escapes: it goes over in whole stretches.
            var start = 0
            for position in text.indices where JSONWriter.needsEscape(text[position]) {
                bytes.append(contentsOf: text[start..<position])
                escape(text[position])
                start = position + 1
            }
            bytes.append(contentsOf: text[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let hex = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"), hex[Int(byte >> 4)], hex[Int(byte & 15)]])
        }
    }
}
