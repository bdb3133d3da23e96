import TrafficModel

extension StyledLines {
    /// The foot of a report.
    mutating func addNotes(on report: Report) {
        add("")
        for note in ReportNotes(on: report, quoting: { $0 }).notes { add(note.label, note.text) }
    }
}

/// What a report's figures leave out, and what became of each record: sentences behind short labels. One without a label goes on with the
/// subject of the one before.
struct ReportNotes {
    private(set) var notes: [(label: String, text: String)] = []
    private let quote: (String) -> String
    private static let longestList = 10

    /// `quote` makes visible text from logs harmless where the format gives signs a meaning.
    init(on report: Report, quoting quote: @escaping (String) -> String) {
        self.quote = quote
        for verdict in report.budgets.compactMap(\.verdict) { add("Over", quote(VisibleText.escaped(verdict))) }
        addUnpricedModels(of: report)
        if !report.noUsage.isEmpty {
            let reasons = report.noUsage.map { "\(FigureText.grouped($0.calls)) \(FigureText.words($0.reason.rawValue))" }
            add("No usage", "\(FigureText.counted(report.totals.noUsageCalls, "call")): \(reasons.joined(separator: ", "))")
        }
        if report.inputs.rejected > 0 {
            let reasons = report.inputs.rejectReasons.map { "\(FigureText.grouped($0.records)) \(FigureText.words($0.reason.rawValue))" }
            add("Rejected", "\(FigureText.counted(report.inputs.rejected, "record")): \(reasons.joined(separator: ", "))")
        }
        for (place, diagnostic) in report.diagnostics.enumerated() {
            let first = diagnostic.first.map { ", first at \(quote(VisibleText.escaped($0.text)))" } ?? ""
            add(place == 0 ? "Noted" : "", "\(FigureText.grouped(diagnostic.count)) × \(diagnostic.name.rawValue)\(first)")
        }
        add("Records", books(of: report.inputs))
        add("Prices", "as of \(VisibleText.escaped(report.catalogue))")
    }

    private mutating func add(_ label: String, _ text: String) {
        notes.append((label: label, text: text))
    }

    private mutating func addUnpricedModels(of report: Report) {
        for (place, entry) in report.unpricedModels.prefix(ReportNotes.longestList).enumerated() {
            let model = entry.model.map { quote(VisibleText.shortened(VisibleText.escaped($0), to: 40)) } ?? "(none)"
            var tokens = entry.calls.inputTokens
            tokens.merge(entry.calls.outputTokens)
            let reasons = entry.calls.reasons.map { FigureText.words($0.reason.rawValue) }.joined(separator: ", ")
            let count = tokens.value.map(FigureText.grouped) ?? FigureText.overflow
            add(place == 0 ? "Unpriced" : "", "\(model): \(FigureText.counted(entry.calls.calls, "call")), \(count) tokens (\(reasons))")
        }
        let others = report.unpricedModels.dropFirst(ReportNotes.longestList)
        if !others.isEmpty {
            let calls = others.reduce(0) { $0 + $1.calls.calls }
            add("", "and \(FigureText.counted(Int64(others.count), "other model")): \(FigureText.counted(calls, "call"))")
        }
    }

    /// `104 records in 2 files: 90 calls, 2 joined …`, with every kind of record that occurred.
    private func books(of inputs: InputCounts) -> String {
        let kinds = [
            (inputs.joined, "joined"), (inputs.duplicates, inputs.duplicates == 1 ? "duplicate" : "duplicates"), (inputs.filtered, "filtered"),
            (inputs.ignored, "ignored"), (inputs.rejected, "rejected"),
        ]
        let parts = [FigureText.counted(inputs.calls, "call")] + kinds.filter { $0.0 > 0 }.map { "\(FigureText.grouped($0.0)) \($0.1)" }
        return "\(FigureText.grouped(inputs.records)) in \(FigureText.counted(inputs.files, "file")): \(parts.joined(separator: ", "))"
    }
}

extension FigureText {
    /// A reason's name as words.
    static func words(_ name: String) -> String {
        name.split(separator: "_").joined(separator: " ")
    }
}
