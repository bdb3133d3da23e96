import Testing
import TrafficModel

@Suite struct LangfuseLogTests {
    @Test func readsABlobExport() throws {
        let reading = try LogReading(fixture: "langfuse-observations-v2.jsonl")
        #expect(reading.calls.count == 1 && reading.ignored == 1)
        let call = reading.calls[0]
        #expect(call.model == "gpt-4o-mini-2024-07-18" && call.endpoint == nil && call.requestID == "ob1" && call.responseID == nil)
        #expect(call.tokens == [1_000, 50, 900, 10] && call.usage?.reportedTotal == 1_050 && call.usageFault == nil)
        // The column of latency says 2500, in whatever unit.
        #expect(call.isStreamed && call.latencyMilliseconds == 2_500 && call.streamMilliseconds == 1_800)
        #expect(call.time?.utcText == "2026-11-02T10:00:00.000Z" && reading.notes[0].contains(.zoneMissing))
        #expect(call.attribution.user?.id == "u-6" && call.attribution.sessionID == "s-6")
        #expect(call.attribution.feature == "support" && call.attribution.step == "answer")
        #expect(call.metadata("recordedCostUsd") == "0.00004" && call.reportedCost == nil && call.status == .success)
    }

    @Test func readsWhatTheAPIExports() throws {
        let reading = try LogReading(fixture: "langfuse-observations-api.jsonl")
        // An agent sums up its generations, and the last generation is at work.
        #expect(reading.calls.count == 3 && reading.ignored == 2 && reading.rejected.isEmpty)
        let (answer, embedding, failed) = (reading.calls[0], reading.calls[1], reading.calls[2])
        #expect(answer.tokens == [120, 30, 100, nil] && answer.latencyMilliseconds == 1_250 && !answer.isStreamed)
        #expect(answer.attribution.user?.id == "u-10" && answer.attribution.sessionID == "s-10")
        #expect(!answer.attribution.metadata.contains { $0.value.text.contains("secret") })
        #expect(embedding.endpoint == .embeddings && embedding.tokens == [64, 0, nil, nil] && embedding.usageFault == nil)
        #expect(failed.status == .error && failed.errorMessage == "429 rate limited" && failed.usage == nil)
    }

    private func row(_ columns: String) -> LogReading {
        LogReading(#"{"type":"GENERATION","trace_id":"t","provided_model_name":"gpt-4o","end_time":"2026-11-02 10:00:00",\#(columns)}"#)
    }

    @Test(arguments: [
        // Parts apart, as they are split on the way in.
        (#"{"input":100,"input_cached_tokens":900,"output":40,"output_reasoning_tokens":10,"total":1050}"#, [1_000, 50, 900, 10]),
        (#"{"input":100,"input_cached_tokens":900,"output":40,"output_reasoning_tokens":10}"#, [1_000, 50, 900, 10]),
        // Parts inside, as callers may write them: the total tells.
        (#"{"input":1000,"input_cached_tokens":900,"output":50,"output_reasoning_tokens":10,"total":1050}"#, [1_000, 50, 900, 10]),
        (#"{"input":100,"cache_read_input_tokens":900,"output":50,"reasoning_tokens":10,"total":1050}"#, [1_000, 50, 900, 10]),
        (#"{"input":"100","input_cache_read":900,"output":50.0,"total":1050}"#, [1_000, 50, 900, nil]),
        (#"{"input":10,"output":5,"total":15,"input_cached_tokens":null}"#, [10, 5, nil, nil]),
    ] as [(String, [Int64?])])
    func partsAndTheirWhole(details: String, tokens: [Int64?]) {
        #expect(row(#""usage_details":\#(details)"#).calls.first?.tokens == tokens)
        // The same as a text.
        let text = details.replacing("\"", with: "\\\"")
        #expect(row(#""usage_details":"\#(text)""#).calls.first?.tokens == tokens)
    }

    @Test func otherKindsOfTokens() {
        let usage = row(
            #""usage_details":{"input":10,"input_audio_tokens":5,"input_cache_creation":3,"output":4,"output_audio_tokens":2,"output_accepted_prediction_tokens":1,"total":25}"#
        ).calls.first?.usage
        #expect(usage?.input == 18 && usage?.audioInput == 5 && usage?.cacheWrite == 3)
        #expect(usage?.output == 7 && usage?.audioOutput == 2 && usage?.acceptedPrediction == 1)
    }

    @Test func olderColumns() {
        let characters = row(#""usage":{"input":120,"output":30,"total":150,"unit":"CHARACTERS"},"usage_details":{}"#).calls.first
        #expect(characters != nil && characters?.usage == nil)
        let tokens = row(#""usage":{"input":120,"output":30,"total":150,"unit":"TOKENS"},"usage_details":{}"#).calls.first
        #expect(tokens?.tokens == [120, 30, nil, nil])
    }

    @Test func columnsMayBeSwitchedOff() {
        let call = LogReading(#"{"id":"o","trace_id":"t","type":"GENERATION","start_time":"2026-11-02 10:00:00","end_time":"2026-11-02 10:00:01","model":"gpt-4o"}"#).calls.first
        #expect(call?.model == "gpt-4o" && call?.usage == nil && call?.latencyMilliseconds == 1_000)
    }

    @Test func malformedRows() {
        #expect(LogReading(#"{"provided_model_name":"m","usage_details":{"input":1,"output":1}}"#).rejected.first?.message.hasPrefix("no type") == true)
        #expect(row(#""usage_details":[1]"#).rejected.first?.message == "usage details that are no object: an array")
        #expect(row(#""usage_details":"{\"input\":""#).rejected.first?.message.hasPrefix("usage details that are no object") == true)
        #expect(row(#""usage_details":{"input":"many","output":1}"#).calls.first?.usageFault == .notACount)
        #expect(row(#""usage_details":{"input":-4,"output":1}"#).calls.first?.usageFault == .negativeCount)
        #expect(row(#""usage_details":{"input":9223372036854775807,"input_cached_tokens":9223372036854775807,"output":1}"#).calls.count == 1)
        #expect(LogReading(#"{"type":"GENERATION","traceId":"t","endTime":"2026-11-02T10:00:00Z"}"#).rejected.count == 1)
        let broken = row(#""usage_details":{"input":1,"output":1},"model_parameters":"{","metadata":"{""#)
        #expect(broken.calls.first?.tokens == [1, 1, nil, nil] && broken.notes.first?.contains(.columnUnreadable) == true)
    }
}
