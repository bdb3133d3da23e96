/// The lines on which the keys and tables of a TOML text stand. The parser does not keep them. This looks at how lines begin, which finds whatever is
/// written the usual way; what it misses is told without a line.
struct TOMLPlaces {
    private var lines: [String: Int] = [:]

    init(_ text: String) {
        var table = ""
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.drop(while: \.isWhitespace)
            if line.hasPrefix("[") {
                let name = line.drop { $0 == "[" }.prefix { $0 != "]" }
                guard !name.contains(where: { $0 == "," || $0 == "\"" }) else { continue }
                table = TOMLPlaces.trimmed(name)
                note(table, on: index + 1)
            } else if !line.hasPrefix("#"), let sign = line.firstIndex(of: "=") {
                note((table.isEmpty ? "" : table + ".") + TOMLPlaces.trimmed(line[..<sign]), on: index + 1)
            }
        }
    }

    /// The line of `key` or `table.key`.
    func line(of key: String) -> Int? { lines[key] }

    private mutating func note(_ key: String, on line: Int) {
        if lines[key] == nil { lines[key] = line }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        for quote in ["\"", "'"] where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote) { text = text.dropFirst().dropLast() }
        return String(text)
    }
}
