import TrafficModel

/// `--format markdown`, for chat bots, wikis and comments: the head and the notes as lists, a table for each grouping.
///
/// Text from logs stands as code, so that nothing in it renders, links or notifies anybody; see ``MarkdownText``.
package struct MarkdownReportWriter: ReportWriter {
    package init() {}

    package func write<Failure: Error>(_ report: Report, to output: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        var text = ""
        MarkdownReportWriter.add(ReportSummary.lines(of: report), to: &text)
        var isRounded = false
        let decimals = FigureText.decimals(besideTotal: report.totals.cost.amount ?? .zero)
        for group in report.groups {
            let layout = TableColumns(of: group, in: report, decimals: decimals, quoting: MarkdownText.code)
            let columns = layout.columns
            text += "\n" + MarkdownReportWriter.line(columns.map(\.title))
            text += MarkdownReportWriter.line(columns.map { $0.role == .key ? "---" : "---:" })
            for row in group.rows {
                isRounded = isRounded || layout.rounds(row)
                text += MarkdownReportWriter.line(layout.cells(of: row))
                if text.utf8.count >= pieceSize {
                    try output(Array(text.utf8))
                    text = ""
                }
            }
        }
        text += "\n"
        MarkdownReportWriter.add(ReportNotes(on: report, quoting: MarkdownText.code).notes, to: &text)
        if isRounded { text += "- \(TableColumns.roundingNote)\n" }
        try output(Array(text.utf8))
    }

    /// Adds a list with an item for each label.
    private static func add(_ lines: [(label: String, text: String)], to text: inout String) {
        for (place, line) in lines.enumerated() {
            text += line.label.isEmpty ? "; " : "\(place == 0 ? "" : "\n")- **\(line.label)** "
            text += MarkdownText.plain(line.text)
        }
        text += "\n"
    }

    private static func line(_ cells: [String]) -> String {
        "| \(cells.map(MarkdownText.plain).joined(separator: " | ")) |\n"
    }
}
