/// Lines of text for a terminal, bold and dim where it shows colours.
struct StyledLines {
    enum Style {
        case plain, heading, quiet
    }

    private(set) var bytes: [UInt8] = []
    private static let labelWidth = 10
    private let columns: Int
    private let colour: Bool

    init(columns: Int, colour: Bool) {
        self.columns = columns
        self.colour = colour
    }

    mutating func add(_ line: String, _ style: Style = .plain) {
        bytes += styled(line, style).utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds text behind a short label, broken into as many lines as it needs.
    mutating func add(_ label: String, _ text: String) {
        let margin = String(repeating: " ", count: StyledLines.labelWidth)
        for (place, line) in VisibleText.wrapped(text, to: columns - StyledLines.labelWidth).enumerated() {
            add(place == 0 ? styled(label, .heading) + margin.dropFirst(VisibleText.width(of: label)) + line : margin + line)
        }
    }

    mutating func takeBytes() -> [UInt8] {
        let taken = bytes
        bytes.removeAll(keepingCapacity: true)
        return taken
    }

    private func styled(_ text: String, _ style: Style) -> String {
        guard colour, !text.isEmpty else { return text }
        return switch style {
        case .plain: text
        case .heading: "\u{1B}[1m\(text)\u{1B}[0m"
        case .quiet: "\u{1B}[2m\(text)\u{1B}[0m"
        }
    }
}
