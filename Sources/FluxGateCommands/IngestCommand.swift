import ArgumentParser
import CostReports
import Foundation
import Ledger
import Replay
import StateFiles

struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest", abstract: "Keeps calls in a ledger, reading only what is new; reports answer from it.",
        discussion: """
            A file is known by its content: one that has grown is read on, one that was renamed or compressed is not read twice, and calls of one \
            that was deleted stay. Reports, events and inspect take --ledger FILE in place of inputs; what they select, group and price is said there.
            """)

    @OptionGroup var reading: ReadingOptions

    func validate() throws {
        guard reading.ledger != nil else { throw ValidationError("Missing --ledger: the file that keeps the calls.") }
        guard !reading.paths.isEmpty else { throw ValidationError("Missing input: name files, folders or globs.") }
        if reading.paths.contains("-") { throw ValidationError("Standard input can't be known again; write it to a file first.") }
        let selects: [(String, Bool)] = [
            ("--since", reading.since != nil), ("--until", reading.until != nil), ("--where", !reading.conditions.isEmpty), ("--no-dedupe", reading.noDedupe),
            ("--assume-time", reading.assumeTime != nil), ("--service-tier", reading.serviceTier != nil),
        ]
        if let option = selects.first(where: \.1)?.0 {
            throw ValidationError("A ledger keeps every call as it was found; give \(option) to the report.")
        }
    }

    func run() async throws {
        // A limit on file sizes is an error like a full disk, and no reason to die.
        signal(SIGXFSZ, SIG_IGN)
        guard let path = reading.ledger else { return }
        var session = try ReplaySession(ingesting: reading)
        session.leaveOut(StateFile.files(of: path))
        let special = session.leaveOutSpecialFiles()
        do {
            let ledger = try Ledger(path: path)
            let found = try await session.ingest(into: ledger, reading: reading.reading)
            reading.messages.result(text(of: found))
            try session.end(found.summary, isAddition: found.callsHeld > 0)
        } catch let fault as StateFileFault {
            throw reading.failure(fault, of: path, isWriting: true)
        } catch {
            throw session.failure(error)
        }
        if special { throw ExitStatus.inputMissing.exit }
    }

    /// `read 2 of 5 inputs: 104 records, 98 of them calls; the ledger holds 1,200`
    private func text(of found: IngestSummary) -> String {
        let counts = found.summary.counts
        return "read \(found.inputsRead) of \(counts.files) inputs: \(counts.records) records, \(counts.calls) of them calls; the ledger holds \(found.callsHeld)"
    }
}

extension ReplaySession {
    /// Reads what is new into a ledger.
    fileprivate func ingest(into ledger: Ledger, reading: String) async throws -> IngestSummary {
        let line = options.progressLine
        let file: OutputFile? = if let path = options.rejects { try open(path) } else { nil }
        let rejects = SharedRejectLog(RejectLog(options: options, inputs: plan.inputs, file: file))
        let plan = plan
        let task = Task<IngestSummary, any Error> {
            try await ledger.ingest(plan, reading: reading, progress: line.map { line in { @Sendable progress in line.show { progress.text(elapsed: $0) } } }) {
                try rejects.take($0, of: $1)
            }
        }
        let found = try await interruption.during(task)
        line?.erase()
        try file?.finish()
        rejects.summarise()
        return found
    }
}

/// A log of rejects that a run's task writes, and whoever waits for it closes.
private final class SharedRejectLog: @unchecked Sendable {  // handed to the run's task and back, never used by both
    private var log: RejectLog

    init(_ log: RejectLog) {
        self.log = log
    }

    func take(_ reject: Reject, of path: String) throws {
        try log.take(reject, of: path)
    }

    func summarise() {
        log.summarise()
    }
}
