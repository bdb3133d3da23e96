import CSimdJSON
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Bytes lent for the duration of a call: a line, a string's raw text, an event's data. Never stored by anything that outlives the call.
///
/// The one pointer type that leaves this target. Reading through it is checked against its bounds.
@safe package struct ByteView: RandomAccessCollection {
    let base: UnsafePointer<UInt8>
    package let count: Int

    init(base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        self.count = count
    }

    init(_ buffer: UnsafeRawBufferPointer) {
        if let address = buffer.baseAddress, buffer.count > 0 {
            self.init(base: address.assumingMemoryBound(to: UInt8.self), count: buffer.count)
        } else {
            self = .empty
        }
    }

    private static var noBytes: UnsafePointer<UInt8> { ("" as StaticString).utf8Start }

    /// No bytes.
    package static var empty: ByteView { ByteView(base: noBytes, count: 0) }

    /// What generic algorithms slice into: positions in it are those of the whole, as they rely on. A range in brackets gives a view of its own,
    /// counted from 0.
    package typealias SubSequence = Slice<ByteView>

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    package subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < count)
        return base[position]
    }

    /// The bytes of a range, lent as long as these.
    package subscript(bounds: Range<Int>) -> ByteView {
        precondition(bounds.lowerBound >= 0 && bounds.upperBound <= count)
        return ByteView(base: base + bounds.lowerBound, count: bounds.count)
    }

    package var startsWithBOM: Bool {
        count >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF
    }

    /// The position of the first `byte` at or after `start`.
    package func position(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count, let found = memchr(base + start, Int32(byte), count - start) else { return nil }
        return UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
    }

    /// The position of the last `byte`.
    package func lastPosition(of byte: UInt8) -> Int? {
        guard count > 0, let found = fg_find_last_byte(base, byte, count) else { return nil }
        return found - base
    }

    /// Whether the bytes are those of `text`.
    package func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && memcmp(base, text.utf8Start, count) == 0
    }

    package func hasPrefix(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && memcmp(base, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    package func hasSuffix(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && memcmp(base + (count - length), text.utf8Start, length) == 0
    }

    /// Whether `text` occurs anywhere.
    package func contains(_ text: StaticString) -> Bool {
        count > 0 && fg_find(base, count, text.utf8Start, text.utf8CodeUnitCount) != nil
    }

    /// Whether `bytes` stand at `position`.
    package func has(_ bytes: [UInt8], at position: Int) -> Bool {
        position >= 0 && position <= count && bytes.count <= count - position && bytes.withView { memcmp(base + position, $0.base, $0.count) == 0 }
    }

    /// The bytes without white space (space, tab, CR, LF) at either end.
    package var trimmed: ByteView {
        var start = 0
        var end = count
        while start < end, isJSONSpace(base[start]) { start += 1 }
        while end > start, isJSONSpace(base[end - 1]) { end -= 1 }
        return self[start..<end]
    }

    package var isBlank: Bool { trimmed.isEmpty }

    /// A copy as text; bytes that are no UTF-8 become U+FFFD.
    package var string: String {
        String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }
}

@inline(__always) func isJSONSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}

extension Array<UInt8> {
    /// Lends the array's bytes.
    package func withView<Result, Failure: Error>(_ body: (ByteView) throws(Failure) -> Result) throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure> = withUnsafeBytes { buffer in
            do throws(Failure) { return .success(try body(ByteView(buffer))) } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    /// Appends lent bytes.
    package mutating func append(_ view: ByteView) {
        append(contentsOf: UnsafeBufferPointer(start: view.base, count: view.count))
    }
}

extension ByteView {
    /// Whether the bytes are the same.
    package func equals(_ other: ByteView) -> Bool {
        count == other.count && memcmp(base, other.base, count) == 0
    }

    /// The position of the quote that ends a JSON string whose content starts at `start`; nil where none does.
    package func stringEnd(from start: Int) -> Int? {
        var position = start
        while let quote = self.position(of: UInt8(ascii: "\""), from: position) {
            var backslashes = 0
            while quote - backslashes > start, base[quote - backslashes - 1] == UInt8(ascii: "\\") { backslashes += 1 }
            if backslashes % 2 == 0 { return quote }
            position = quote + 1
        }
        return nil
    }
}

extension ByteView {
    /// Whether the bytes are those of `text`, which is in lower case, ASCII letters compared without case.
    package func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count {
            let byte = base[index]
            let lower = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
            if lower != text.utf8Start[index] { return false }
        }
        return true
    }
}
