#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Text of our own making, kept between uses: what a JSON string stands for, what base64 held.
@safe package final class TextBuffer {
    private var memory: UnsafeMutableRawBufferPointer = .allocate(byteCount: 4096 + BufferPool.padding, alignment: 64)
    private var count = 0

    package init() {}

    deinit {
        memory.deallocate()
    }

    /// The text, lent until the buffer is filled again.
    package var view: ByteView { ByteView(UnsafeRawBufferPointer(rebasing: memory[0..<count])) }

    /// Fills the buffer with the text that a string's raw content stands for; false where an escape is malformed.
    package func fill(unescaping raw: ByteView) -> Bool {
        let out = room(for: raw.count)
        guard let written = unescape(raw, to: out) else { return false }
        count = written
        return true
    }

    package func fill(_ bytes: some Collection<UInt8>) {
        let out = room(for: bytes.count)
        count = 0
        for byte in bytes {
            out[count] = byte
            count += 1
        }
    }

    private func room(for wanted: Int) -> UnsafeMutablePointer<UInt8> {
        if wanted + BufferPool.padding > memory.count {
            memory.deallocate()
            memory = .allocate(byteCount: max(wanted, memory.count * 2) + BufferPool.padding, alignment: 64)
        }
        return memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
    }
}

/// Writes the text that a string's raw content stands for, which is never longer; nil where an escape is malformed.
///
/// A surrogate without its partner becomes U+FFFD: recorders in other languages write such, and one broken emoji must not cost a record.
func unescape(_ raw: ByteView, to out: UnsafeMutablePointer<UInt8>) -> Int? {
    let text = raw.base
    let count = raw.count
    var position = 0
    var written = 0
    while position < count {
        let byte = text[position]
        if byte != UInt8(ascii: "\\") {
            out[written] = byte
            written += 1
            position += 1
            continue
        }
        guard position + 1 < count else { return nil }
        let escape = text[position + 1]
        position += 2
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out[written] = escape
        case UInt8(ascii: "n"): out[written] = 0x0A
        case UInt8(ascii: "t"): out[written] = 0x09
        case UInt8(ascii: "r"): out[written] = 0x0D
        case UInt8(ascii: "b"): out[written] = 0x08
        case UInt8(ascii: "f"): out[written] = 0x0C
        case UInt8(ascii: "u"):
            guard let unit = hexUnit(raw, at: position) else { return nil }
            position += 4
            var scalar = UInt32(unit)
            if (0xD800..<0xDC00).contains(scalar), position + 6 <= count, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u"),
                let low = hexUnit(raw, at: position + 2), (0xDC00..<0xE000).contains(low)
            {
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (UInt32(low) - 0xDC00)
                position += 6
            }
            // Six bytes of escape make at most three of UTF-8, twelve make four: the text only shrinks.
            for byte in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}")! {
                out[written] = byte
                written += 1
            }
            continue
        default: return nil
        }
        written += 1
    }
    return written
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
