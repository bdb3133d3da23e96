import CostReports
import Foundation
import Ledger
import Replay
import TrafficModel

extension Benchmark {
    /// From files to a ledger, and from the ledger to reports.
    static func ledgers(_ workload: Workload) -> [Benchmark] {
        func report(_ format: ReportFormat) -> Benchmark {
            Benchmark("ledger", "\(format.rawValue) report", count: workload.lines.count, of: "calls") {
                if !FileManager.default.fileExists(atPath: workload.ledger) { _ = try await ingest(workload) }
                let contents = try LedgerContents(path: workload.ledger, readers: ReplayPlan(pricer: workload.pricer).jobs + 1)
                var plan = ReplayPlan(pricer: workload.pricer)
                plan.inputs = contents.inputs.map(\.path)
                plan.kept = contents
                var (sink, summary) = try await ReplayRun(plan).run(into: ReportSink(plan: format.standardPlan, pricer: workload.pricer))
                let report = sink.report(on: summary)
                var bytes = 0
                format.writer().write(report) { bytes += $0.count }
                return bytes == 0 ? 0 : Int(report.totals.calls)
            }
        }
        let ingesting = Benchmark("ledger", "ingest", bytes: workload.text.count, count: workload.lines.count, of: "calls") { try await ingest(workload) }
        return [ingesting] + [ReportFormat.table, .json, .html, .focus].map(report)
    }

    /// Reads the log into a new ledger; how many calls that holds.
    private static func ingest(_ workload: Workload) async throws -> Int {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: workload.ledger + suffix) }
        var plan = ReplayPlan(pricer: workload.pricer)
        plan.inputs = [workload.file]
        return try await Ledger(path: workload.ledger).ingest(plan, reading: "") { _, _ in }.callsHeld
    }
}
