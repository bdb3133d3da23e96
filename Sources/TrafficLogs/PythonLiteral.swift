import ByteStreams

/// Turns what Python's `repr` writes into JSON: single quotes, `None`, `True`, tuples. Objects without a literal (`NotGiven`, `Timeout(…)`,
/// `<function …>`) become null.
struct PythonLiteral {
    private let text: ByteView
    private var position = 0
    private var json: [UInt8] = []
    private static let maximumDepth = 200

    /// The JSON of the literal that the text starts with; nil where it breaks off or is nested too deep.
    static func json(of text: ByteView) -> [UInt8]? {
        var literal = PythonLiteral(text: text)
        return literal.value(depth: 0) ? literal.json : nil
    }

    private init(text: ByteView) {
        self.text = text
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 { position += 1 }
    }

    private mutating func value(depth: Int) -> Bool {
        skipSpace()
        guard let byte = next, depth < PythonLiteral.maximumDepth else { return false }
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return string()
        case UInt8(ascii: "{"): return container(closing: UInt8(ascii: "}"), isObject: true, depth)
        case UInt8(ascii: "["): return container(closing: UInt8(ascii: "]"), isObject: false, depth)
        case UInt8(ascii: "("): return container(closing: UInt8(ascii: ")"), isObject: false, depth)
        default: return word()
        }
    }

    private mutating func container(closing: UInt8, isObject: Bool, _ depth: Int) -> Bool {
        position += 1
        json.append(UInt8(ascii: isObject ? "{" : "["))
        var count = 0
        while true {
            skipSpace()
            guard let byte = next else { return false }
            if byte == closing {
                position += 1
                json.append(UInt8(ascii: isObject ? "}" : "]"))
                return true
            }
            if byte == UInt8(ascii: ",") {
                position += 1
                continue
            }
            if count > 0 { json.append(UInt8(ascii: ",")) }
            count += 1
            if isObject {
                let start = json.count
                guard value(depth: depth + 1) else { return false }
                // Names that are no strings: none of ours.
                if json[start] != UInt8(ascii: "\"") { json.replaceSubrange(start..., with: Array("\"\"".utf8)) }
                skipSpace()
                guard next == UInt8(ascii: ":") else { return false }
                position += 1
                json.append(UInt8(ascii: ":"))
            }
            guard value(depth: depth + 1) else { return false }
        }
    }

    private mutating func string() -> Bool {
        guard let quote = next else { return false }
        position += 1
        json.append(UInt8(ascii: "\""))
        while let byte = next {
            position += 1
            switch byte {
            case quote:
                json.append(UInt8(ascii: "\""))
                return true
            case UInt8(ascii: "\\"):
                guard let escape = next else { return false }
                position += 1
                guard takeEscape(escape) else { return false }
            case UInt8(ascii: "\""): json += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: json.append(0x20)
            default: json.append(byte)
            }
        }
        return false
    }

    private mutating func takeEscape(_ escape: UInt8) -> Bool {
        switch escape {
        case UInt8(ascii: "'"): json.append(escape)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): json += [UInt8(ascii: "\\"), escape]
        case UInt8(ascii: "x"): return hexadecimal(digits: 2)
        case UInt8(ascii: "u"): return hexadecimal(digits: 4)
        case UInt8(ascii: "U"): return hexadecimal(digits: 8)
        default: json += [UInt8(ascii: "\\"), UInt8(ascii: "\\"), escape]
        }
        return true
    }

    private mutating func hexadecimal(digits: Int) -> Bool {
        var scalar: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = next?.hexadecimalValue, scalar < 1 << 28 else { return false }
            scalar = scalar << 4 | UInt32(digit)
            position += 1
        }
        let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        if scalar < 0x20 || scalar == 0x22 || scalar == 0x5C {
            json += Array("\\u00".utf8) + [0, 4].reversed().map { Array("0123456789abcdef".utf8)[Int(scalar >> $0 & 15)] }
        } else {
            json += Array(String(character).utf8)
        }
        return true
    }

    /// A number, a name, or the repr of an object with its brackets.
    private mutating func word() -> Bool {
        let start = position
        var open = 0
        while let byte = next {
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "<") {
                open += 1
            } else if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ">") {
                if open == 0 { break }
                open -= 1
            } else if open == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") {
                break
            }
            position += 1
        }
        let word = text[start..<position].trimmed
        guard !word.isEmpty else { return false }
        if word.equals("True") {
            json += Array("true".utf8)
        } else if word.equals("False") {
            json += Array("false".utf8)
        } else if word.wholeNumber != nil, word.allSatisfy({ $0 != UInt8(ascii: "_") }), word.count == 1 || word[0] != UInt8(ascii: "0") || word[1] == UInt8(ascii: ".") {
            json.append(word)
        } else {
            json += Array("null".utf8)
        }
        return true
    }
}
