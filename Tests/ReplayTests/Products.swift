import CostReports
import Foundation
import FluxGateSDK
import Replay
import TestSupport
import TrafficModel

/// What a run makes, in the bytes that users see.
struct Products: Equatable, Sendable {
    var report: String
    var events: [String]
    var rejects: [SourceLocation]
    var isBalanced: Bool

    init(_ plan: ReplayPlan) async throws {
        let (found, summary) = try await plan.run()
        var builder = ReportBuilder(ReportPlan())
        var maker = EventMaker(options: .init(), pricer: plan.pricer, inputs: plan.inputs)
        events = found.calls.map { call in
            builder.add(call)
            var json = JSONWriter()
            maker.event(of: call).write(to: &json)
            return json.text
        }
        var bytes: [UInt8] = []
        let report = builder.finish(inputs: summary.counts, catalogue: "", diagnostics: summary.diagnostics)
        JSONReportWriter().write(report) { bytes += $0 }
        self.report = String(decoding: bytes, as: UTF8.self)
        rejects = found.rejects.map(\.location)
        isBalanced = summary.counts.isBalanced
    }

    var facts: ReportFacts {
        get throws { try ReportFacts(json: report.utf8) }
    }

    /// The `replayId` of each event.
    var replayIDs: [String] {
        events.compactMap { event in
            guard let start = event.range(of: #""replayId":""#)?.upperBound else { return nil }
            return String(event[start...].prefix { $0 != "\"" })
        }
    }
}
