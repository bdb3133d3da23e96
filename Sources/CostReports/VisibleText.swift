/// Text from logs made harmless and measured, for terminals and for spreadsheets.
package enum VisibleText {
    /// The text with everything shown as an escape that would steer a terminal or hide from a reader: control characters, line and
    /// paragraph separators, and the invisible formatting characters, of which some turn the direction of writing. The two joiners stay,
    /// since scripts and emoji need them.
    package static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) || !text.unicodeScalars.contains(where: isHidden) { return text }
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHidden(scalar) {
                escaped.append(contentsOf: escape(for: scalar).unicodeScalars)
            } else {
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static func escape(for scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
        default: false
        }
    }

    /// The columns that a text takes on a terminal.
    static func width(of text: String) -> Int {
        // Printable ASCII is the rule, and a column a byte.
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + width(of: $1) }
    }

    /// A letter with its marks takes the columns of the letter; wide letters of East Asia and emoji take two.
    static func width(of character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            if isWide(scalar) || scalar == "\u{FE0F}" { return 2 }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: break
            default: width = 1
            }
        }
        return width
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x1100: false
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }

    /// The text in at most `columns` columns; where it is longer, its middle gives way to `…`: ids differ at their ends.
    static func shortened(_ text: String, to columns: Int) -> String {
        guard width(of: text) > columns else { return text }
        guard columns > 0 else { return "" }
        let tailColumns = (columns - 1) / 2
        return prefix(of: text, fitting: columns - 1 - tailColumns) + "…" + String(prefix(of: text.reversed(), fitting: tailColumns).reversed())
    }

    private static func prefix(of characters: some Sequence<Character>, fitting columns: Int) -> String {
        var prefix = ""
        var left = columns
        for character in characters {
            left -= width(of: character)
            guard left >= 0 else { break }
            prefix.append(character)
        }
        return prefix
    }

    /// The text in lines of at most `columns` columns, broken at spaces; a longer word is shortened.
    static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let word = shortened(String(word), to: columns)
            if line.isEmpty {
                line = word
            } else if width(of: line) + 1 + width(of: word) <= columns {
                line += " " + word
            } else {
                lines.append(line)
                line = word
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}
