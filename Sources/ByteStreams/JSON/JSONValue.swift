#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
package import TrafficModel

package enum JSONKind: Sendable {
    case object, array, string, number, bool, null
}

/// A value of a JSON text, lent by a ``JSONReader`` until it reads again.
@safe package struct JSONValue {
    /// The reader's, so that a value takes two words however much there is to know of its text.
    let lent: UnsafePointer<JSONDocument>
    /// The token at which the value starts.
    let position: Int

    @inline(__always)
    var document: JSONDocument { lent.pointee }

    var offset: Int { Int(document.tokens[position]) }

    var firstByte: UInt8 { document.text[offset] }

    package var kind: JSONKind {
        switch firstByte {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    package var isObject: Bool { firstByte == UInt8(ascii: "{") }
    package var isArray: Bool { firstByte == UInt8(ascii: "[") }
    package var isString: Bool { firstByte == UInt8(ascii: "\"") }
    package var isNull: Bool { firstByte == UInt8(ascii: "n") }

    /// The token behind the value.
    var end: Int {
        switch firstByte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(document.partners[position]) + 1
        default: position + 1
        }
    }

    /// The byte offset of the value in its text, and of what follows it.
    package var byteRange: Range<Int> {
        offset..<endOffset
    }

    private var endOffset: Int {
        switch firstByte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return Int(document.tokens[end - 1]) + 1
        default:
            var stop = end < document.count ? Int(document.tokens[end]) : document.length
            while stop > offset + 1, isJSONSpace(document.text[stop - 1]) { stop -= 1 }
            return stop
        }
    }

    /// The JSON text of the value, lent.
    package var raw: ByteView {
        ByteView(base: document.text + offset, count: endOffset - offset)
    }

    package var rawText: String { raw.string }
}

// MARK: - Objects and arrays

extension JSONValue {
    /// The member of that name; nil where there is none or the value is no object. Of several, the last one counts.
    package subscript(_ name: StaticString) -> JSONValue? {
        guard isObject else { return nil }
        var found: JSONValue?
        var members = self.members.makeIterator()
        while let member = members.next() {
            if member.name.isName(name) { found = member.value }
        }
        return found
    }

    /// The member of that name unless it is null.
    package func present(_ name: StaticString) -> JSONValue? {
        guard let value = self[name], !value.isNull else { return nil }
        return value
    }

    /// The members of an object in the order of the text; none for other values.
    package var members: JSONMembers { JSONMembers(object: self) }

    /// The elements of an array; none for other values.
    package var elements: JSONElements { JSONElements(array: self) }

    /// The first element of an array.
    package var first: JSONValue? {
        var elements = self.elements.makeIterator()
        return elements.next()
    }

    package var isEmptyContainer: Bool { end == position + 2 && (isObject || isArray) }
}

package struct JSONMembers: Sequence, IteratorProtocol {
    private let lent: UnsafePointer<JSONDocument>
    private var position: Int
    private let end: Int

    init(object: JSONValue) {
        lent = object.lent
        position = object.position + 1
        end = object.isObject ? object.end - 1 : position
    }

    package mutating func next() -> (name: JSONValue, value: JSONValue)? {
        guard position < end else { return nil }
        let name = JSONValue(lent: lent, position: position)
        let value = JSONValue(lent: lent, position: position + 2)
        position = value.end + 1  // and over the comma
        return (name, value)
    }
}

package struct JSONElements: Sequence, IteratorProtocol {
    private let lent: UnsafePointer<JSONDocument>
    private var position: Int
    private let end: Int

    init(array: JSONValue) {
        lent = array.lent
        position = array.position + 1
        end = array.isArray ? array.end - 1 : position
    }

    package mutating func next() -> JSONValue? {
        guard position < end else { return nil }
        let element = JSONValue(lent: lent, position: position)
        position = element.end + 1
        return element
    }
}

// MARK: - Strings

extension JSONValue {
    /// The text between a string's quotes as it stands, escapes and all; nil for other values.
    package var rawString: ByteView? {
        guard isString else { return nil }
        let whole = raw
        return ByteView(base: whole.base + 1, count: whole.count - 2)
    }

    /// Whether the value is a string of exactly that text.
    package func isString(_ text: StaticString) -> Bool {
        isString && isName(text)
    }

    /// Compares a string (a member's name, mostly) with a name of ours, which is ASCII.
    @inline(__always)
    package func isName(_ name: StaticString) -> Bool {
        let start = document.text + (offset + 1)
        let length = name.utf8CodeUnitCount
        // The closing quote ends the comparison: no need to find the string's end first.
        if offset + 1 + length < document.length, start[length] == UInt8(ascii: "\""), memcmp(start, name.utf8Start, length) == 0 { return true }
        guard document.mayHaveEscapedNames, let raw = rawString, raw.count > length, raw.position(of: UInt8(ascii: "\\")) != nil else { return false }
        return string.map { $0.utf8.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: length)) } ?? false
    }

    /// The string's text; nil for other values, and for strings whose escapes are malformed. Lone surrogates become U+FFFD.
    package var string: String? {
        guard let raw = rawString else { return nil }
        guard raw.position(of: UInt8(ascii: "\\")) != nil else { return raw.string }
        var isWhole = true
        let text = String(unsafeUninitializedCapacity: raw.count) { buffer in
            guard let written = unescape(raw, to: buffer.baseAddress!) else {
                isWhole = false
                return 0
            }
            return written
        }
        return isWhole ? text : nil
    }

    /// The string's text unless it is empty.
    package var nonEmptyString: String? {
        guard let text = string, !text.isEmpty else { return nil }
        return text
    }

    /// The text of a string, a number or a truth value: what a name or a tag may be written as.
    package var scalarText: String? {
        switch kind {
        case .string: string
        case .number, .bool: rawText
        case .object, .array, .null: nil
        }
    }

    /// The value as it may be kept in an event's metadata.
    package var metadataValue: MetadataValue {
        if let text = string { return .string(text) }
        return .json(rawText)
    }
}

// MARK: - Numbers and words

extension JSONValue {
    package var bool: Bool? {
        switch firstByte {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// The digits of a number as they stand; nil for other values.
    package var numberDigits: ByteView? {
        kind == .number ? raw : nil
    }

    package var numberText: String? { numberDigits?.string }

    /// A whole number in range, however it is written (`1000`, `1e3`, `1000.0`); nil for anything else.
    package var int64: Int64? {
        guard kind == .number else { return nil }
        return raw.wholeNumber
    }
}

extension ByteView {
    /// The whole number that the digits say, or nil.
    package var wholeNumber: Int64? {
        var value: Int64 = 0
        var position = 0
        let negative = count > 0 && base[0] == UInt8(ascii: "-")
        if negative { position = 1 }
        guard position < count else { return nil }
        while position < count, isDigit(base[position]) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowToo) = product.addingReportingOverflow(Int64(base[position] &- UInt8(ascii: "0")))
            if overflow || overflowToo { return nil }
            value = sum
            position += 1
        }
        if position == count { return negative ? -value : value }
        // A fraction or an exponent: exact or nothing.
        guard let exact = Money(digits: self) else { return nil }
        let (whole, remainder) = exact.quintillionths.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
        return remainder == 0 ? Int64(exactly: whole) : nil
    }
}
