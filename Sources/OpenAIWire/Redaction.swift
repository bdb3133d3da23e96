/// Takes keys out of texts that others wrote. Providers mask keys in their messages; gateways and proxies do not always.
enum Redaction {
    /// The text with every token that looks like a key (`sk-…`, `Bearer …`) masked.
    static func redact(_ text: String) -> String {
        guard text.utf8.count < 1 << 20 else { return redact(String(text.prefix(4096))) }
        guard text.contains("sk-") || text.range(ofIgnoringCase: "bearer ") else { return text }
        var result = ""
        var masksNext = false
        for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { result += " " }
            if masksNext, !word.isEmpty {
                result += "***"
                masksNext = false
                continue
            }
            masksNext = word.lowercased().hasSuffix("bearer")
            result += mask(word)
        }
        return result
    }

    private static func mask(_ word: Substring) -> String {
        guard let start = word.firstRange(of: "sk-") else { return String(word) }
        let key = word[start.lowerBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "*") }
        guard key.count >= 8 else { return String(word) }
        return word[..<start.lowerBound] + "sk-***" + word[key.endIndex...]
    }
}

extension String {
    fileprivate func range(ofIgnoringCase word: String) -> Bool {
        lowercased().contains(word)
    }
}
