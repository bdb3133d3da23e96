/// Takes keys out of texts that others wrote. Providers mask keys in their messages; gateways and proxies do not always.
package enum Redaction {
    /// What keys of the known providers begin with.
    private static let prefixes: [[UInt8]] = ["sk-", "gsk_", "xai-", "AIza"].map { Array($0.utf8) }

    /// The text with everything that looks like a key (`sk-…`, what stands behind `Bearer`) masked.
    package static func redact(_ text: String) -> String {
        guard text.utf8.count < 1 << 20 else { return redact(String(text.prefix(4096))) }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if let token = bearerToken(in: bytes, at: position) {
                result += bytes[position..<token.lowerBound] + "***".utf8
                position = token.upperBound
            } else if let (prefix, end) = key(in: bytes, at: position) {
                result += prefix + "***".utf8
                position = end
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The token behind a `Bearer` that stands here.
    private static func bearerToken(in bytes: [UInt8], at position: Int) -> Range<Int>? {
        let word = Array("bearer".utf8)
        guard position + word.count < bytes.count, bytes[position..<(position + word.count)].elementsEqual(word, by: { $0 | 0x20 == $1 }) else { return nil }
        var start = position + word.count
        while start < bytes.count, isSpace(bytes[start]) { start += 1 }
        guard start > position + word.count else { return nil }
        let end = bytes[start...].firstIndex { isSpace($0) || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") } ?? bytes.count
        return start < end ? start..<end : nil
    }

    /// The key that starts here: its prefix and where it ends. In the middle of a word only a long one is taken for a key.
    private static func key(in bytes: [UInt8], at position: Int) -> (prefix: [UInt8], end: Int)? {
        guard let prefix = prefixes.first(where: { bytes[position...].starts(with: $0) }) else { return nil }
        let end = bytes[position...].firstIndex { !isKeyByte($0) } ?? bytes.count
        let beginsWord = position == 0 || !isLetterOrDigit(bytes[position - 1])
        return end - position >= (beginsWord ? 8 : 20) ? (prefix, end) : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "*")
    }
}
