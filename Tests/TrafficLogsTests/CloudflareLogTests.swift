import Testing
import TrafficModel

@Suite struct CloudflareLogTests {
    @Test func encryptedCallsAreCounted() throws {
        let reading = try LogReading(fixture: "cloudflare-logpush.jsonl")
        #expect(reading.calls.count == 2 && reading.rejected.isEmpty)
        for call in reading.calls {
            #expect(call.endpoint == .chatCompletions && call.requestedModel == "gpt-4o-mini" && call.servedModel == nil)
            #expect(call.usage == nil && call.provider == "openai" && call.time == nil && call.attribution.metadata.isEmpty)
        }
        #expect(reading.calls.map(\.httpStatus) == [200, 424] && reading.calls.map(\.status) == [.success, .error])
    }

    @Test func plainFieldsAreRead() {
        let body = #"{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2,\"total_tokens\":6}}"#
        let fields = #""RequestBody":{"type":"plain","data":"{\"model\":\"gpt-4o-mini\",\"user\":\"u\"}"},"Metadata":{"type":"plain","data":"{\"feature\":\"f\"}"}"#
        let call = LogReading(#"{"Gateway":"gw","Provider":"azure-openai","StatusCode":"200","Cached":true,\#(fields),"ResponseBody":"\#(body)"}"#).calls.first
        #expect(call?.tokens == [4, 2, nil, nil] && call?.provider == "azure" && call?.isCacheHit == true && call?.requestedModel == "gpt-4o-mini")
        #expect(call?.attribution.feature == "f" && call?.attribution.user?.id == "u")
    }

    @Test func malformedPushes() {
        #expect(LogReading(#"{"Gateway":"gw","RequestBody":null,"StatusCode":{}}"#).rejected.first?.message == "StatusCode is no HTTP status: an object")
        #expect(LogReading(#"{"Gateway":"gw","RequestBody":null}"#).rejected.count == 1)
        let broken = LogReading(#"{"Gateway":"gw","Model":"m","RequestBody":"{","ResponseBody":"{\"choices\":","Metadata":"{"}"#)
        #expect(broken.calls.first?.usage == nil && broken.notes.first?.contains(.columnUnreadable) == true)
    }

    @Test func listsOfTheAPI() throws {
        let reading = try LogReading(fixture: "cloudflare-api.jsonl")
        #expect(reading.calls.count == 4 && reading.ignored == 1 && reading.rejected.isEmpty && reading.containers == ["cloudflare"])
        let (plain, cached, refused, whole) = (reading.calls[0], reading.calls[1], reading.calls[2], reading.calls[3])
        #expect(plain.tokens == [40, 10, nil, nil] && plain.requestedModel == "gpt-4o-mini" && plain.latencyMilliseconds == 812)
        #expect(plain.attribution.user?.id == "u-1" && plain.attribution.feature == "email" && plain.metadata("plan") == "pro")
        #expect(plain.metadata("recordedCostUsd") == "0.000012" && plain.requestID == "01JCF1" && plain.responseID == nil)
        #expect(cached.isCacheHit)
        #expect(refused.provider == "azure" && refused.httpStatus == 429 && refused.usage == nil && refused.status == .error)
        #expect(whole.responseID == "resp_cf5" && whole.endpoint == .responses && whole.isStreamed && whole.tokens == [30, 5, 16, 0])
        // Its metadata is cut.
        #expect(reading.notes[3].contains(.columnUnreadable))
    }

    @Test func malformedRows() {
        let list = LogReading(#"{"result":[{"cached":false,"tokens_in":1,"tokens_out":2,"provider":"openai","model":"m"},7,{"cached":null,"tokens_in":null,"provider":null}]}"#)
        #expect(list.calls.count == 1)
        #expect(list.rejected.map(\.reason) == [.notARecord, .unrecognised])
        #expect(LogReading(#"{"cached":false,"tokens_in":"x","tokens_out":2,"provider":"openai","model":"m"}"#).calls.first?.usageFault == .notACount)
        #expect(LogReading(#"{"cached":false,"tokens_in":1,"tokens_out":2,"provider":"openai","model":"m","success":false}"#).calls.first?.status == .error)
    }
}
