#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Gives each different text a small number, so that what was worked out of a text once is looked up from then on without copying it.
///
/// Made for few texts that come again and again: URLs, models, features. When it is full, it forgets all and begins anew, so that it never
/// grows with the input.
@safe package struct Interner {
    private static let limit = 4096
    private static let slotCount = 16384

    private var texts: [UInt8] = []
    private var ranges: [Range<Int>] = []
    /// A number and one, by hash; zero is free.
    private var slots = [UInt32](repeating: 0, count: Interner.slotCount)
    /// Grows when all numbers given so far have become invalid.
    package private(set) var generation = 0

    package init() {}

    /// The number of a text; `isNew` when it was not met in this generation.
    package mutating func number(of text: ByteView) -> (number: Int, isNew: Bool) {
        var slot = Int(truncatingIfNeeded: Interner.hash(text)) & (Interner.slotCount - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            let range = ranges[number]
            if range.count == text.count, texts.withUnsafeBytes({ memcmp($0.baseAddress! + range.lowerBound, text.base, text.count) == 0 }) {
                return (number, false)
            }
            slot = (slot + 1) & (Interner.slotCount - 1)
        }
        if ranges.count == Interner.limit {
            texts.removeAll(keepingCapacity: true)
            ranges.removeAll(keepingCapacity: true)
            slots = [UInt32](repeating: 0, count: Interner.slotCount)
            generation += 1
            return number(of: text)
        }
        let start = texts.count
        texts.append(text)
        ranges.append(start..<texts.count)
        slots[slot] = UInt32(ranges.count)
        return (ranges.count - 1, true)
    }

    /// Eight bytes at a time, multiplied and folded; texts are compared afterwards, so any hash will do.
    private static func hash(_ text: ByteView) -> UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(text.count)
        var position = 0
        while position + 8 <= text.count {
            var word: UInt64 = 0
            memcpy(&word, text.base + position, 8)
            hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
            hash ^= hash >> 32
            position += 8
        }
        while position < text.count {
            hash = (hash ^ UInt64(text.base[position])) &* 0xD6E8_FEB8_6659_FD93
            position += 1
        }
        return hash ^ hash >> 29
    }
}

/// Values worked out of texts that come again and again.
package struct InternedValues<Value> {
    private var interner = Interner()
    private var values: [Value] = []
    private var generation = 0

    package init() {}

    /// The value of a text, made by `make` where it was not met lately.
    package mutating func value(of text: ByteView, _ make: (String) -> Value) -> Value {
        let (number, isNew) = interner.number(of: text)
        guard isNew else { return values[number] }
        if interner.generation != generation {
            generation = interner.generation
            values.removeAll(keepingCapacity: true)
        }
        let value = make(text.string)
        values.append(value)
        return value
    }
}
