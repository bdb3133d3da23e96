/// Follows a JSON value mark by mark: which brackets are open, and what may come next.
struct Brackets {
    private enum Expected {
        case value, valueOrEnd, name, nameOrEnd, colon, commaOrEnd
    }

    /// Open brackets.
    private(set) var depth = 0
    var isInString = false
    /// Counts brackets, whatever stands between them.
    var isLenient = false

    private var expected = Expected.value
    private var isEscaped = false
    private var isInScalar = false
    /// One bit for each open bracket: set for an object.
    private var objects: [UInt64] = []

    /// Takes a byte that stands outside of strings and is no white space; false where it can't stand there.
    mutating func take(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""): return takeQuote()
        case UInt8(ascii: "{"), UInt8(ascii: "["): return open(isObject: byte == UInt8(ascii: "{"))
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return close(isObject: byte == UInt8(ascii: "}"))
        case UInt8(ascii: ","):
            isInScalar = false
            if isLenient { return true }
            guard expected == .commaOrEnd else { return false }
            expected = isInObject ? .name : .value
            return true
        case UInt8(ascii: ":"):
            if isLenient { return true }
            guard expected == .colon else { return false }
            expected = .value
            return true
        default:
            if isLenient || isInScalar { return true }
            guard expected == .value || expected == .valueOrEnd else { return false }
            // Words and numbers: their reader looks closer.
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                isInScalar = true
                expected = .commaOrEnd
                return true
            default: return false
            }
        }
    }

    /// Where a string ends: its closing quote, or a raw line feed; nil where neither stands in the text.
    mutating func stringEnd(_ text: ByteView, from start: Int) -> Int? {
        let base = text.base
        var position = start
        if isEscaped, position < text.count {
            isEscaped = false
            if base[position] != 0x0A { position += 1 }
        }
        while position < text.count {
            let byte = base[position]
            if byte == UInt8(ascii: "\"") {
                isInString = false
                return position
            }
            if byte == 0x0A { return position }
            if byte == UInt8(ascii: "\\") {
                position += 1
                guard position < text.count else {
                    isEscaped = true
                    return nil
                }
                if base[position] == 0x0A { return position }
            }
            position += 1
        }
        return nil
    }

    private var isInObject: Bool {
        depth > 0 && depth <= JSONReader.maximumDepth && objects[(depth - 1) >> 6] & 1 << ((depth - 1) & 63) != 0
    }

    private mutating func takeQuote() -> Bool {
        isInString = true
        isInScalar = false
        if isLenient { return true }
        switch expected {
        case .value, .valueOrEnd: expected = .commaOrEnd
        case .name, .nameOrEnd: expected = .colon
        case .colon, .commaOrEnd:
            return false
        }
        return true
    }

    private mutating func open(isObject: Bool) -> Bool {
        isInScalar = false
        let mayOpen = isLenient || (expected == .value || expected == .valueOrEnd) && depth < JSONReader.maximumDepth
        depth += 1
        guard mayOpen else { return false }
        guard depth <= JSONReader.maximumDepth else { return true }
        let word = (depth - 1) >> 6
        let bit: UInt64 = 1 << ((depth - 1) & 63)
        if word == objects.count { objects.append(0) }
        while word >= objects.count { objects.append(0) }
        if isObject { objects[word] |= bit } else { objects[word] &= ~bit }
        expected = isObject ? .nameOrEnd : .valueOrEnd
        return true
    }

    private mutating func close(isObject: Bool) -> Bool {
        isInScalar = false
        let mayClose = isLenient || isInObject == isObject && (expected == .commaOrEnd || expected == (isObject ? .nameOrEnd : .valueOrEnd))
        depth -= 1
        expected = .commaOrEnd
        return mayClose
    }
}
