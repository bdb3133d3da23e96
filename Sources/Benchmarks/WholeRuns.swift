import CostReports
import FluxGateSDK
import Replay
import TrafficModel

extension Benchmark {
    /// From files to reports and events. What a process takes besides, to start and to print, is left to `samples/benchmarks`.
    static func wholeRuns(_ workload: Workload) -> [Benchmark] {
        func run<Sink: CallSink>(_ name: String, _ path: String, jobs: Int, into sink: @escaping @Sendable () -> Sink) -> Benchmark {
            Benchmark("whole run", name, bytes: workload.text.count, count: workload.lines.count, of: "calls") {
                // The files are there for as long as the workload is.
                var plan = ReplayPlan(pricer: workload.pricer)
                plan.inputs = [path]
                plan.jobs = jobs
                return Int(try await ReplayRun(plan).run(into: sink()).1.counts.calls)
            }
        }
        let report: @Sendable () -> ReportSink = { [pricer = workload.pricer] in ReportSink(plan: ReportPlan(), pricer: pricer) }
        let events: @Sendable () -> EventSink = { [pricer = workload.pricer] in
            EventSink(maker: EventMaker(options: EventMaker.Options(), pricer: pricer, inputs: ["traffic.jsonl"]))
        }
        return [
            run("report, 1 job", workload.file, jobs: 1, into: report),
            run("report, 2 jobs", workload.file, jobs: 2, into: report),
            run("report, gzip, 1 job", workload.gzippedFile, jobs: 1, into: report),
            run("report, gzip, 2 jobs", workload.gzippedFile, jobs: 2, into: report),
            run("events, 1 job", workload.file, jobs: 1, into: events),
            run("events, 2 jobs", workload.file, jobs: 2, into: events),
        ]
    }
}

/// Writes events as the events command does, and lets them go.
private struct EventSink: CallSink {
    private var maker: EventMaker
    private var json = JSONWriter()

    init(maker: EventMaker) {
        self.maker = maker
    }

    mutating func take(_ call: borrowing PricedCall) {
        json.removeAll()
        maker.event(of: call).write(to: &json)
        json.newline()
    }

    mutating func take(_ reject: Reject) {}

    func restart() throws {
        throw Measurement.Fault(description: "invented calls should each stand in one record")
    }
}
