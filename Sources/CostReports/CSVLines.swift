/// Lines of comma-separated values (RFC 4180).
struct CSVLines {
    private(set) var bytes: [UInt8] = []

    /// Adds a line, quoting cells where they need it.
    mutating func line(_ cells: [String]) {
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            if cell.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) || cell.hasPrefix(" ") || cell.hasSuffix(" ") {
                bytes += "\"\(cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"".utf8
            } else {
                bytes += cell.utf8
            }
        }
        bytes += [0x0D, 0x0A]
    }

    mutating func takeBytes() -> [UInt8] {
        let taken = bytes
        bytes.removeAll(keepingCapacity: true)
        return taken
    }

    /// Text from logs as a cell that no spreadsheet takes for a formula and no viewer for a command. An apostrophe in front is how
    /// spreadsheets mark text; the wide forms of the signs count as the signs in some languages, and some programs drop spaces first.
    static func safe(_ text: String) -> String {
        let visible = VisibleText.escaped(text)
        let startsLikeCommand = text.unicodeScalars.first.map { "\t\r\n".unicodeScalars.contains($0) } ?? false
        let firstSign = text.unicodeScalars.first { !$0.properties.isWhitespace }
        let startsLikeFormula = firstSign.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
        return startsLikeFormula || startsLikeCommand ? "'" + visible : visible
    }
}
