import Testing
import TrafficModel

@Suite struct HeliconeLogTests {
    @Test func readsBodiesAndColumns() throws {
        let reading = try LogReading(fixture: "helicone-export.jsonl")
        #expect(reading.calls.count == 2 && reading.rejected.isEmpty)
        let call = reading.calls[0]
        #expect(call.responseID == "chatcmpl-inv032" && call.requestID == "hr1" && call.endpoint == .chatCompletions)
        #expect(call.model == "gpt-4o-2024-08-06" && call.requestedModel == "gpt-4o" && call.provider == "openai")
        #expect(call.tokens == [500, 70, 384, 0] && call.finishReason == "stop" && call.serviceTier == "default")
        #expect(call.isStreamed && call.latencyMilliseconds == 1_900 && call.streamMilliseconds == 1_480)
        #expect(call.attribution.user?.id == "u-4" && call.attribution.sessionID == "s-4" && call.attribution.feature == "draft")
        #expect(call.reportedCost == nil && call.metadata("recordedCostUsd") == "0.00147" && !call.isCacheHit)
        #expect(call.time?.utcText == "2026-11-02T10:00:00.000Z")
    }

    @Test func placeholdersAreNoBodies() throws {
        let call = try LogReading(fixture: "helicone-export.jsonl").calls[1]
        #expect(call.status == .error && call.httpStatus == 500 && call.errorMessage == "HTTP 500")
        #expect(call.usage == nil && call.servedModel == nil && call.requestedModel == "gpt-4o" && !call.isStreamed)
        #expect(call.latencyMilliseconds == 300 && call.requestID == "hr2")
    }

    private func row(_ columns: String, status: String = "200") -> LogReading {
        let bodies = #""request_body":{"helicone_message":"elsewhere"},"response_body":{"helicone_message":"elsewhere"}"#
        return LogReading(
            #"{"request_created_at":"2026-11-02T10:00:00Z","response_status":\#(status),"request_path":"/v1/chat/completions","request_model":"gpt-4o",\#(bodies),\#(columns)}"#)
    }

    @Test func columnsCountBehindPlaceholders() {
        let call = row(#""prompt_tokens":"500","completion_tokens":70,"prompt_cache_read_tokens":384,"total_tokens":570,"response_model":"gpt-4o-2024-08-06""#).calls.first
        #expect(call?.tokens == [500, 70, 384, nil] && call?.model == "gpt-4o-2024-08-06")
    }

    @Test func cacheCountedBesideTheInputIsInput() {
        let call = row(#""prompt_tokens":116,"completion_tokens":70,"prompt_cache_read_tokens":384,"prompt_cache_write_tokens":0,"total_tokens":570"#).calls.first
        #expect(call?.tokens == [500, 70, 384, nil])
    }

    @Test func chunksOfAStream() {
        let chunks = [
            #"{"id":"c1","object":"chat.completion.chunk","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}"#,
            #"{"id":"c1","object":"chat.completion.chunk","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{},"finish_reason":"length"}]}"#,
        ]
        let reading = LogReading(
            #"{"request_created_at":"2026-11-02T10:00:00Z","response_status":200,"request_path":"/v1/chat/completions","response_body":{"streamed_data":[\#(chunks.joined(separator: ","))]},"prompt_tokens":9,"completion_tokens":4}"#)
        let call = reading.calls.first
        #expect(call?.responseID == "c1" && call?.isStreamed == true && call?.status == .maxTokens && call?.tokens == [9, 4, nil, nil])
    }

    @Test(arguments: [("-1", "timed out"), ("-3", "cancelled"), ("-4", "held back as a threat")])
    func statusesThatAreNotHTTP(status: String, message: String) {
        let call = row(#""prompt_tokens":null"#, status: status).calls.first
        #expect(call?.status == .error && call?.errorMessage == message && call?.httpStatus == nil && call?.usage == nil)
    }

    @Test(arguments: ["-2", "0", "null"])
    func pendingRowsAreNoCalls(status: String) {
        let reading = row(#""prompt_tokens":null"#, status: status)
        #expect(reading.ignored == 1 && reading.calls.isEmpty && reading.rejected.isEmpty)
    }

    @Test(arguments: ["\"abc\"", "{}", "true", "20000"])
    func aStatusThatIsNone(status: String) {
        #expect(row(#""prompt_tokens":1"#, status: status).rejected.first?.message.hasPrefix("response_status is no HTTP status") == true)
    }

    @Test func cacheHitsNameTheirOriginal() {
        #expect(row(#""cache_reference_id":"7b1f2c4e-0000-4000-8000-000000000001","prompt_tokens":1,"completion_tokens":1"#).calls.first?.isCacheHit == true)
        #expect(row(#""cache_reference_id":null,"prompt_tokens":1,"completion_tokens":1"#).calls.first?.isCacheHit == false)
    }

    @Test func pagesHoldRows() throws {
        let rows = try LogReading.lines(ofFixture: "helicone-export.jsonl").map { String(decoding: $0, as: UTF8.self) }
        let page = LogReading(#"{"data":[\#(rows.joined(separator: ","))],"error":null}"#)
        #expect(page.calls.count == 2 && page.containers == ["helicone"])
        #expect(LogReading(#"{"data":\#(rows[0]),"error":null}"#).calls.count == 1)
    }

    @Test func rowsThatSayLittle() {
        // Without a status it has no answer yet.
        #expect(LogReading(#"{"request_created_at":null,"response_status":null}"#).ignored == 1)
        #expect(LogReading(#"{"request_created_at":"yesterday","response_status":200}"#).notes.first?.contains(.timeUnreadable) == true)
    }
}
