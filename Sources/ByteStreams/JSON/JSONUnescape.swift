#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Appends the text that a string's raw content stands for; false where an escape is malformed.
///
/// A surrogate without its partner becomes U+FFFD: recorders in other languages write such, and one broken emoji must not cost a record.
package func unescape(_ raw: ByteView, into bytes: inout [UInt8]) -> Bool {
    bytes.reserveCapacity(bytes.count + raw.count)
    var position = 0
    while position < raw.count {
        guard let backslash = raw.position(of: UInt8(ascii: "\\"), from: position) else {
            bytes.append(raw[position..<raw.count])
            return true
        }
        bytes.append(raw[position..<backslash])
        guard backslash + 1 < raw.count else { return false }
        position = backslash + 2
        switch raw.base[backslash + 1] {
        case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            guard let unit = hexUnit(raw, at: position) else { return false }
            position += 4
            var scalar = UInt32(unit)
            if (0xD800..<0xDC00).contains(scalar), position + 6 <= raw.count, raw.base[position] == UInt8(ascii: "\\"),
                raw.base[position + 1] == UInt8(ascii: "u"), let low = hexUnit(raw, at: position + 2), (0xDC00..<0xE000).contains(low)
            {
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (UInt32(low) - 0xDC00)
                position += 6
            }
            bytes.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}")!)
        default: return false
        }
    }
    return true
}

private func hexUnit(_ raw: ByteView, at start: Int) -> UInt16? {
    guard start + 4 <= raw.count else { return nil }
    var unit: UInt16 = 0
    for index in start..<(start + 4) {
        let byte = raw.base[index]
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
        default: return nil
        }
        unit = unit << 4 | UInt16(digit)
    }
    return unit
}
