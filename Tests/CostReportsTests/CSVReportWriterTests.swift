import CostReports
import Testing
import TrafficModel

@Suite struct CSVReportWriterTests {
    private static let header = "calls,success,error,blocked,max_tokens,content_filter,recitation,malformed_request,input_tokens,cached_input_tokens,cache_write_tokens,output_tokens,reasoning_tokens,audio_input_tokens,audio_output_tokens,cost_usd,reported_usd,computed_usd,unpriced_calls,no_usage_calls,latency_p50_ms,latency_p90_ms,latency_p95_ms,latency_p99_ms,latency_max_ms,latency_known,other_currencies,revenue_usd,margin_usd"

    @Test func oneTableWithTotalsFirst() {
        let calls = [sample { $0.attribution.feature = "chat"; $0.latency = 1_500 }, sample(.noUsage(.error)) { $0.status = .error; $0.usage = nil }]
        #expect(text(report(calls), as: .csv) == """
            by,key,folded,\(CSVReportWriterTests.header)\r
            total,,,2,1,1,0,0,0,0,0,1000,0,0,100,0,0,0,0.0028,,0.0028,0,1,1.5,1.5,1.5,1.5,1.5,1,,,\r
            feature,chat,,1,1,0,0,0,0,0,0,1000,0,0,100,0,0,0,0.0028,,0.0028,0,0,1.5,1.5,1.5,1.5,1.5,1,,,\r
            feature,(none),,1,0,1,0,0,0,0,0,0,0,0,0,0,0,0,,,,0,1,,,,,,0,,,\r

            """)
    }

    @Test func groupingsOfSeveralFieldsHaveAColumnForEach() {
        let lines = text(report(by: ["user", "feature,model"], [sample { $0.attribution.feature = "chat" }]), as: .csv).split(separator: "\r\n")
        #expect(lines[0].hasPrefix("by,key,key_2,folded,calls,"))
        #expect(lines[1].hasPrefix("total,,,,1,"))
        #expect(lines[2].hasPrefix("user,(none),,,1,"))
        #expect(lines[3].hasPrefix("\"feature,model\",chat,gx-5,,1,"))
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\\t=1"), ("\r=1", "'\\r=1"), ("\n=1", "'\\n=1"),
        ("＝1", "'＝1"), ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("a=1", "a=1"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), (" a", "\" a\""),
        ("two\nlines", "two\\nlines"), ("\u{1B}[31m", "\\u{1B}[31m"), ("\u{202E}a", "\\u{202E}a"),
    ])
    func cellsFromLogsAreHarmless(key: String, cell: String) {
        let lines = text(report([sample { $0.attribution.feature = key }]), as: .csv).split(separator: "\r\n")
        #expect(lines[2].hasPrefix("feature,\(cell),,1,"))
        #expect(lines.count == 3)
    }

    @Test func numbersOfOurOwnStayNumbers() {
        let credit = sample(dollars("-0.5")) { $0.attribution.feature = "x" }
        #expect(text(report([credit]), as: .csv).contains(",-0.5,,-0.5,"))
    }

    @Test func namesFoldedRowsAndOtherCurrencies() {
        let calls = ["a", "b", "c"].map { name in sample(.priced(Money("0.1")!, currency: Currency(code: "CNY"))) { $0.attribution.feature = name } }
        let lines = text(report(calls) { $0.top = 1 }, as: .csv).split(separator: "\r\n")
        #expect(lines[3].hasPrefix("feature,other,2,2,") && lines[3].hasSuffix(",CNY 0.2,,"))
    }

    /// Rows are written in pieces by several cores, and come one after the other all the same.
    @Test func manyRowsStandInOrder() {
        let calls = (0..<20_000).map { number in
            sample(dollars("\(20_000 - number)")) { $0.attribution.feature = "f\(number)" }
        }
        let lines = text(report(calls), as: .csv).split(separator: "\r\n").dropFirst(2)
        #expect(lines.count == 20_000)
        #expect(lines.enumerated().allSatisfy { $1.hasPrefix("feature,f\($0),,1,") })
    }
}
