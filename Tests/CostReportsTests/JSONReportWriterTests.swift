import CostReports
import Testing
import TrafficModel

@Suite struct JSONReportWriterTests {
    private static let noFigures = #""statuses":{},"input_tokens":0,"cached_input_tokens":0,"cache_write_tokens":0,"output_tokens":0,"reasoning_tokens":0,"audio_input_tokens":0,"audio_output_tokens":0,"cost_usd":null,"reported_usd":null,"computed_usd":null,"unpriced_calls":0,"no_usage_calls":0,"latency_ms":{"p50":null,"p90":null,"p95":null,"p99":null,"max":null,"known":0}"#

    @Test func anEmptyReportHasTheWholeShape() {
        #expect(text(report([]), as: .json) == #"{"schema":"fluxgate.report/1","inputs":{"files":0,"bytes":0,"lines":0,"records":0,"calls":0,"joined":0,"duplicates":0,"filtered":0,"ignored":0,"rejected":0,"rejects":[]},"period":{"since":null,"until":null,"timezone":"UTC","first":null,"last":null},"totals":{"calls":0,\#(JSONReportWriterTests.noFigures)},"groups":[{"by":["feature"],"rows":[]}],"prices":{"catalogue":"2026-11-24","unpriced_models":[]},"coverage":{"no_usage":[]},"diagnostics":[]}"# + "\n")
    }

    @Test func aRowHasTheMembersOfTheContract() {
        let call = sample(dollars("0.0028")) { call in
            call.attribution.feature = "cha\"t"
            call.usage?.cachedInput = 600
            call.latency = 1_234_500
            call.reportedCost = Money("0.0029")
        }
        let json = text(report(by: ["feature,user"], [call]), as: .json)
        #expect(json.contains(#""groups":[{"by":["feature","user"],"rows":[{"key":{"feature":"cha\"t","user":null},"calls":1,"statuses":{"SUCCESS":1},"input_tokens":1000,"cached_input_tokens":600,"cache_write_tokens":0,"output_tokens":100,"reasoning_tokens":0,"audio_input_tokens":0,"audio_output_tokens":0,"cost_usd":"0.0029","reported_usd":"0.0029","computed_usd":"0.0028","unpriced_calls":0,"no_usage_calls":0,"latency_ms":{"p50":1234.5,"p90":1234.5,"p95":1234.5,"p99":1234.5,"max":1234.5,"known":1}}]}]"#))
    }

    @Test func saysWhatIsMissingAndWhere() {
        var inputs = InputCounts()
        inputs.rejects = [.cutShort: 1, .invalidJSON: 2]
        let calls = [
            sample(.unpriced(.unknownModel)) { $0.servedModel = "my-model" }, sample(.noUsage(.cutShort)) { $0.usage = nil },
            sample(.priced(Money("0.01")!, currency: Currency(code: "CNY"))),
        ]
        let place = DiagnosticCount.Place(file: "a b.jsonl", line: 7)
        let json = text(report(inputs: inputs, diagnostics: [DiagnosticCount(.tierAssumed, count: 4, first: place)], calls), as: .json)
        #expect(json.contains(#""rejected":3,"rejects":[{"reason":"invalid_json","count":2},{"reason":"cut_short","count":1}]"#))
        #expect(json.contains(#""unpriced_models":[{"model":"my-model","calls":1,"input_tokens":1000,"output_tokens":100,"reasons":[{"reason":"unknown_model","calls":1}]}]"#))
        #expect(json.contains(#""coverage":{"no_usage":[{"reason":"aborted","calls":1}]},"diagnostics":[{"name":"tier-assumed","count":4,"first":"a b.jsonl:7"}]}"#))
        #expect(json.contains(#""cost_usd":null"#) && json.contains(#""other_currencies":{"CNY":"0.01"}"#))
    }

    @Test func theFoldedRowSaysSo() {
        let calls = ["a", "b", "c"].map { name in sample { $0.attribution.feature = name } }
        #expect(text(report(calls) { $0.top = 1 }, as: .json).contains(#"{"key":{"feature":"other"},"folded":2,"calls":2,"#))
    }

    @Test func boundsAreInstants() {
        let json = text(report([]) { plan in
            plan.zone = .newYork
            plan.since = plan.zone.start(of: CivilDate(year: 2026, month: 5, day: 31)!)
            plan.until = plan.zone.start(of: CivilDate(year: 2026, month: 6, day: 1)!)
        }, as: .json)
        #expect(json.contains(#""since":"2026-05-31T04:00:00.000Z","until":"2026-06-01T04:00:00.000Z","timezone":"America/New_York""#))
    }

    @Test(arguments: ReportFormat.allCases) func longReportsLeaveInPieces(format: ReportFormat) {
        let report = report(by: ["session"], (0..<2_000).map { place in sample { $0.attribution.sessionID = "s\(place)" } }) { $0.keepsCharges = true }
        var pieces = 0
        var bytes: [UInt8] = []
        format.writer().write(report) {
            pieces += 1
            bytes += $0
        }
        #expect(pieces > 1 && bytes == format.writer().bytes(of: report))
        if format == .json { #expect(!String(decoding: bytes, as: UTF8.self).contains("}{")) }
    }

    @Test func aFailingOutputStopsTheWriter() {
        struct Full: Error {}
        #expect(throws: Full.self) { try JSONReportWriter().write(report([])) { _ throws(Full) in throw Full() } }
    }
}
