import ByteStreams
import CostReports
import GRDB
package import Replay
import StateFiles
import TrafficModel

/// What a run of ingest came to.
package struct IngestSummary: Sendable {
    /// What was read by this run.
    package var summary = ReplaySummary()
    /// Inputs of which something was read, and those that were as they had been.
    package var inputsRead = 0
    package var inputsUnchanged = 0
    /// Calls that the ledger holds now, each record of a call for itself.
    package var callsHeld = 0
}

extension Ledger {
    /// Reads what is new in the plan's inputs. `reading`: the options that decide how inputs are read.
    package func ingest(
        _ plan: ReplayPlan, reading: String, progress: (@Sendable (ReplayProgress) -> Void)? = nil,
        onReject: @escaping @Sendable (Reject, String) throws -> Void
    ) async throws -> IngestSummary {
        do {
            try begin(reading)
            var run = try IngestRun(self, plan, progress, onReject)
            let summary = try await run.run()
            try commit()
            return summary
        } catch let error as CancellationError {
            cancel()
            throw error
        } catch {
            cancel()
            throw error is DatabaseError ? StateFileFault(error) : error
        }
    }
}

/// One night: finds out what the files at hand are, and reads what is new in them.
private struct IngestRun {
    private let ledger: Ledger
    private let plan: ReplayPlan
    private let progress: (@Sendable (ReplayProgress) -> Void)?
    private let onReject: @Sendable (Reject, String) throws -> Void
    private let known: [Int64: KnownInput]
    private let recognition: InputRecognition
    private let marks: [InputMark?]
    private var rows: CallRowWriter
    private var result = IngestSummary()
    /// By the places of files: the ledger's numbers for them, and what came of those that were read.
    private var ids: [Int: Int64] = [:]
    private var outcomes: [Int: LedgerWriter.Outcome] = [:]
    /// Files whose calls are put together of several records.
    private var joined: Set<Int> = []

    init(
        _ ledger: Ledger, _ plan: ReplayPlan, _ progress: (@Sendable (ReplayProgress) -> Void)?,
        _ onReject: @escaping @Sendable (Reject, String) throws -> Void
    ) throws {
        self.ledger = ledger
        self.plan = plan
        self.progress = progress
        self.onReject = onReject
        let known = try ledger.database.inDatabase { try KnownInput.all(in: $0) }
        self.known = Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0) })
        marks = plan.inputs.map { InputMark(path: $0) }
        // What can't be looked at is left to the reader, who says why.
        let files = zip(plan.inputs, marks).map { path, mark in mark.map { InputRecognition.File(mark: $0) { InputHead(path: path) } } }
        recognition = InputRecognition(of: files, among: known)
        rows = try CallRowWriter(ledger.database)
    }

    mutating func run() async throws -> IngestSummary {
        for id in recognition.superseded { try ledger.database.inDatabase { try $0.forget(id) } }
        var first: [LedgerWriter.Work] = []
        var isJoinedTouched = false
        for file in plan.inputs.indices {
            let finding = recognition.findings[file]
            let input = finding?.id.flatMap { known[$0] }
            ids[file] = input?.id
            if input?.kind == .joined { joined.insert(file) }
            if case .unchanged = finding {
                result.inputsUnchanged += 1
            } else if joined.contains(file) {
                isJoinedTouched = true
            } else {
                first.append(work(file, start: isGrown(finding) && input?.kind == .lines ? input?.place : nil))
            }
        }
        var again = try await pass(first, keepsParts: false)
        while !again.isEmpty || isJoinedTouched {
            // All inputs that hold parts of calls are read together, in their order, since each may hold the rest of any other's calls.
            let list = again.union(joined).sorted().map { work($0, start: nil) }
            isJoinedTouched = false
            again = try await pass(list, keepsParts: true)
        }
        try finish()
        return result
    }

    private func isGrown(_ finding: InputRecognition.Finding?) -> Bool {
        if case .grown = finding { true } else { false }
    }

    private func work(_ file: Int, start: ReadingPlace?) -> LedgerWriter.Work {
        LedgerWriter.Work(
            file: file, path: plan.inputs[file], mark: marks[file], id: ids[file], start: start,
            head: recognition.heads[file] ?? InputHead(path: plan.inputs[file]))
    }

    /// Reads some files; gives those that are to be read again, from their start and together with all that hold parts of calls.
    private mutating func pass(_ works: [LedgerWriter.Work], keepsParts: Bool) async throws -> Set<Int> {
        guard !works.isEmpty else { return [] }
        var plan = plan
        plan.inputs = works.map(\.path)
        for (index, work) in works.enumerated() { plan.starts[index] = work.start }
        plan.settlesCalls = false
        plan.limits.keepsUnfinishedLineApart = true
        // What was told of an input in the first pass is not told again.
        let told = Set(outcomes.keys.map { self.plan.inputs[$0] })
        let tell = onReject
        let writer = try LedgerWriter(ledger.database, rows, works: works, keepsParts: keepsParts) { reject, path in
            if !told.contains(path) { try tell(reject, path) }
        }
        let finished = try await ReplayRun(plan, progress: progress).read(into: writer)
        rows = finished.rowWriter
        result.summary.counts.ignored += Int64(finished.ignoredRest)
        var again: Set<Int> = []
        for (work, outcome) in zip(works, finished.outcomes) {
            outcomes[work.file] = outcome
            ids[work.file] = outcome.id
            if outcome.hasParts { joined.insert(work.file) } else if keepsParts { joined.remove(work.file) }
            if outcome.isToBeReadWhole || outcome.hasParts && !keepsParts { again.insert(work.file) }
        }
        return again
    }

    /// Puts the files at hand behind all others, in their order, and adds up what was read.
    private mutating func finish() throws {
        try rows.finish()
        let base = try ledger.database.inDatabase { try Int.fetchOne($0, sql: "SELECT max(position) FROM input") ?? 0 } + 1
        for (file, path) in plan.inputs.enumerated() {
            if let id = ids[file], let mark = marks[file] {
                try ledger.database.inDatabase { db in
                    try db.execute(
                        sql: "UPDATE input SET position = ?, path = ?, full_path = ? WHERE id = ?", arguments: [base + file, path, mark.path, id])
                }
            }
            let outcome = outcomes[file]
            result.summary.inputs.append(outcome?.summary ?? InputSummary(path: path))
            guard let outcome else { continue }
            if outcome.summary.records > 0 || outcome.summary.lines > 0 { result.inputsRead += 1 }
            result.summary.counts.add(outcome)
        }
        result.summary.counts.files = Int64(plan.inputs.count)
        // What is neither is a further record of a call.
        let counts = result.summary.counts
        result.summary.counts.joined = counts.records - counts.calls - counts.ignored - counts.rejected
        result.callsHeld = try ledger.database.inDatabase { try Int.fetchOne($0, sql: "SELECT sum(calls) FROM part") ?? 0 }
    }
}

extension InputRecognition.Finding {
    fileprivate var id: Int64? {
        switch self {
        case .unchanged(let id), .grown(let id), .rewritten(let id): id
        case .new: nil
        }
    }
}

extension InputCounts {
    fileprivate mutating func add(_ outcome: LedgerWriter.Outcome) {
        bytes += Int64(outcome.summary.storedBytes)
        lines += Int64(outcome.summary.lines)
        records += Int64(outcome.summary.records)
        calls += Int64(outcome.calls)
        ignored += Int64(outcome.ignored)
        for (reason, count) in outcome.summary.rejects { rejects[reason, default: 0] += Int64(count) }
    }
}
