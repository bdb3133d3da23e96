/// The formats that reports are written in, as `--format` names them. A new one is a writer in a file of its own and a case here.
package enum ReportFormat: String, Sendable, CaseIterable {
    case table, json, csv, markdown, html, focus

    /// `columns` and `colour` say what the reader's terminal can show; only formats for terminals ask.
    package func writer(columns: Int = TableReportWriter.standardColumns, colour: Bool = false) -> any ReportWriter {
        switch self {
        case .table: TableReportWriter(columns: columns, colour: colour)
        case .json: JSONReportWriter()
        case .csv: CSVReportWriter()
        case .html: HTMLReportWriter()
        case .markdown: MarkdownReportWriter()
        case .focus: FocusReportWriter()
        }
    }

    /// Whether it has a place for the period before. The rows of a bill have none.
    package var showsComparison: Bool { self != .focus }

    /// What a report in this format shows where nothing else was asked for.
    package var standardPlan: ReportPlan {
        var plan = ReportPlan()
        switch self {
        // For people; scripts get every row.
        case .table: plan.top = 20
        case .markdown: plan.top = 10
        case .html:
            plan.top = 50
            plan.groupings.append([.model])
            plan.timelines = [.feature, .model]
            plan.listsPrices = true
        case .focus:
            plan.groupings = []
            plan.keepsCharges = true
        case .json, .csv: break
        }
        return plan
    }
}
