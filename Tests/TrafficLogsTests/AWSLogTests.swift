import Testing
import TrafficModel

@Suite struct BedrockLogTests {
    @Test func readsOpenAIModels() throws {
        let reading = try LogReading(fixture: "bedrock-invocations.jsonl")
        #expect(reading.calls.count == 4 && reading.ignored == 1 && reading.rejected.isEmpty)
        let (plain, stream, conversation, throttled) = (reading.calls[0], reading.calls[1], reading.calls[2], reading.calls[3])
        #expect(plain.responseID == "chatcmpl-br1" && plain.requestID == "br-1" && plain.provider == "bedrock" && plain.tokens == [80, 25, nil, nil])
        #expect(plain.attribution.user?.id == "u-1" && plain.attribution.feature == "triage" && plain.metadata("awsRegion") == "us-west-2")
        #expect(stream.isStreamed && stream.status == .success && stream.tokens == [81, 12, nil, nil] && stream.model == "openai.gpt-oss-20b-1:0")
        #expect(conversation.tokens == [35, 44, nil, nil] && conversation.status == .maxTokens && conversation.latencyMilliseconds == 640)
        #expect(conversation.requestedModel == "openai.gpt-oss-20b-1:0")
        #expect(throttled.status == .error && throttled.httpStatus == 429 && throttled.errorMessage == "ThrottlingException" && throttled.usage == nil)
    }

    @Test func streamedConversations() {
        let events = #"[{"messageStart":{"role":"assistant"}},{"messageStop":{"stopReason":"end_turn"}},{"metadata":{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7},"metrics":{"latencyMs":50}}}]"#
        let call = LogReading(
            #"{"schemaType":"ModelInvocationLog","modelId":"openai.gpt-oss-20b-1:0","operation":"ConverseStream","output":{"outputBodyJson":\#(events)}}"#
        ).calls.first
        #expect(call?.tokens == [3, 4, nil, nil] && call?.isStreamed == true && call?.finishReason == "stop" && call?.latencyMilliseconds == 50)
    }

    @Test func malformedRows() {
        func row(_ columns: String) -> LogReading { LogReading(#"{"schemaType":"ModelInvocationLog"\#(columns)}"#) }
        #expect(row("").rejected.first?.message == "no modelId")
        #expect(row(#","modelId":7"#).rejected.first?.message == "no modelId")
        let odd = row(#","modelId":"openai.gpt-oss-20b-1:0","input":"x","output":[],"timestamp":null"#)
        #expect(odd.calls.count == 1 && odd.calls.first?.usage == nil)
        let counted = row(#","modelId":"openai.gpt-oss-20b-1:0","input":{"inputTokenCount":"5"},"output":{"outputTokenCount":2,"outputBodyJson":null}"#)
        #expect(counted.calls.first?.tokens == [5, 2, nil, nil] && counted.notes.first?.contains(.countAsText) == true)
    }
}

@Suite struct APIGatewayLogTests {
    @Test func countsCallsOfEndpoints() throws {
        let reading = try LogReading(fixture: "aws-api-gateway.jsonl")
        #expect(reading.calls.count == 2 && reading.ignored == 1)
        let (proxied, refused) = (reading.calls[0], reading.calls[1])
        #expect(proxied.endpoint == .chatCompletions && proxied.httpStatus == 200 && proxied.latencyMilliseconds == 812 && proxied.usage == nil)
        #expect(proxied.time?.utcText == "2026-11-02T10:00:00.123Z" && proxied.attribution.user == nil)
        #expect(refused.endpoint == .responses && refused.status == .error && refused.attribution.user?.id == "alice")
        #expect(refused.time?.utcText == "2026-11-02T10:00:01.000Z")
    }

    @Test func malformedRows() {
        let row = LogReading(#"{"requestId":"r","httpMethod":"POST","resourcePath":"/v1/embeddings","status":"-"}"#)
        #expect(row.rejected.first?.message == #"status is no HTTP status: "-""#)
        let noStatus = LogReading(#"{"requestId":"r","httpMethod":"POST","resourcePath":"/v1/embeddings","status":null}"#)
        #expect(noStatus.rejected.count == 1)
        #expect(LogReading(#"{"requestId":"r","httpMethod":"POST","resourcePath":null,"status":200}"#).ignored == 1)
    }
}
