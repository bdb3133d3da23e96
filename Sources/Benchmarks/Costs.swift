import CostReports
import FluxGateSDK
import Pricing
import Replay
import TrafficModel

extension Benchmark {
    /// From calls to costs, rollups and events.
    static func costs(_ workload: Workload) -> [Benchmark] {
        let calls = workload.calls
        let pricer = workload.pricer
        let priced = calls.count { $0.isPriced }
        return [
            Benchmark("calls", "pricing", count: priced, of: "calls") {
                var cache = PricerCache()
                return calls.count { PricedCall(call: $0.call, computed: pricer.price($0.call, cache: &cache)).isPriced }
            },
            Benchmark("calls", "rollup by feature", count: calls.count, of: "calls") { rollUp(calls, by: [[.feature]]) },
            Benchmark("calls", "rollup by feature, user, session", count: calls.count, of: "calls") { rollUp(calls, by: ReportPlan().groupings) },
            Benchmark("calls", "events", count: calls.count, of: "calls") {
                var maker = EventMaker(options: EventMaker.Options(), pricer: pricer, inputs: ["traffic.jsonl"])
                var json = JSONWriter()
                for call in calls {
                    maker.event(of: call).write(to: &json)
                    json.newline()
                }
                return json.bytes.count { $0 == 0x0A }
            },
        ]
    }

    private static func rollUp(_ calls: [PricedCall], by groupings: [[GroupField]]) -> Int {
        var plan = ReportPlan()
        plan.groupings = groupings
        var builder = ReportBuilder(plan)
        for call in calls { builder.add(call) }
        return Int(builder.finish(inputs: InputCounts(), catalogue: "").totals.calls)
    }
}

extension PricedCall {
    fileprivate var isPriced: Bool {
        if case .priced = computed { true } else { false }
    }
}
