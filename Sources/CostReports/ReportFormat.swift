/// The formats that reports are written in, as `--format` names them. A new one is a writer in a file of its own and a case here.
package enum ReportFormat: String, Sendable, CaseIterable {
    case table, json, csv, markdown, focus

    /// How many rows a table shows unless asked for more: what people read is kept short, and scripts get every row.
    package var usualRows: Int? {
        switch self {
        case .table: 20
        case .markdown: 10
        case .json, .csv, .focus: nil
        }
    }

    /// `columns` and `colour` say what the reader's terminal can show; only formats for terminals ask.
    package func writer(columns: Int = TableReportWriter.standardColumns, colour: Bool = false) -> any ReportWriter {
        switch self {
        case .table: TableReportWriter(columns: columns, colour: colour)
        case .json: JSONReportWriter()
        case .csv: CSVReportWriter()
        case .markdown: MarkdownReportWriter()
        case .focus: FocusReportWriter()
        }
    }
}
