import ArgumentParser
import ByteStreams
import CostReports
import Foundation
import Replay
import StateFiles
import TrafficModel

/// One run as a command makes it: progress, rejects, messages, interruption, and the exit code in the end.
struct ReplaySession {
    let options: ReadingOptions
    let interruption = InterruptionWatch()
    private(set) var plan: ReplayPlan
    private let missing: [String]

    /// `outputs`: the files that the command writes, beside that of `--rejects`; `keeping`: further files that it reads or keeps.
    init(_ options: ReadingOptions, writing outputs: [(option: String, path: String?)], keeping others: [(what: String, paths: [String])] = []) throws {
        self.options = options
        (plan, missing) = try options.plan()
        try options.check(outputs, inputs: plan.inputs, others)
        if let ledger = options.ledger { try options.answer(from: ledger, &plan) }
    }

    /// A run that fills a ledger: it reads inputs, and no ledger.
    init(ingesting options: ReadingOptions) throws {
        self.options = options
        (plan, missing) = try options.plan()
        try options.check([], inputs: plan.inputs, [])
    }

    /// Leaves pipes and devices out, and says so; true where there were any.
    mutating func leaveOutSpecialFiles() -> Bool {
        let special = plan.inputs.filter { InputMark(path: $0) == nil && FileManager.default.fileExists(atPath: $0) }
        for path in special { options.messages.error("\(path): error: no plain file, which could be known again; it was left out") }
        plan.inputs.removeAll { special.contains($0) }
        return !special.isEmpty
    }

    /// Leaves files out that are no logs, though they stand among them.
    mutating func leaveOut(_ paths: [String]) {
        let others = Set(paths.compactMap { InputMark(path: $0)?.path })
        plan.inputs.removeAll { path in InputMark(path: path).map { others.contains($0.path) } ?? false }
    }

    /// Reads calls from an earlier time on.
    mutating func widen(since: Timestamp) {
        plan.since = since
    }

    /// Whether all that was named is there.
    var hasAllInputs: Bool { missing.isEmpty }

    /// Runs the plan into a sink.
    func run<Sink: CallSink>(into sink: Sink) async throws -> (Sink, ReplaySummary) {
        let line = options.progressLine
        let rejects: OutputFile? = if let path = options.rejects { try open(path) } else { nil }
        let watched = WatchedSink(sink: sink, rejects: RejectLog(options: options, inputs: plan.inputs, file: rejects))
        let replay = ReplayRun(plan, progress: line.map { line in { @Sendable progress in line.show { progress.text(elapsed: $0) } } })
        let task = Task<(WatchedSink<Sink>, ReplaySummary), any Error> { try await replay.run(into: watched) }
        let (finished, summary) = try await interruption.during(task)
        line?.erase()
        try rejects?.finish()
        finished.rejects.summarise()
        return (finished.sink, summary)
    }

    func open(_ path: String?, compresses: Bool = false, mayRestart: Bool = false) throws -> OutputFile {
        do throws(OutputFault) { return try OutputFile(path: path, compresses: compresses, mayRestart: mayRestart) } catch { throw failure(error) }
    }

    /// Says what went wrong with inputs, and decides the exit code. `isAddition`: what was read before is not in the summary.
    func end(_ summary: ReplaySummary, limitCrossed: Bool = false, isAddition: Bool = false) throws {
        var status = ExitStatus.success
        if limitCrossed { status = .limitCrossed }
        let counts = summary.counts
        let nothingRead = counts.rejected > 0 && counts.calls + counts.duplicates + counts.filtered + counts.joined + counts.ignored == 0
        if options.strict && counts.rejected > 0 || nothingRead && !isAddition { status = .badData }
        if !counts.isBalanced {
            options.messages.error("internal fault: the books do not balance: \(counts)")
            status = .internalFault
        }
        for input in summary.inputs {
            for notice in input.notices { options.messages.note("\(input.path): warning: \(notice.explanation)") }
            for fault in input.faults {
                options.messages.error("\(input.path): error: \(fault.explanation)")
                if status != .internalFault { status = fault.isMissingInput ? .inputMissing : status == .inputMissing ? .inputMissing : .readError }
            }
        }
        for name in missing {
            options.messages.error("\(name): error: no such file or folder; the other inputs were read")
            if status != .internalFault { status = .inputMissing }
        }
        if status != .success { throw status.exit }
    }

    /// Turns what stopped a run into an exit code, with a message where one is due.
    func failure(_ error: any Error) -> any Error {
        switch error {
        case OutputFault.closedPipe: return ExitStatus.success.exit
        case let fault as StateFileFault: return options.failure(fault, of: options.ledger ?? "")
        case let interruption as Interruption:
            options.messages.error("interrupted")
            // As shells tell the end by a signal.
            return ExitCode(128 + interruption.number)
        case OutputFault.failed(let path, let code):
            options.messages.error("\(path): error: can't be written: \(String(cString: strerror(code)))")
            return ExitStatus.outputFailed.exit
        default: return error
        }
    }
}

extension ReadFault {
    var isMissingInput: Bool {
        if case .cannotOpen = kind { return true }
        return false
    }

    /// What happened, where, and what to do.
    var explanation: String {
        switch kind {
        case .cannotOpen(let code): "can't be read: \(String(cString: strerror(code)))"
        case .cannotRead(let code): "reading failed at byte \(offset): \(String(cString: strerror(code))); what was read before is counted"
        case .shrank: "the file became shorter while it was read, at byte \(offset); read logs after they are rotated, not while"
        case .truncated(let compression): "the \(compression.rawValue) stream ends too early, at byte \(offset); whole lines before it are counted; fetch the file again"
        case .corrupt(let compression): "the \(compression.rawValue) stream is damaged at byte \(offset); whole lines before it are counted; fetch the file again"
        case .bytesBehind(let compression, let count):
            "\(count) bytes behind the \(compression.rawValue) stream, from byte \(offset) on, are no \(compression.rawValue) and were left out"
        case .unsupportedCompression(let name): "compressed with \(name), which is not undone; decompress it first"
        }
    }
}
