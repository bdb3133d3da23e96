import ByteStreams
import CostReports
import OpenAIWire
import TrafficModel

/// Takes results in input order: numbers their lines, drops what was counted before, keeps the books, and hands calls on. All that depends on
/// order happens here, on one thread at a time, so that output never depends on timing.
struct Committer<Sink: CallSink> {
    private(set) var summary = ReplaySummary()
    var sink: Sink
    private var seen = Set<CallIdentity>()
    private var diagnostics: [Diagnostic.Name: (count: Int64, first: SourceLocation)] = [:]
    private let plan: ReplayPlan
    private var joiner = PartJoiner()
    private var pending: [String: Waiting] = [:]
    private var maker: CallMaker

    /// What is known of a background response before its end.
    private struct Waiting {
        var first: PendingResponse
        var records: Int
    }

    init(plan: ReplayPlan, sink: Sink) {
        self.plan = plan
        self.sink = sink
        maker = CallMaker(plan: plan)
    }

    /// Opens the books of the next input.
    mutating func begin(path: String) {
        summary.inputs.append(InputSummary(path: path))
    }

    mutating func commit(_ result: BlockResult) throws {
        let input = result.input
        let base = summary.inputs[input].lines
        summary.inputs[input].lines += result.lines
        summary.inputs[input].records += result.records
        summary.inputs[input].containers.merge(result.containers, uniquingKeysWith: +)
        summary.counts.lines += Int64(result.lines)
        summary.counts.records += Int64(result.records)
        summary.counts.ignored += Int64(result.ignored)

        for entry in result.entries {
            switch entry {
            case .call(var priced, let notes):
                priced.call.source = priced.call.source.moved(by: base)
                try commit(priced, notes)
            case .part(let part, let container, let location):
                for joined in joiner.take(part, container: container, at: location.moved(by: base)) { try commit(joined) }
            case .session(let exchange, let container):
                joiner.takeSession(exchange, container: container, input: input)
            case .pending(var response):
                response.location = response.location.moved(by: base)
                pending[response.id, default: Waiting(first: response, records: 0)].records += 1
            case .rejected(var reject):
                reject.location = reject.location.moved(by: base)
                try commit(reject)
            }
        }
    }

    private mutating func commit(_ reject: Reject) throws {
        summary.counts.rejects[reject.reason, default: 0] += 1
        summary.inputs[reject.location.input].rejects[reject.reason, default: 0] += 1
        try sink.take(reject)
    }

    /// A call of several records: one of them counts as the call, or as what it turned out to be; the others are joined.
    private mutating func commit(_ joined: PartJoiner.Joined) throws {
        guard !joined.isRequestOnly else {
            summary.counts.ignored += Int64(joined.records)
            return
        }
        summary.counts.joined += Int64(joined.records - 1)
        switch maker.make(joined.exchange, at: joined.location) {
        case .call(let priced, let notes): try commit(priced, notes)
        case .pending(let response): pending[response.id, default: Waiting(first: response, records: 0)].records += 1
        case .noCall: summary.counts.ignored += 1
        case .unrecognised:
            try commit(Reject(location: joined.location, reason: .unrecognised, message: "nothing of a call was recognised in these records"))
        }
    }

    private mutating func commit(_ given: PricedCall, _ notes: [Diagnostic.Name]) throws {
        var priced = given
        complete(&priced)
        let input = priced.call.source.input
        if plan.dedupes, let identity = CallIdentity(priced.call), !seen.insert(identity).inserted {
            summary.counts.duplicates += 1
            summary.inputs[input].duplicates += 1
            return
        }
        guard isWithinPeriod(priced.call), plan.filters.isEmpty || plan.filters.keeps(priced.call) else {
            summary.counts.filtered += 1
            return
        }
        summary.counts.calls += 1
        summary.inputs[input].calls += 1
        if let time = priced.call.time {
            summary.inputs[input].first = min(summary.inputs[input].first ?? time, time)
            summary.inputs[input].last = max(summary.inputs[input].last ?? time, time)
        }
        for name in notes { note(name, at: priced.call.source) }
        if case .unpriced(.unknownModel) = priced.computed { note(.unknownModel, at: priced.call.source) }
        try sink.take(priced)
    }

    /// A background response that ended: it began with the first record that told of it.
    private mutating func complete(_ priced: inout PricedCall) {
        guard !pending.isEmpty, let id = priced.call.responseID, let waiting = pending.removeValue(forKey: id) else { return }
        summary.counts.joined += Int64(waiting.records)
        let before = waiting.first.exchange
        if let start = before.time, let end = priced.call.time, end >= start {
            priced.call.latency = end.microseconds - start.microseconds + (priced.call.latencySource == .client ? priced.call.latency ?? 0 : 0)
            priced.call.latencySource = .client
            priced.call.time = start
        }
        priced.call.requestedModel = priced.call.requestedModel ?? before.request.model
        priced.call.cacheTTL = priced.call.cacheTTL ?? before.request.cacheTTL
        priced.call.attribution.fill(from: before.attribution)
        priced.computed = maker.price(priced.call)
    }

    /// A call without a time lies in no period that has an end.
    private func isWithinPeriod(_ call: Call) -> Bool {
        guard plan.since != nil || plan.until != nil else { return true }
        guard let time = call.time else { return false }
        if let since = plan.since, time < since { return false }
        if let until = plan.until, time >= until { return false }
        return true
    }

    private mutating func note(_ name: Diagnostic.Name, at location: SourceLocation) {
        diagnostics[name, default: (0, location)].count += 1
    }

    /// Closes the books of an input.
    mutating func end(input: Int, storedBytes: Int, compression: Compression?, fault: ReadFault?, notices: [ReadFault]) {
        summary.inputs[input].storedBytes = storedBytes
        summary.inputs[input].compression = compression
        summary.inputs[input].notices = notices
        if let fault { summary.inputs[input].faults.append(fault) }
    }

    /// Closes all books.
    mutating func finish() throws -> ReplaySummary {
        for joined in joiner.finish() { try commit(joined) }
        // Nobody looked how they ended.
        for waiting in pending.values { summary.counts.ignored += Int64(waiting.records) }
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
