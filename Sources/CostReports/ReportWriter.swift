/// Writes a report in one format.
package protocol ReportWriter: Sendable {
    /// Writes the whole report, in pieces and in order: a report with a million rows never stands in memory as text.
    func write<Failure: Error>(_ report: Report, to output: ([UInt8]) throws(Failure) -> Void) throws(Failure)
}

extension ReportWriter {
    /// The whole report at once.
    package func bytes(of report: Report) -> [UInt8] {
        var bytes: [UInt8] = []
        write(report) { bytes += $0 }
        return bytes
    }
}

/// About how many bytes a writer gathers before it lets them go.
let pieceSize = 64 * 1_024
