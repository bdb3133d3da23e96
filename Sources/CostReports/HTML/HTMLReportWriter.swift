import TrafficModel

/// `--format html`: one file for whoever has a browser. It asks nobody for anything, and is whole without its script, which sorts and
/// searches the tables.
package struct HTMLReportWriter: ReportWriter {
    package init() {}

    package func write<Failure: Error>(_ report: Report, to output: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        let template = PageTemplate.builtIn
        let decimals = FigureText.decimals(besideTotal: report.totals.cost.amount ?? .zero)
        try output(template.render(.top, PageTop(report, decimals: decimals)))
        for (place, group) in report.groups.enumerated() {
            let table = BreakdownTable(of: group, place: place, in: report, decimals: decimals)
            var bytes = template.render(.table, table.head)
            for row in group.rows where row.foldedRows == nil {
                table.row(row).write(to: &bytes)
                if bytes.count >= pieceSize {
                    try output(bytes)
                    bytes.removeAll(keepingCapacity: true)
                }
            }
            bytes += template.render(.foot)
            for row in group.rows.suffix(1) where row.foldedRows != nil { table.row(row).write(to: &bytes) }
            table.totalRow.write(to: &bytes)
            bytes += template.render(.tableEnd)
            try output(bytes)
        }
        try output(template.render(.bottom, PageBottom(report, decimals: decimals)))
    }
}
