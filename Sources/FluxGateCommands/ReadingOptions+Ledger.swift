import ArgumentParser
import Foundation
import Ledger
import Replay
import StateFiles
import TrafficModel

/// A ledger in place of inputs.
extension ReadingOptions {
    /// What decides how inputs are read: a ledger holds what was read in one way alone.
    var reading: String {
        (["status mapping \(statusMapping.rawValue)", "log format \(logFormat)"] + mappings.map { "map \($0)" }).joined(separator: "; ")
    }

    /// Lets a plan take its calls from a ledger.
    func answer(from ledger: String, _ plan: inout ReplayPlan) throws {
        guard paths.isEmpty else { throw ValidationError("Give inputs or --ledger, not both; fluxgate ingest adds inputs to a ledger.") }
        if logFormat != "auto" || !mappings.isEmpty {
            throw ValidationError("--log-format and --map say how inputs are read; give them to fluxgate ingest, and here --ledger alone.")
        }
        if rejects != nil { throw ValidationError("A ledger holds how many records were rejected, not which; give --rejects to fluxgate ingest.") }
        guard FileManager.default.fileExists(atPath: ledger) else {
            messages.error("\(ledger): error: no such file; fluxgate ingest PATH… --ledger FILE makes one")
            throw ExitStatus.inputMissing.exit
        }
        do throws(StateFileFault) {
            let contents = try LedgerContents(path: ledger, readers: plan.jobs + 1)
            if statusMapping != .detailed, !contents.reading.hasPrefix("status mapping \(statusMapping.rawValue);") {
                throw .boundElsewhere(contents.reading)
            }
            plan.inputs = contents.inputs.map(\.path)
            plan.kept = contents
        } catch {
            throw failure(error, of: ledger)
        }
    }

    /// Turns what is wrong with a ledger into an exit code, and says it.
    func failure(_ fault: StateFileFault, of ledger: String, isWriting: Bool = false) -> any Error {
        switch fault {
        case .inUse(let process):
            messages.error("\(ledger): error: in use by another run\(process.map { " (process \($0))" } ?? ""); wait for it, or name another file with --ledger")
        case .boundElsewhere(let reading):
            messages.error("\(ledger): error: its inputs were read otherwise (\(reading)); use the same options, or name another file with --ledger")
            return ExitStatus.usage.exit
        case .unusable(let reason):
            messages.error("\(ledger): error: no ledger of fluxgate ingest: \(reason)")
            if !isWriting { return ExitStatus.inputMissing.exit }
        case .failed(let reason) where isWriting:
            messages.error("\(ledger): error: can't be written: \(reason); it is as it was before this run, and the next one goes on from there")
        case .failed(let reason):
            messages.error("\(ledger): error: can't be read: \(reason)")
            return ExitStatus.readError.exit
        }
        return ExitStatus.outputFailed.exit
    }
}
