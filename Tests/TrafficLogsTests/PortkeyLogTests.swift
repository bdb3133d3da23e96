import Testing
import TrafficModel

@Suite struct PortkeyLogTests {
    @Test func readsARow() throws {
        let call = try #require(try LogReading(fixture: "portkey-export.jsonl").calls.first)
        #expect(call.responseID == "chatcmpl-inv034" && call.endpoint == .chatCompletions && call.provider == "openai")
        #expect(call.model == "gpt-4o-mini-2024-07-18" && call.requestedModel == "gpt-4o-mini")
        #expect(call.tokens == [40, 10, 0, 0] && call.finishReason == "stop" && call.status == .success && call.httpStatus == 200)
        #expect(!call.isStreamed && call.latencyMilliseconds == 740)
        #expect(call.attribution.user?.id == "u-7" && call.attribution.sessionID == "tr-34" && call.attribution.feature == "email")
        #expect(call.metadata("recordedCostUsd") == "0.000012" && call.reportedCost == nil && call.apiKeyName == "vk")
    }

    @Test func nestedNamesAndMetadata() {
        let call = LogReading(
            #"{"created_at":"2026-11-02T10:00:00Z","ai_org":"azure-openai","ai_model":"gpt-4o","request":{"body":{"model":"gpt-4o","user":"r"}},"response":{"body":"{\"error\":{\"message\":\"slow\",\"code\":\"429\"}}"},"response_status_code":429,"is_success":0,"metadata":{"_user":"u","feature":"f","session_id":"s"},"trace_id":"t"}"#
        ).calls.first
        #expect(call?.provider == "azure" && call?.status == .error && call?.errorMessage == "slow" && call?.usage == nil)
        #expect(call?.attribution.user?.id == "u" && call?.attribution.feature == "f" && call?.attribution.sessionID == "s")
    }

    @Test func fewColumnsAreEnough() {
        let call = LogReading(#"{"ai_model":"gpt-4o","req_units":7,"res_units":3,"stream_mode":"TRUE","cache_status":"SEMANTIC HIT"}"#).calls.first
        #expect(call?.tokens == [7, 3, nil, nil] && call?.isStreamed == true && call?.isCacheHit == true && call?.model == "gpt-4o")
        #expect(LogReading(#"{"ai_model":"gpt-4o","req_units":7,"res_units":3,"cache_status":"MISS"}"#).calls.first?.isCacheHit == false)
    }

    @Test(arguments: [("0.0012", "0.000012"), ("1.2e-05", "0.00000012"), ("\"3\"", "0.03"), ("0.012300000000000001", "0.000123"), ("0", "0")])
    func costsAreCents(cents: String, usd: String) {
        #expect(LogReading(#"{"ai_model":"m","is_success":1,"cost":\#(cents)}"#).calls.first?.metadata("recordedCostUsd") == usd)
    }

    @Test func otherCurrenciesAreNotTakenForDollars() {
        #expect(LogReading(#"{"ai_model":"m","is_success":1,"cost":1,"cost_currency":"EUR"}"#).calls.first?.metadata("recordedCostUsd") == nil)
    }

    @Test func malformedRows() {
        #expect(LogReading(#"{"ai_org":"openai","is_success":1}"#).rejected.first?.message.contains("without a model") == true)
        #expect(LogReading(#"{"ai_model":"m","response_status_code":"OK"}"#).rejected.first?.message == #"response_status_code is no HTTP status: "OK""#)
        #expect(LogReading(#"{"ai_model":"m","req_units":-1,"res_units":2}"#).calls.first?.usageFault == .negativeCount)
        #expect(LogReading(#"{"ai_model":"m","req_units":5,"res_units":null}"#).calls.first?.usageFault == .halfGiven)
        let odd = LogReading(#"{"ai_model":"m","is_success":"false","metadata.key":["_user",5],"metadata.value":["u"]}"#).calls.first
        #expect(odd?.status == .error && odd?.attribution.user?.id == "u")
    }
}
