import Testing
import TrafficModel

@Suite struct LiteLLMPayloadLogTests {
    @Test func readsAStreamedCall() throws {
        let reading = try LogReading(fixture: "litellm-standard.jsonl")
        #expect(reading.rejected.isEmpty && reading.calls.count == 2)
        let call = reading.calls[0]
        #expect(call.responseID == "chatcmpl-inv030" && call.endpoint == .chatCompletions && call.provider == "openai")
        #expect(call.model == "gpt-5-nano-2025-08-07" && call.requestedModel == "fast")
        #expect(call.tokens == [90, 60, 64, 32])
        #expect(call.status == .success && call.finishReason == "stop")
        // `response_time` is the time to the first token.
        #expect(call.isStreamed && call.latencyMilliseconds == 3_500 && call.streamMilliseconds == 2_700)
        #expect(call.time?.utcText == "2026-11-02T10:00:00.000Z")
        #expect(call.attribution.user?.id == "u-8" && call.attribution.sessionID == "tr-9" && call.attribution.feature == "search")
        #expect(call.reportedCost == nil && call.metadata("recordedCostUsd") == "0.000123")
        #expect(call.apiKeyName == "svc")
    }

    @Test func zerosOfAFailureAreNoUsage() throws {
        let call = try LogReading(fixture: "litellm-standard.jsonl").calls[1]
        #expect(call.status == .error && call.httpStatus == 429 && call.errorMessage == "x")
        #expect(call.usage == nil && call.responseID == nil && call.model == "gpt-5-nano")
        #expect(!call.isStreamed && call.latencyMilliseconds == 250)
    }

    private func row(_ columns: String) -> LogReading {
        LogReading(#"{"call_type":"acompletion","hidden_params":{},"model":"gpt-4o",\#(columns)}"#)
    }

    @Test(arguments: [#"null"#, #"{}"#, #""""#, #""redacted-by-litellm""#, #"{"text":"redacted-by-litellm"}"#, #""{\"choices\":[{\"""#])
    func columnsCountWhereTheBodyIsMissing(response: String) {
        let reading = row(#""id":"chatcmpl-1","response":\#(response),"prompt_tokens":12,"completion_tokens":"3","total_tokens":15"#)
        #expect(reading.calls.first?.tokens == [12, 3, nil, nil])
        #expect(reading.calls.first?.responseID == "chatcmpl-1" && reading.calls.first?.status == .success)
        #expect(reading.calls.first?.endpoint == .chatCompletions)
    }

    @Test func brokenBodiesAreNoted() {
        #expect(row(#""response":"{\"choices\":[{\"""#).notes.first?.contains(.columnUnreadable) == true)
        #expect(row(#""response":"redacted-by-litellm""#).notes.first?.contains(.columnUnreadable) == false)
    }

    @Test func detailsComeFromTheUsageObject() {
        let object = #"{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":8}}"#
        #expect(row(#""metadata":{"usage_object":\#(object)},"prompt_tokens":1,"completion_tokens":1"#).calls.first?.tokens == [12, 3, 8, nil])
        let hidden = LogReading(#"{"call_type":"completion","hidden_params":{"usage_object":\#(object)},"model":"gpt-4o","response":{}}"#)
        #expect(hidden.calls.first?.tokens == [12, 3, 8, nil])
    }

    @Test func cacheHitsKeepTheirTokens() {
        let call = row(#""cache_hit":true,"prompt_tokens":12,"completion_tokens":3"#).calls.first
        #expect(call?.isCacheHit == true && call?.tokens == [12, 3, nil, nil])
        #expect(row(#""cache_hit":null,"prompt_tokens":12,"completion_tokens":3"#).calls.first?.isCacheHit == false)
    }

    @Test func theAddressTellsMoreThanTheName() {
        let azure = row(#""custom_llm_provider":"openai","api_base":"https://x.openai.azure.com/openai/deployments/prod-4o/chat/completions?api-version=1""#).calls.first
        #expect(azure?.provider == "azure" && azure?.deployment == "prod-4o" && azure?.endpoint == .chatCompletions)
        // A base's path is a prefix: it must not make the call a request for something else.
        let router = row(#""custom_llm_provider":"openrouter","api_base":"https://openrouter.ai/api/v1","prompt_tokens":1,"completion_tokens":1"#).calls.first
        #expect(router?.provider == "openrouter" && router?.endpoint == .chatCompletions)
        #expect(row(#""custom_llm_provider":"together_ai""#).calls.first?.provider == "together")
        #expect(row(#""custom_llm_provider":"azure","api_base":null"#).calls.first?.provider == "azure")
    }

    @Test func costsInTheUsageAreTheProxysOwn() {
        let response = #"{"id":"c","object":"chat.completion","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cost":0.5}}"#
        #expect(row(#""custom_llm_provider":"openai","response":\#(response)"#).calls.first?.reportedCost == nil)
        // OpenRouter tells what it charged.
        #expect(row(#""custom_llm_provider":"openrouter","response":\#(response)"#).calls.first?.reportedCost == Money("0.5"))
    }

    @Test func refusalsKeepTheirKind() {
        func failure(_ name: String, _ code: String) -> Call? {
            row(#""status":"failure","error_information":{"error_code":"\#(code)","error_class":"\#(name)","error_message":"no"}"#).calls.first
        }
        #expect(failure("ContentPolicyViolationError", "400")?.status == .blocked)
        #expect(failure("BadRequestError", "400")?.status == .malformedRequest)
        #expect(failure("Timeout", "")?.httpStatus == nil)
        #expect(row(#""status":"failure","error_str":"boom""#).calls.first?.errorMessage == "boom")
        #expect(row(#""status":"success","error_information":{"error_code":"","error_class":"","error_message":""}"#).calls.first?.status == .success)
    }

    @Test func tagsOfTheProxyAreNoFeatures() {
        let call = row(#""request_tags":["User-Agent: openai","User-Agent: openai/2.1","chat","beta"]"#).calls.first
        #expect(call?.attribution.feature == "chat" && call?.metadata("tags") != nil)
    }

    @Test func otherKindsOfCalls() {
        func kind(_ type: String) -> LogReading {
            LogReading(#"{"call_type":"\#(type)","hidden_params":{},"model":"m","prompt_tokens":5,"completion_tokens":0,"total_tokens":5}"#)
        }
        #expect(kind("aembedding").calls.first?.endpoint == .embeddings && kind("aembedding").calls.first?.usageFault == nil)
        #expect(kind("aresponses").calls.first?.endpoint == .responses)
        #expect(kind("_arealtime").calls.first?.endpoint == .realtime)
        #expect(kind("anthropic_messages").calls.count == 1)
        #expect(kind("aretrieve_batch").ignored == 1)
        let lists = LogReading(#"{"call_type":"alist_files","hidden_params":{},"model":"m","prompt_tokens":0,"completion_tokens":0}"#)
        #expect(lists.ignored == 1 && lists.calls.isEmpty)
    }

    @Test func malformedRowsSayWhatIsWrong() {
        #expect(LogReading(#"{"call_type":5,"hidden_params":{}}"#).rejected.first?.message == "call_type is no text: 5")
        #expect(LogReading(#"{"call_type":"acompletion","hidden_params":null}"#).rejected.first?.message.contains("without a model") == true)
        let odd = LogReading(#"{"call_type":"acompletion","hidden_params":[],"metadata":"x","model":["m"],"request_tags":7,"startTime":{},"prompt_tokens":"many"}"#)
        #expect(odd.calls.first?.usageFault == .notACount)
        #expect(odd.notes.first?.contains(.timeUnreadable) == true)
    }
}

@Suite struct LiteLLMSpendLogTests {
    @Test func readsARow() throws {
        let reading = try LogReading(fixture: "litellm-spendlogs.jsonl")
        let call = try #require(reading.calls.first)
        #expect(call.responseID == "chatcmpl-inv031" && call.model == "azure/gpt-4.1" && call.requestedModel == "gpt-4.1")
        #expect(call.provider == "azure" && call.deployment == "gpt-4.1" && call.endpoint == .chatCompletions)
        #expect(call.tokens == [300, 30, 256, nil] && call.finishReason == nil && call.httpStatus == nil)
        #expect(call.latencyMilliseconds == 2_250 && call.streamMilliseconds == 1_750 && call.isStreamed)
        #expect(call.time?.utcText == "2026-11-02T10:00:00.100Z" && reading.notes[0].contains(.zoneMissing))
        #expect(call.attribution.user?.id == "u-9" && call.attribution.sessionID == "s-9" && call.attribution.feature == "chatbot")
        #expect(call.metadata("recordedCostUsd") == "0.00042" && !call.isCacheHit)
    }

    private func row(_ columns: String) -> LogReading {
        LogReading(#"{"request_id":"r1","call_type":"acompletion","spend":0,"model":"gpt-4o",\#(columns)}"#)
    }

    @Test func jsonColumnsMayBeObjects() {
        let call = row(#""metadata":{"usage_object":{"prompt_tokens":5,"completion_tokens":2},"user_api_key_alias":"k"},"request_tags":["a"],"user":"op""#).calls.first
        #expect(call?.tokens == [5, 2, nil, nil] && call?.apiKeyName == "k")
        #expect(call?.attribution.feature == "a" && call?.attribution.user?.id == "op")
    }

    @Test func brokenColumnsCostWhatTheyTell() {
        let reading = row(#""metadata":"{\"usage_object\":","request_tags":"[","prompt_tokens":5,"completion_tokens":2"#)
        #expect(reading.calls.first?.tokens == [5, 2, nil, nil])
        #expect(reading.notes.first?.contains(.columnUnreadable) == true)
    }

    @Test func olderRowsKeepDetailsBesideTheColumns() {
        let call = row(#""prompt_tokens":50,"completion_tokens":2,"total_tokens":52,"metadata":{"additional_usage_values":{"prompt_tokens_details":{"cached_tokens":40}}}"#).calls.first
        #expect(call?.tokens == [50, 2, 40, nil])
    }

    @Test func failuresHaveIdsOfTheirOwn() {
        let metadata = #"{\"status\":\"failure\",\"error_information\":{\"error_code\":\"500\",\"error_class\":\"InternalServerError\",\"error_message\":\"down\"}}"#
        let call = row(#""prompt_tokens":0,"completion_tokens":0,"metadata":"\#(metadata)""#).calls.first
        #expect(call?.status == .error && call?.httpStatus == 500 && call?.errorMessage == "down")
        #expect(call?.usage == nil && call?.responseID == nil && call?.requestID == "r1")
        #expect(row(#""status":"failure""#).calls.first?.errorMessage == "the call failed")
    }

    @Test(arguments: [("\"True\"", true), ("\"False\"", false), ("\"None\"", false), ("\"\"", false), ("null", false), ("true", true)])
    func cacheHits(column: String, isHit: Bool) {
        #expect(row(#""cache_hit":\#(column),"prompt_tokens":5,"completion_tokens":2"#).calls.first?.isCacheHit == isHit)
    }

    @Test func pagesHoldRows() throws {
        let line = String(decoding: try LogReading.lines(ofFixture: "litellm-spendlogs.jsonl")[0], as: UTF8.self)
        let reading = LogReading(#"{"data":[\#(line),null],"total":1}"#)
        #expect(reading.calls.count == 1 && reading.rejected.map(\.reason) == [.notARecord])
    }
}
