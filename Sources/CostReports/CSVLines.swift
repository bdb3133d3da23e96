/// Lines of comma-separated values (RFC 4180).
struct CSVLines {
    private(set) var bytes: [UInt8] = []

    /// Adds a line, quoting cells where they need it.
    mutating func line(_ cells: [String]) {
        for (place, cell) in cells.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            let text = cell.utf8
            let holdsMarks = text.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
            guard holdsMarks || text.first == UInt8(ascii: " ") || text.last == UInt8(ascii: " ") else {
                bytes += text
                continue
            }
            bytes.append(UInt8(ascii: "\""))
            for byte in text {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
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
        // Most texts are names that begin with a letter or a digit.
        if let first = text.utf8.first, first.isASCIIAlphanumeric, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        let visible = VisibleText.escaped(text)
        let startsLikeCommand = text.unicodeScalars.first.map { "\t\r\n".unicodeScalars.contains($0) } ?? false
        let firstSign = text.unicodeScalars.first { !$0.properties.isWhitespace }
        let startsLikeFormula = firstSign.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
        return startsLikeFormula || startsLikeCommand ? "'" + visible : visible
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= self || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
    }
}
