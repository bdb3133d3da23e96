import TrafficModel

/// `--format table`, for people: what cost what, and what went wrong. No line is wider than the terminal.
package struct TableReportWriter: ReportWriter {
    /// The width of a report where no terminal says otherwise.
    package static let standardColumns = 100
    /// From this width on, bars show the shares.
    private static let columnsForBars = 110

    private let columns: Int
    private let colour: Bool

    package init(columns: Int = TableReportWriter.standardColumns, colour: Bool = false) {
        self.columns = max(columns, 40)
        self.colour = colour
    }

    package func write<Failure: Error>(_ report: Report, to output: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        var lines = StyledLines(columns: columns, colour: colour)
        lines.addSummary(of: report)
        let decimals = FigureText.decimals(besideTotal: report.totals.cost.amount ?? .zero)
        var isRounded = false
        for group in report.groups {
            let layout = TableColumns(of: group, in: report, decimals: decimals, showsBars: columns >= TableReportWriter.columnsForBars)
            let cells = group.rows.lazy.map { layout.cells(of: $0) }
            let table = TextTable(layout.columns, rows: cells, fitting: columns)
            lines.add("")
            let title = "By " + VisibleText.escaped(group.fields.map(\.name).joined(separator: ", "))
            lines.add(VisibleText.shortened(title, to: columns), .heading)
            lines.add(table.line(layout.columns.map(\.title)), .quiet)
            for row in group.rows {
                isRounded = isRounded || layout.rounds(row)
                lines.add(table.line(layout.cells(of: row)))
                if lines.bytes.count >= pieceSize { try output(lines.takeBytes()) }
            }
        }
        if isRounded {
            lines.add("")
            lines.add(TableColumns.roundingNote, .quiet)
        }
        lines.addNotes(on: report)
        try output(lines.takeBytes())
    }
}
