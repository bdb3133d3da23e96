/// RFC 8259, written down as plainly as it reads: what ``JSONReader`` and simdjson's own parser are held against.
struct JSONGrammar {
    private let text: [UInt8]
    private var position = 0
    private let checksEscapes: Bool
    private let maximumDepth: Int

    /// A number that doubles and 64-bit integers may not hold: grammar allows it, simdjson's own parser does not.
    private(set) var hasHugeNumber = false

    /// `checksEscapes` false: anything may stand behind a backslash. True: as simdjson has it, which wants surrogates in pairs.
    static func accepts(_ text: [UInt8], checksEscapes: Bool = true, maximumDepth: Int = 512) -> Bool {
        read(text, checksEscapes: checksEscapes, maximumDepth: maximumDepth).accepted
    }

    static func hasHugeNumber(_ text: [UInt8]) -> Bool {
        read(text, checksEscapes: false, maximumDepth: .max).grammar.hasHugeNumber
    }

    private static func read(_ text: [UInt8], checksEscapes: Bool, maximumDepth: Int) -> (accepted: Bool, grammar: JSONGrammar) {
        var grammar = JSONGrammar(text: text, checksEscapes: checksEscapes, maximumDepth: maximumDepth)
        guard String(validating: text, as: UTF8.self) != nil else { return (false, grammar) }
        grammar.space()
        let accepted = grammar.value(depth: 0)
        grammar.space()
        return (accepted && grammar.position == text.count, grammar)
    }

    private init(text: [UInt8], checksEscapes: Bool, maximumDepth: Int) {
        self.text = text
        self.checksEscapes = checksEscapes
        self.maximumDepth = maximumDepth
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func space() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func word(_ word: String) -> Bool {
        guard text[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func value(depth: Int) -> Bool {
        switch next {
        case UInt8(ascii: "{"): return depth < maximumDepth && object(depth: depth + 1)
        case UInt8(ascii: "["): return depth < maximumDepth && array(depth: depth + 1)
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        position += 1
        space()
        if take("}") { return true }
        while true {
            space()
            guard string() else { return false }
            space()
            guard take(":") else { return false }
            space()
            guard value(depth: depth) else { return false }
            space()
            if take("}") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func array(depth: Int) -> Bool {
        position += 1
        space()
        if take("]") { return true }
        while true {
            space()
            guard value(depth: depth) else { return false }
            space()
            if take("]") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return true
            case 0..<0x20: return false
            case UInt8(ascii: "\\"):
                guard let escape = next else { return false }
                guard checksEscapes else {
                    if escape < 0x20 { return false }
                    position += 1
                    continue
                }
                position += 1
                if escape == UInt8(ascii: "u") {
                    guard let unit = hexUnit() else { return false }
                    if UTF16.isTrailSurrogate(unit) { return false }
                    if UTF16.isLeadSurrogate(unit) {
                        guard take("\\"), take("u"), let trail = hexUnit(), UTF16.isTrailSurrogate(trail) else { return false }
                    }
                } else if !Array("\"\\/bfnrt".utf8).contains(escape) {
                    return false
                }
            default: break
            }
        }
        return false
    }

    private mutating func hexUnit() -> UInt16? {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next, digit < 0x80, let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(value)
            position += 1
        }
        return unit
    }

    private mutating func number() -> Bool {
        let start = position
        _ = take("-")
        if !take("0") {
            guard digits() else { return false }
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard digits() else { return false }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard digits() else { return false }
        }
        let text = String(decoding: text[start..<position], as: UTF8.self)
        let fits = isWhole ? Int64(text) != nil || UInt64(text) != nil : Double(text)?.isFinite == true
        if !fits { hasHugeNumber = true }
        return true
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position > start
    }
}
