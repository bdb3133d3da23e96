import CSimdJSON

/// Reads JSON texts by their structural index: simdjson finds where tokens start, one pass here checks that they form values and notes
/// for each bracket where its partner stands. No tree is built and no text copied; ``JSONValue`` walks the two integer arrays.
///
/// Buffers are kept between texts. A reader serves one thread and one text at a time: reading a further text while a value of the last
/// one is in use needs another reader.
@safe package final class JSONReader {
    /// Deeper nesting is refused. OpenAI's bodies stay below 20 levels; JSON schemas in requests may go further.
    package static let maximumDepth = 512

    private let indexer: OpaquePointer
    private var partners: UnsafeMutablePointer<UInt32>
    private var partnerCapacity = 1024
    private let openings: UnsafeMutablePointer<UInt32>
    private let document = UnsafeMutablePointer<JSONDocument>.allocate(capacity: 1)

    package init() {
        guard let indexer = fg_indexer_create() else { preconditionFailure("out of memory") }
        self.indexer = indexer
        partners = .allocate(capacity: partnerCapacity)
        openings = .allocate(capacity: JSONReader.maximumDepth)
        tokens = UnsafePointer(partners)
    }

    deinit {
        fg_indexer_destroy(indexer)
        partners.deallocate()
        openings.deallocate()
        document.deallocate()
    }

    /// Reads a text that holds exactly one value and lends it to `body`.
    package func read<Result>(_ text: ByteView, _ body: (JSONValue) throws -> Result) throws -> Result {
        try body(try value(of: text))
    }

    package func read<Result>(_ text: [UInt8], _ body: (JSONValue) throws -> Result) throws -> Result {
        try text.withView { view throws(any Error) in try read(view, body) }
    }

    /// The one value of a text. It is lent: valid until this reader reads again, and no longer than the text's bytes.
    package func value(of text: ByteView) throws(JSONFault) -> JSONValue {
        try index(text)
        let end = try check(from: 0, text)
        if end < tokenCount { throw JSONFault(.unexpected, at: Int(tokens[end])) }
        return JSONValue(lent: lend(text), position: 0)
    }

    /// The values of a text that may hold several, one behind the other (`{…}{…}`): each is checked before it is lent.
    ///
    /// Values before a fault are delivered; the fault then names where it shows.
    package func values(of text: ByteView, _ body: (JSONValue) -> Void) throws(JSONFault) {
        try index(text)
        var start = 0
        while start < tokenCount {
            let end = try check(from: start, text)
            body(JSONValue(lent: lend(text), position: start))
            start = end
        }
    }

    // MARK: - Indexing

    private var tokens: UnsafePointer<UInt32>
    private var tokenCount = 0

    private func lend(_ text: ByteView) -> UnsafePointer<JSONDocument> {
        document.initialize(
            to: JSONDocument(
                text: text.base, length: text.count, tokens: tokens, count: tokenCount, partners: UnsafePointer(partners),
                mayHaveEscapedNames: text.position(of: UInt8(ascii: "\\")) != nil))
        return UnsafePointer(document)
    }

    private func index(_ text: ByteView) throws(JSONFault) {
        var found: UnsafePointer<UInt32>?
        var count = 0
        switch fg_index(indexer, text.base, text.count, &found, &count) {
        case FG_OK: break
        case FG_EMPTY: throw JSONFault(.empty)
        case FG_TOO_LONG: throw JSONFault(.tooLong)
        case FG_BAD_UTF8: throw JSONFault(.badUTF8)
        case FG_BAD_STRING: throw JSONFault(.badString)
        case FG_UNCLOSED: throw JSONFault(.cutShort, at: text.count)
        case FG_NO_MEMORY: preconditionFailure("out of memory")
        default: throw JSONFault(.unexpected)
        }
        guard let found, count > 0 else { throw JSONFault(.empty) }
        tokens = found
        tokenCount = count
        if count > partnerCapacity {
            partners.deallocate()
            partnerCapacity = max(count, partnerCapacity * 2)
            partners = .allocate(capacity: partnerCapacity)
        }
    }

    // MARK: - Checking

    /// Checks the value that starts at token `start`; returns the position behind it.
    private func check(from start: Int, _ text: ByteView) throws(JSONFault) -> Int {
        let bytes = text.base
        let length = text.count
        let tokens = tokens
        let count = tokenCount
        var depth = 0
        var position = start
        var inObject = false

        @inline(__always) func byte(_ position: Int) -> UInt8 { bytes[Int(tokens[position])] }
        @inline(__always) func require(_ position: Int) throws(JSONFault) {
            if position >= count { throw JSONFault(.cutShort, at: length) }
        }

        // A value starts at `position`.
        value: while true {
            try require(position)
            let first = byte(position)
            switch first {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < JSONReader.maximumDepth else { throw JSONFault(.tooDeep, at: Int(tokens[position])) }
                openings[depth] = UInt32(truncatingIfNeeded: position)
                depth += 1
                inObject = first == UInt8(ascii: "{")
                position += 1
                try require(position)
                if byte(position) == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    break  // an empty container: closed below
                }
                if inObject { position = try name(at: position, bytes, length) }
                continue value
            case UInt8(ascii: "\""):
                position += 1
            default:
                guard scalarIsWhole(at: Int(tokens[position]), bytes, length) else { throw JSONFault(.unexpected, at: Int(tokens[position])) }
                position += 1
            }

            // A value has ended, or an empty container is to be closed: close what closes here, go on behind a comma.
            while true {
                if depth == 0 { return position }
                try require(position)
                switch byte(position) {
                case UInt8(ascii: ","):
                    // Reached only behind a value: behind an opening bracket, a value or name was asked for.
                    position += 1
                    if inObject { position = try name(at: position, bytes, length) }
                    continue value
                case UInt8(ascii: "}") where inObject, UInt8(ascii: "]") where !inObject:
                    depth -= 1
                    let opening = Int(openings[depth])
                    partners[opening] = UInt32(truncatingIfNeeded: position)
                    position += 1
                    if depth > 0 { inObject = byte(Int(openings[depth - 1])) == UInt8(ascii: "{") }
                default:
                    throw JSONFault(.unexpected, at: Int(tokens[position]))
                }
            }
        }
    }

    /// Checks `"name" :` and returns the position of the value behind it.
    @inline(__always)
    private func name(at position: Int, _ bytes: UnsafePointer<UInt8>, _ length: Int) throws(JSONFault) -> Int {
        guard position + 1 < tokenCount else { throw JSONFault(.cutShort, at: length) }
        guard bytes[Int(tokens[position])] == UInt8(ascii: "\"") else { throw JSONFault(.unexpected, at: Int(tokens[position])) }
        guard bytes[Int(tokens[position + 1])] == UInt8(ascii: ":") else { throw JSONFault(.unexpected, at: Int(tokens[position + 1])) }
        return position + 2
    }

    /// Whether a number or a word stands whole at `start`, up to a mark, white space or the end.
    private func scalarIsWhole(at start: Int, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        var position = start
        @inline(__always) func next() -> UInt8 { position < length ? bytes[position] : 0 }
        @inline(__always) func word(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard start + count <= length else { return false }
            for index in 0..<count where bytes[start + index] != text.utf8Start[index] { return false }
            position = start + count
            return true
        }
        switch next() {
        case UInt8(ascii: "t"): guard word("true") else { return false }
        case UInt8(ascii: "f"): guard word("false") else { return false }
        case UInt8(ascii: "n"): guard word("null") else { return false }
        default:
            if next() == UInt8(ascii: "-") { position += 1 }
            if next() == UInt8(ascii: "0") {
                position += 1
            } else {
                guard isDigit(next()) else { return false }
                while isDigit(next()) { position += 1 }
            }
            if next() == UInt8(ascii: ".") {
                position += 1
                guard isDigit(next()) else { return false }
                while isDigit(next()) { position += 1 }
            }
            if next() | 0x20 == UInt8(ascii: "e") {
                position += 1
                if next() == UInt8(ascii: "+") || next() == UInt8(ascii: "-") { position += 1 }
                guard isDigit(next()) else { return false }
                while isDigit(next()) { position += 1 }
            }
        }
        guard position < length else { return true }
        switch bytes[position] {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09: return true
        default: return false
        }
    }
}

@inline(__always) func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") <= 9
}

/// What the values of one text share.
@safe struct JSONDocument {
    let text: UnsafePointer<UInt8>
    let length: Int
    let tokens: UnsafePointer<UInt32>
    let count: Int
    let partners: UnsafePointer<UInt32>
    /// False where the text has no backslash at all: then names compare byte by byte and nothing else.
    let mayHaveEscapedNames: Bool
}
