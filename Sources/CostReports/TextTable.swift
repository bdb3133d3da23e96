/// A table for terminals: aligned columns, no wider than asked. Rows are asked for twice, to measure and to print, and never kept.
package struct TextTable {
    package struct Column {
        package enum Role: Sendable {
            /// Text at the left, shortened in the middle where the table would get too wide.
            case key
            /// A figure at the right.
            case figure
            /// The same, left out where the keys would otherwise get too narrow to tell apart: the first such column first.
            case dispensableFigure
            /// A drawing at the left, left out before any figure.
            case bar
        }

        package var title: String
        package var role: Role

        package init(title: String, role: Role) {
            self.title = title
            self.role = role
        }
    }

    /// Keys narrower than this are no use; figures that can be spared go first.
    private static let usefulKeyWidth = 20
    private static let gap = 2

    private let widths: [Int]
    private let isAtLeft: [Bool]
    /// The places of the columns that are shown.
    private let shown: [Int]

    /// Measures the rows. Cells must hold visible text only.
    package init(_ columns: [Column], rows: some Sequence<[String]>, fitting limit: Int) {
        var widths = columns.map { VisibleText.width(of: $0.title) }
        for row in rows {
            for (place, cell) in row.enumerated() { widths[place] = max(widths[place], VisibleText.width(of: cell)) }
        }
        let keys = columns.indices.filter { columns[$0].role == .key }
        var shown = Array(columns.indices)
        func excess(keysAt width: Int) -> Int {
            shown.reduce(-TextTable.gap) { $0 + TextTable.gap + (keys.contains($1) ? min(widths[$1], width) : widths[$1]) } - limit
        }
        for role in [Column.Role.bar, .dispensableFigure] {
            while excess(keysAt: TextTable.usefulKeyWidth) > 0, let spared = shown.firstIndex(where: { columns[$0].role == role }) {
                shown.remove(at: spared)
            }
        }
        // The widest key gives first, so that short ones stay whole.
        while excess(keysAt: .max) > 0, let widest = keys.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 {
            let others = keys.filter { $0 != widest }.map { widths[$0] }.max() ?? 1
            widths[widest] = max(others - 1, 1, widths[widest] - excess(keysAt: .max))
        }
        self.widths = widths
        self.shown = shown
        isAtLeft = columns.map { $0.role == .key || $0.role == .bar }
    }

    /// One line, without spaces at its end.
    package func line(_ cells: [String]) -> String {
        var line = ""
        for (order, place) in shown.enumerated() {
            let cell = VisibleText.shortened(cells[place], to: widths[place])
            let padding = String(repeating: " ", count: widths[place] - VisibleText.width(of: cell))
            if order > 0 { line += String(repeating: " ", count: TextTable.gap) }
            line += isAtLeft[place] ? cell + padding : padding + cell
        }
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}
