import TrafficModel

/// Lines of comma-separated values (RFC 4180). A cell without a value is empty.
struct CSVLines {
    private(set) var bytes: [UInt8] = []
    private var isAtStart = true

    /// `capacity`: bytes that there will be, about.
    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func cell(_ text: String) {
        separate()
        CSVLines.append(text, to: &bytes)
    }

    mutating func cell(_ number: Int64?) {
        separate()
        if let number { bytes.append(decimal: number) }
    }

    mutating func cell(_ amount: Money?) {
        separate()
        amount?.append(to: &bytes)
    }

    mutating func cell(millisecondsFrom micros: Int64?) {
        separate()
        if let micros { bytes.append(millisecondsFrom: micros) }
    }

    /// A cell of bytes that somebody else writes as they are to stand there.
    mutating func cell(_ write: (inout [UInt8]) -> Void) {
        separate()
        write(&bytes)
    }

    mutating func emptyCells(_ count: Int) {
        for _ in 0..<count { separate() }
    }

    mutating func endLine() {
        bytes.append(0x0D)
        bytes.append(0x0A)
        isAtStart = true
    }

    private mutating func separate() {
        if !isAtStart { bytes.append(UInt8(ascii: ",")) }
        isAtStart = false
    }

    /// Appends a cell's text, in quotes where it needs them.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { text in
            let space = UInt8(ascii: " ")
            let holdsMarks = text.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
            guard holdsMarks || text.first == space || text.last == space else {
                bytes.append(contentsOf: text)
                return
            }
            bytes.append(UInt8(ascii: "\""))
            for byte in text {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        }
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
