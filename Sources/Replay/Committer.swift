import ByteStreams
import CostReports
import TrafficModel

/// Takes results in input order: numbers their lines, drops what was counted before, keeps the books, and hands calls on. All that depends on
/// order happens here, on one thread at a time, so that output never depends on timing.
struct Committer<Sink: CallSink> {
    private(set) var summary = ReplaySummary()
    var sink: Sink
    private var seen = Set<CallIdentity>()
    private var diagnostics: [Diagnostic.Name: (count: Int64, first: SourceLocation)] = [:]

    init(sink: Sink) {
        self.sink = sink
    }

    /// Opens the books of the next input.
    mutating func begin(path: String) {
        summary.inputs.append(InputSummary(path: path))
    }

    mutating func commit(_ result: BlockResult) throws {
        let input = result.input
        let base = result.hasAbsoluteLines ? 0 : summary.inputs[input].lines
        summary.inputs[input].lines += result.lines
        summary.inputs[input].records += result.records
        summary.inputs[input].containers.merge(result.containers, uniquingKeysWith: +)
        summary.counts.lines += Int64(result.lines)
        summary.counts.records += Int64(result.records)
        summary.counts.ignored += Int64(result.ignored)
        summary.counts.joined += Int64(result.joined)
        summary.counts.filtered += Int64(result.filtered)

        for diagnostic in result.diagnostics { note(diagnostic.name, at: diagnostic.location.moved(by: base)) }
        for found in result.calls { try commit(found, base: base) }
        for rejected in result.rejects {
            summary.counts.rejects[rejected.reason, default: 0] += 1
            summary.inputs[input].rejects[rejected.reason, default: 0] += 1
            try sink.take(Reject(location: rejected.location.moved(by: base), reason: rejected.reason, message: rejected.message))
        }
    }

    private mutating func commit(_ found: BlockResult.Found, base: Int) throws {
        var priced = found.priced
        priced.call.source = priced.call.source.moved(by: base)
        let input = priced.call.source.input
        if let identity = found.identity, !seen.insert(identity).inserted {
            summary.counts.duplicates += 1
            summary.inputs[input].duplicates += 1
            return
        }
        summary.counts.calls += 1
        summary.inputs[input].calls += 1
        if let time = priced.call.time {
            summary.inputs[input].first = min(summary.inputs[input].first ?? time, time)
            summary.inputs[input].last = max(summary.inputs[input].last ?? time, time)
        }
        if case .unpriced(.unknownModel) = priced.computed { note(.unknownModel, at: priced.call.source) }
        try sink.take(priced)
    }

    private mutating func note(_ name: Diagnostic.Name, at location: SourceLocation) {
        diagnostics[name, default: (0, location)].count += 1
    }

    /// Closes the books of an input.
    mutating func end(input: Int, storedBytes: Int, isCompressed: Bool, fault: ReadFault?, notices: [ReadFault]) {
        summary.inputs[input].storedBytes = storedBytes
        summary.inputs[input].isCompressed = isCompressed
        summary.inputs[input].notices = notices
        if let fault { summary.inputs[input].faults.append(fault) }
    }

    /// Closes all books.
    mutating func finish() -> ReplaySummary {
        summary.counts.files = Int64(summary.inputs.count)
        summary.counts.bytes = Int64(summary.inputs.reduce(0) { $0 + $1.storedBytes })
        summary.diagnostics = diagnostics.sorted { $0.key.rawValue < $1.key.rawValue }.map { name, found in
            DiagnosticCount(name, count: found.count, first: .init(file: summary.inputs[found.first.input].path, line: found.first.line))
        }
        return summary
    }
}

extension SourceLocation {
    fileprivate func moved(by lines: Int) -> SourceLocation {
        SourceLocation(input: input, line: line + lines, offset: offset)
    }
}
