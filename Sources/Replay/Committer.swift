import CostReports
import OpenAIWire
import TrafficModel

/// Takes what records came to, in input order: drops what was counted before, keeps the books, and hands calls on. All that depends on order
/// happens here and in the ``RecordAssembler`` before it, on one thread at a time, so that output never depends on timing.
struct Committer<Sink: CallSink>: RecordTaker {
    private(set) var summary = ReplaySummary()
    var sink: Sink
    private var identities = IdentityTable()
    /// Ids whose records differ: found while this is a first look, put together when it is a second one.
    private(set) var repeats: RepeatedCalls
    private let isFirstLook: Bool
    /// Calls being put together.
    private var gathering: [CallIdentity: Gathered] = [:]
    /// Which of the second look's passes this is; only the first one keeps the books of records and faults.
    private var pass = 0
    private var diagnostics: [Diagnostic.Name: (count: Int64, first: SourceLocation)] = [:]
    private let plan: ReplayPlan
    private var pending: [String: Waiting] = [:]
    private var maker: CallMaker

    /// What is known of a background response before its end.
    private struct Waiting {
        var first: PendingResponse
        var records: Int
    }

    private struct Gathered {
        var call: Call
        var notes: [Diagnostic.Name]
        var recordsLeft: Int
    }

    /// `repeats` from a first look, where there was one.
    init(plan: ReplayPlan, sink: Sink, repeats: RepeatedCalls? = nil) {
        self.plan = plan
        self.sink = sink
        self.repeats = repeats ?? RepeatedCalls()
        isFirstLook = repeats == nil
        maker = CallMaker(plan: plan)
    }

    /// Begins a further pass over the same inputs.
    mutating func beginPass(_ number: Int) {
        pass = number
    }

    mutating func begin(input: Int) {
        if pass == 0 { summary.inputs.append(InputSummary(path: plan.inputs[input])) }
    }

    mutating func take(_ books: borrowing BlockBooks, of input: Int) {
        guard pass == 0 else { return }
        summary.inputs[input].lines += books.lines
        summary.inputs[input].records += books.records
        for (name, records) in books.containers { summary.inputs[input].containers[name, default: 0] += records }
        summary.counts.lines += Int64(books.lines)
        summary.counts.records += Int64(books.records)
        summary.counts.ignored += Int64(books.ignored)
    }

    mutating func take(_ response: PendingResponse) {
        pending[response.id, default: Waiting(first: response, records: 0)].records += 1
    }

    mutating func take(_ reject: Reject) throws {
        guard pass == 0 else { return }
        summary.counts.rejects[reject.reason, default: 0] += 1
        summary.inputs[reject.location.input].rejects[reject.reason, default: 0] += 1
        try sink.take(reject)
    }

    mutating func take(rejects: [RejectReason: Int], of input: Int) {
        guard pass == 0 else { return }
        for (reason, records) in rejects { summary.counts.rejects[reason, default: 0] += Int64(records) }
        summary.inputs[input].rejects = rejects
    }

    mutating func countJoined(_ records: Int) {
        if pass == 0 { summary.counts.joined += Int64(records) }
    }

    mutating func countIgnored(_ records: Int) {
        if pass == 0 { summary.counts.ignored += Int64(records) }
    }

    mutating func take(_ found: inout NotedCall) throws {
        complete(&found.priced)
        guard plan.dedupes, let identity = CallIdentity(found.priced.call) else {
            if pass == 0 { try deliver(&found) }
            return
        }
        if let records = repeats.records(of: identity), !isFirstLook { return try gather(found, identity, records: records) }
        guard pass == 0 else { return }
        switch identities.enter(identity, Completeness(found.priced.call)) {
        case .new: try deliver(&found)
        case .repeated:
            countDuplicate(of: found.priced.call.source.input)
            repeats.count(identity)
        case .improved(let before):
            countDuplicate(of: found.priced.call.source.input)
            repeats.note(identity, recordsBefore: before)
        }
    }

    /// Puts a call together of its records; the last one of them completes it.
    private mutating func gather(_ found: NotedCall, _ identity: CallIdentity, records: Int) throws {
        guard repeats.pass(of: identity) == pass else { return }
        var gathered: Gathered
        if let before = gathering[identity] {
            countDuplicate(of: found.priced.call.source.input)
            gathered = before
            gathered.call = before.call.merged(with: found.priced.call)
            gathered.recordsLeft -= 1
        } else {
            gathered = Gathered(call: found.priced.call, notes: found.notes, recordsLeft: records - 1)
        }
        gathering[identity] = gathered
        // Past its last record an id stays, so that one more, of an id with more records than were counted, is told from a first one.
        if gathered.recordsLeft == 0 { try deliver(gathered) }
    }

    private mutating func countDuplicate(of input: Int) {
        summary.counts.duplicates += 1
        summary.inputs[input].duplicates += 1
    }

    private mutating func deliver(_ gathered: Gathered) throws {
        var found = NotedCall(gathered.call, gathered.notes)
        found.priced.computed = maker.price(gathered.call)
        try deliver(&found)
    }

    /// Nothing is changed: what is handed on in place is not copied, and calls are large.
    private mutating func deliver(_ found: inout NotedCall) throws {
        let input = found.priced.call.source.input
        guard plan.asksFor(found.priced.call) else {
            summary.counts.filtered += 1
            return
        }
        summary.counts.calls += 1
        summary.inputs[input].count(1, from: found.priced.call.time, to: found.priced.call.time)
        for name in found.notes { note(name, at: found.priced.call.source) }
        if case .unpriced(.unknownModel) = found.priced.computed { note(.unknownModel, at: found.priced.call.source) }
        try sink.take(found.priced)
    }

    /// A background response that ended: it began with the first record that told of it.
    private mutating func complete(_ priced: inout PricedCall) {
        guard !pending.isEmpty, let id = priced.call.responseID, let waiting = pending.removeValue(forKey: id) else { return }
        countJoined(waiting.records)
        let before = waiting.first
        if let start = before.time, let end = priced.call.time, end >= start {
            priced.call.latency = end.microseconds - start.microseconds + (priced.call.latencySource == .client ? priced.call.latency ?? 0 : 0)
            priced.call.latencySource = .client
            priced.call.time = start
        }
        priced.call.requestedModel = priced.call.requestedModel ?? before.requestedModel
        priced.call.cacheTTL = priced.call.cacheTTL ?? before.cacheTTL
        priced.call.attribution.fill(from: before.attribution)
        priced.computed = maker.price(priced.call)
    }

    /// A batch for calls of a ledger that may be taken in any order, if the sink is such a one.
    func makeBatch(_ texts: any KeyTexts) -> CallBatch? { pass == 0 ? sink.makeBatch(texts) : nil }

    /// Takes such calls, and empties them.
    mutating func take(_ loose: inout LooseCalls) {
        summary.counts.calls += Int64(loose.calls)
        countFiltered(loose.filtered)
        if loose.calls > 0, var batch = loose.batch.take() {
            summary.inputs[loose.input].count(loose.calls, from: loose.first, to: loose.last)
            sink.take(&batch)
            loose.batch = batch
        }
        loose.removeAll()
    }

    /// Counts calls that were not asked for.
    mutating func countFiltered(_ calls: Int) {
        if pass == 0 { summary.counts.filtered += Int64(calls) }
    }

    private mutating func note(_ name: Diagnostic.Name, at location: SourceLocation) {
        diagnostics[name, default: (0, location)].count += 1
    }

    mutating func end(_ input: Int, _ end: InputEnd) {
        guard pass == 0 else { return }
        summary.inputs[input].storedBytes = end.storedBytes
        summary.inputs[input].compression = end.compression
        summary.inputs[input].notices = end.notices
        if let fault = end.fault { summary.inputs[input].faults.append(fault) }
    }

    /// Ends a pass: settles what is still open in it.
    mutating func endPass() throws {
        // Nobody looked how they ended.
        for waiting in pending.values { countIgnored(waiting.records) }
        pending = [:]
        for gathered in gathering.values.filter({ $0.recordsLeft > 0 }).sorted(by: { $0.call.source < $1.call.source }) {
            try deliver(gathered)
        }
        gathering = [:]
    }

    /// Says that calls with differing records could not be put together: their first records stand.
    mutating func noteUnmerged() {
        diagnostics[.duplicateDiffers, default: (0, SourceLocation(input: 0, line: 1, offset: 0))].count += Int64(repeats.count)
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
