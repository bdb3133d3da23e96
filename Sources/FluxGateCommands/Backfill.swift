import ArgumentParser
import Delivery
import Foundation
import Replay
import StateFiles
import Synchronization
import TrafficModel

/// One run of `fluxgate send`: the inputs into the outbox, the outbox to FluxGate, and what came of it.
struct Backfill {
    let command: SendCommand
    let endpoint: IngestEndpoint
    let session: ReplaySession

    private var messages: Messages { command.reading.messages }

    init(command: SendCommand, endpoint: IngestEndpoint) throws {
        self.command = command
        self.endpoint = endpoint
        let state = StateFile.files(of: command.state)
        var session = try ReplaySession(
            command.reading, writing: command.reportDifferences.map { [("--report-differences", $0)] } ?? [],
            keeping: [("the state file", state), ("the key's file", command.apiKeyFile.map { [$0] } ?? [])])
        session.leaveOut(state)
        self.session = session
    }

    func run() async throws {
        do {
            if command.dryRun { try await preview() } else { try await deliver() }
        } catch let fault as StateFileFault {
            throw failure(fault)
        } catch {
            throw session.failure(error)
        }
    }

    // MARK: - The two kinds of run

    /// What would be sent: the same steps up to the first request, and then all of it is taken back.
    private func preview() async throws {
        let exists = FileManager.default.fileExists(atPath: command.state)
        let outbox = try exists ? Outbox(path: command.state, endpoint: endpoint) : Outbox(temporaryFor: endpoint)
        try outbox.beginReading()
        defer { try? outbox.cancelReading() }
        let summary = try await read(into: outbox)
        let inputs = Result { try session.end(summary) }
        let counts = try outbox.counts()
        show(SendPreview(counts: counts, period: try outbox.pendingPeriod(), endpoint: endpoint, plan: command.plan).text)
        tell(refused: try outbox.refused(limit: shownRefusals), of: counts.refused)
        messages.result(lastLine(DeliveryProgress(pending: counts.pending, refused: counts.refused)))
        try inputs.get()
    }

    private func deliver() async throws {
        let key = try APIKeySource(file: command.apiKeyFile, messages: messages).key()
        let outbox = try Outbox(path: command.state, endpoint: endpoint)
        let latest = LatestProgress(try outbox.counts())
        var status = ExitStatus.undelivered
        do {
            let inputs = try await fill(outbox)
            latest.set(try outbox.counts())
            let summary = try await send(outbox, key, latest)
            status = exitStatus(of: summary)
            if status == .success, case .failure(let error) = inputs { throw error }
        } catch is Interruption {
            messages.error("interrupted while reading; the next run reads the inputs again")
        } catch {
            defer { messages.result(lastLine(latest.value)) }
            guard let fault = error as? StateFileFault else { throw session.failure(error) }
            throw failure(fault)
        }
        messages.result(lastLine(latest.value))
        if status != .success { throw status.exit }
    }

    // MARK: - Steps

    /// Reads the inputs into the outbox, unless they were read before and have not changed since. Gives how the inputs were, as an exit code.
    private func fill(_ outbox: Outbox) async throws -> Result<Void, any Error> {
        let inputs = session.plan.inputs
        let marks = inputs.map { InputMark(path: $0) }
        let known = marks.compactMap { $0 }
        // Whoever wants to know of rejected records gets to know again.
        let mayGoOn = known.count == inputs.count && session.hasAllInputs && !command.reading.strict && command.reading.rejects == nil
        if mayGoOn, try outbox.hasRead(known, by: invocation()) {
            messages.note("the inputs are as they were when they were read; going on with what is left to send")
            return .success(())
        }
        try outbox.beginReading()
        do {
            let summary = try await read(into: outbox)
            let readTo = zip(marks, summary.inputs).compactMap { mark, input in mark.map { ($0, input.storedBytes) } }
            try outbox.endReading(readTo, by: summary.faults.isEmpty ? invocation() : nil)
            return Result { try session.end(summary) }
        } catch {
            try? outbox.cancelReading()
            throw error
        }
    }

    private func read(into outbox: Outbox) async throws -> ReplaySummary {
        var options = EventMaker.Options()
        options.pinsPrices = command.pinPrices
        let maker = EventMaker(options: options, pricer: session.plan.pricer, inputs: session.plan.inputs)
        var (sink, summary) = try await session.run(into: OutboxSink(outbox: outbox, maker: maker))
        try sink.flush()
        return summary
    }

    private func send(_ outbox: Outbox, _ key: APIKey, _ latest: LatestProgress) async throws -> DeliverySummary {
        let line = command.reading.progressLine
        let run = DeliveryRun(outbox: outbox, endpoint: endpoint, key: key, plan: command.plan) { progress in
            latest.set(progress)
            line?.show { progress.text(elapsed: $0) }
        }
        let summary = try await session.interruption.during(Task { try await run.run() })
        line?.erase()
        try summarise(outbox, summary)
        return summary
    }

    /// What decides how inputs are read, beside the inputs: the command line and what is set, this program, and the files that it names.
    private func invocation() throws -> String {
        let files = (command.reading.prices + [command.reading.config].compactMap(\.self)).map { path in InputMark(path: path).map { "\($0)" } ?? path }
        return try ([ProgramVersion.text] + Program.completeArguments().arguments + files).joined(separator: "\n")
    }

    // MARK: - What is told

    private func summarise(_ outbox: Outbox, _ summary: DeliverySummary) throws {
        var comparison = CostComparison()
        let file = try command.reportDifferences.map { try session.open($0) }
        var json = JSONWriter()
        try outbox.forEachDelivered { event in
            comparison.add(event)
            guard let file, event.costsDiffer else { return }
            json.removeAll()
            event.writeDifference(to: &json)
            try file.write(json.bytes)
        }
        try file?.finish()
        show(SendSummary(progress: summary.progress, comparison: comparison, listsDifferences: file != nil).text)
        tell(refused: try outbox.refused(limit: shownRefusals), of: summary.progress.refused)
        switch summary.end {
        case .finished: break
        case .putOff(let reason): messages.error("some events found no settled answer and wait for the next run; the last one's: \(reason)")
        case .interrupted: messages.error("interrupted; the next run goes on where this one ended")
        case .unauthorised(let words): messages.error("error: FluxGate does not accept the key: \(words)")
        case .unreachable(let reason): messages.error("error: FluxGate can't be reached: \(reason); the next run goes on where this one ended")
        }
    }

    private var shownRefusals: Int? { command.reading.verbose ? nil : 5 }

    private func tell(refused: [RefusedEvent], of count: Int) {
        for event in refused { messages.note("event \(event.replayID) refused: \(event.reason)") }
        if count > refused.count { messages.note("\(count - refused.count) more were refused; --verbose names all of them") }
    }

    /// A summary for people. Whether they can read it changes nothing about what was delivered.
    private func show(_ text: String) {
        guard let output = try? session.open(nil) else { return }
        try? output.write(Array(text.utf8))
        try? output.finish()
    }

    private func lastLine(_ progress: DeliveryProgress) -> String {
        "sent \(progress.sent), pending \(progress.pending), refused \(progress.refused)"
    }

    // MARK: - How it ended

    private func exitStatus(of summary: DeliverySummary) -> ExitStatus {
        switch summary.end {
        case .finished: command.reading.strict && summary.progress.refused > 0 ? .badData : .success
        case .interrupted: summary.progress.pending > 0 ? .undelivered : .success
        case .putOff, .unreachable: .undelivered
        case .unauthorised: .noKey
        }
    }

    private func failure(_ fault: StateFileFault) -> any Error {
        let state = command.state
        switch fault {
        case .inUse(let process):
            messages.error("\(state): error: in use by another run\(process.map { " (process \($0))" } ?? ""); wait for it, or name another file with --state")
        case .boundElsewhere(let url):
            messages.error("\(state): error: holds what goes to \(url); name another file with --state")
            return ExitStatus.usage.exit
        case .unusable(let reason): messages.error("\(state): error: no state file of fluxgate send: \(reason)")
        case .failed(let reason):
            messages.error("\(state): error: can't be written: \(reason); what was saved before stands, and the next run goes on from there")
        }
        return ExitStatus.outputFailed.exit
    }
}

/// How far the delivery had come when it was last heard of.
private final class LatestProgress: Sendable {
    private let progress: Mutex<DeliveryProgress>

    init(_ counts: OutboxCounts) {
        progress = Mutex(DeliveryProgress(pending: counts.pending, refused: counts.refused))
    }

    var value: DeliveryProgress { progress.withLock { $0 } }

    func set(_ new: DeliveryProgress) {
        progress.withLock { $0 = new }
    }

    func set(_ counts: OutboxCounts) {
        set(DeliveryProgress(pending: counts.pending, refused: counts.refused))
    }
}
