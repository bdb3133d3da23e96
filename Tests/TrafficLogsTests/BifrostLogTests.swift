import Testing
import TrafficModel

@Suite struct BifrostLogTests {
    @Test func readsAttemptsAsCalls() throws {
        let reading = try LogReading(fixture: "bifrost-logs.jsonl")
        // One is being processed, one lists models.
        #expect(reading.calls.count == 4 && reading.ignored == 2 && reading.rejected.isEmpty && reading.containers == ["bifrost"])
        let (first, refused, fallback, hit) = (reading.calls[0], reading.calls[1], reading.calls[2], reading.calls[3])
        #expect(first.responseID == "chatcmpl-b1" && first.requestID == "b-1" && first.tokens == [50, 8, 32, nil])
        #expect(first.model == "gpt-4o-mini-2024-07-18" && first.requestedModel == "cheap" && first.latency == 820_500)
        #expect(first.attribution.user?.id == "u-1" && first.attribution.feature == "search" && first.metadata("team") == "t-1")
        #expect(first.apiKeyName == "team-a" && first.metadata("recordedCostUsd") == "0.0000123" && first.reportedCost == nil)
        #expect(refused.status == .error && refused.httpStatus == 429 && refused.errorMessage == "slow down" && !refused.isStreamed)
        #expect(fallback.provider == "azure" && fallback.status == .maxTokens && fallback.isStreamed && fallback.tokens == [50, 20, nil, nil])
        #expect(fallback.metadata("parentRequestId") == "b-2")
        #expect(hit.isCacheHit && hit.endpoint == .responses)
    }

    private func row(_ columns: String) -> LogReading {
        LogReading(#"{"selected_key_id":"k","object":"chat.completion",\#(columns)}"#)
    }

    @Test func malformedRows() {
        #expect(row(#""model":"m""#).rejected.first?.message.hasPrefix("no status") == true)
        #expect(row(#""status":"success""#).rejected.first?.message.contains("without a model") == true)
        let broken = row(#""status":"success","model":"m","token_usage":"{\"prompt_tokens\"","raw_response":"{\"id\":""#)
        #expect(broken.calls.first?.usage == nil && broken.notes.first?.contains(.columnUnreadable) == true)
        #expect(row(#""status":"success","model":"m","token_usage":{"prompt_tokens":0,"completion_tokens":0}"#).calls.first?.usage == nil)
        #expect(row(#""status":"error","model":"m","error_details":null"#).calls.first?.errorMessage == "the call failed")
        #expect(row(#""status":"cancelled","model":"m","latency":"fast""#).calls.first?.errorMessage == "cancelled")
    }

    @Test(arguments: [
        ("chat.completion", Endpoint.chatCompletions), ("text.completion", .completions), ("response", .responses), ("response.completion.stream", .responses),
        ("list", .embeddings), ("embedding", .embeddings), ("audio.speech", .speech), ("image.generation", .images), ("list_models", nil), ("rerank", nil),
    ] as [(String, Endpoint?)])
    func kinds(object: String, endpoint: Endpoint?) {
        let reading = LogReading(#"{"selected_key_id":"k","object_type":"\#(object)","status":"success","model":"m"}"#)
        #expect(reading.calls.first?.endpoint == endpoint && reading.ignored == (endpoint == nil ? 1 : 0))
    }
}
