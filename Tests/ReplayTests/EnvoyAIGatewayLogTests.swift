import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct EnvoyAIGatewayLogTests {
    @Test func readsTheDocumentedSet() async throws {
        let run = try await LogRun.fixture("envoy-ai-gateway.jsonl")
        #expect(run.containers == ["envoy-ai-gateway": 2])
        #expect(
            run.facts == [
                "- chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:120 out:33 reasoning:0 latency:1526000",
                "- chat.completions gpt-4o-mini ERROR http:503 latency:15000",
            ])
        #expect(run.whom == ["session:s-3", "session:s-3"])
        #expect(run.calls.map(\.requestID) == ["e-1", "e-2"])
        #expect(run.calls.map(\.usage?.cachedInput) == [nil, nil])
        #expect(run.calls[0].time?.utcText == "2026-11-02T10:00:00.125Z")
    }

    @Test func aDashIsNotThere() async throws {
        let run = try await LogRun.lines(
            #"{"gen_ai.request.model":"gpt-5","gen_ai.response.model":"-","gen_ai.usage.input_tokens":"-","gen_ai.usage.output_tokens":"-","start_time":"2026-11-02T10:00:00Z","path":"/v1/responses","response_code":0,"response_flags":"DC","duration":9,"x-request-id":"-"}"#)
        #expect(run.facts == ["- responses gpt-5 ERROR latency:9000"])
        #expect(run.calls[0].errorMessage == "the gateway's response flags: DC")
        #expect(run.calls[0].requestID == nil)
    }

    @Test func takesBackendAndOverride() async throws {
        let run = try await LogRun.lines(
            #"{"gen_ai.request.model":"best","gen_ai.request.model_override":"llama-3.3-70b-versatile","gen_ai.provider.name":"prod/my-groq/route/r/rule/0/ref/0","gen_ai.usage.input_tokens":8,"gen_ai.usage.cached_input_tokens":4,"gen_ai.usage.output_tokens":2,"request.path":"/v1/chat/completions","response_code":200}"#,
            #"{"gen_ai.request.model":"x","request.path":"/v1/models","response_code":200}"#)
        #expect(run.facts == ["- chat.completions llama-3.3-70b-versatile SUCCESS http:200 in:8 out:2 cached:4"])
        #expect(run.calls[0].provider == "groq")
        #expect(run.others == [0, 1, 0])
    }
}
