/// A JSON Pointer (RFC 6901): `/usage/prompt_tokens`, `/choices/0/message`. The empty text points at the whole value.
package struct JSONPointer: Hashable, Sendable {
    /// The names and indexes on the way, unescaped.
    package let tokens: [String]

    /// Why a text is no pointer.
    package enum Fault: Error, Hashable, Sendable {
        case noSlash
        case badEscape
    }

    package init(_ text: String) throws(Fault) {
        guard !text.isEmpty else {
            tokens = []
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw .noSlash }
        var tokens: [String] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            tokens.append(try JSONPointer.unescape(part))
        }
        self.tokens = tokens
    }

    package init(tokens: [String]) {
        self.tokens = tokens
    }

    /// `~1` stands for a slash and `~0` for a tilde, and a tilde for nothing else.
    private static func unescape(_ part: Substring.UTF8View) throws(Fault) -> String {
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: throw .badEscape
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The pointer as text.
    package var text: String {
        tokens.map { token in
            var text = "/"
            for scalar in token.unicodeScalars {
                switch scalar {
                case "~": text += "~0"
                case "/": text += "~1"
                default: text.unicodeScalars.append(scalar)
                }
            }
            return text
        }.joined()
    }
}

extension JSONValue {
    /// The value at which a pointer points; nil where there is none.
    package subscript(_ pointer: JSONPointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            guard let next = value.isArray ? value.element(at: token) : value.member(named: token) else { return nil }
            value = next
        }
        return value
    }

    /// The member of a name that is not known beforehand; of several, the last one counts.
    private func member(named name: String) -> JSONValue? {
        var found: JSONValue?
        for (candidate, value) in members {
            guard let raw = candidate.rawString else { continue }
            let isNamed =
                raw.position(of: UInt8(ascii: "\\")) == nil
                ? raw.elementsEqual(name.utf8) : candidate.string.map { $0.utf8.elementsEqual(name.utf8) } ?? false
            if isNamed { found = value }
        }
        return found
    }

    /// An element by its index: digits without zeros in front.
    private func element(at token: String) -> JSONValue? {
        guard let index = Int(token), index >= 0, String(index) == token else { return nil }
        var elements = self.elements.makeIterator()
        for _ in 0..<index {
            guard elements.next() != nil else { return nil }
        }
        return elements.next()
    }
}
