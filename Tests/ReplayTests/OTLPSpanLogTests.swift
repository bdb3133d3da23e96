import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct OTLPSpanLogTests {
    @Test func onlyInferencesAreCalls() async throws {
        let run = try await LogRun.fixture("otlp-genai.jsonl")
        #expect(run.containers == ["otlp-json": 3])
        #expect(
            run.facts == [
                "resp_inv039 responses gpt-5.6-sol SUCCESS in:640 out:75 cached:512 write:64 reasoning:25 finish:stop streamed latency:1800000",
                "- - gpt-4o ERROR http:429 latency:80000",
            ])
        #expect(run.whom == ["feature:helper user:u-39 session:s-39 conversation:s-39", "feature:shop"])
        #expect(run.calls[0].streamDuration == 1_450_000)
        #expect(run.calls[1].errorMessage == "rate limited")
        #expect(run.calls.map { $0.time?.utcText } == ["2026-11-02T10:00:00.000Z", "2026-11-02T10:00:05.000Z"])
        #expect(run.others == [0, 1, 0])
        #expect(run.diagnostics.isEmpty)
    }

    private func spans(_ spans: String...) -> String { #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"# }

    private func span(_ id: String, parent: String = "", _ attributes: [(String, String)]) -> String {
        let list = attributes.map { #"{"key":"\#($0)","value":\#($1)}"# }.joined(separator: ",")
        return #"{"spanId":"\#(id)","parentSpanId":"\#(parent)","startTimeUnixNano":"1793613600000000000","endTimeUnixNano":"1793613601000000000","attributes":[\#(list)]}"#
    }

    private func text(_ value: String) -> String { #"{"stringValue":"\#(value)"}"# }
    private func int(_ value: Int) -> String { #"{"intValue":"\#(value)"}"# }

    @Test func readsOlderAndForeignDialects() async throws {
        let run = try await LogRun.lines(
            spans(
                span(
                    "1",
                    [
                        ("gen_ai.system", text("az.ai.openai")), ("llm.request.type", text("chat")), ("gen_ai.request.model", text("gpt-4.1")),
                        ("gen_ai.usage.prompt_tokens", int(7)), ("gen_ai.usage.completion_tokens", int(3)), ("llm.usage.total_tokens", int(10)),
                        ("gen_ai.usage.cache_read_input_tokens", int(2)), ("traceloop.association.properties.user_id", text("u")),
                        ("traceloop.association.properties.tenant", text("t")),
                    ]),
                span(
                    "2",
                    [
                        ("openinference.span.kind", text("LLM")), ("llm.model_name", text("gpt-5")), ("llm.token_count.prompt", int(9)),
                        ("llm.token_count.completion", int(4)), ("llm.token_count.prompt_details.cache_read", int(1)),
                        ("llm.token_count.completion_details.reasoning", int(2)), ("session.id", text("s")),
                    ]),
                span("3", [("openinference.span.kind", text("CHAIN")), ("llm.token_count.prompt", int(9)), ("llm.token_count.completion", int(4))]),
                span(
                    "4",
                    [
                        ("ai.operationId", text("ai.streamText.doStream")), ("ai.model.id", text("gpt-5")), ("ai.model.provider", text("openai.responses")),
                        ("ai.usage.promptTokens", int(5)), ("ai.usage.completionTokens", int(6)), ("ai.response.finishReason", text("stop")),
                        ("ai.telemetry.metadata.feature", text("mail")),
                    ]),
                span("5", [("ai.operationId", text("ai.streamText")), ("ai.usage.promptTokens", int(5)), ("ai.usage.completionTokens", int(6))]),
                span("6", [("http.method", text("POST"))])))
        #expect(
            run.facts == [
                "- - gpt-4.1 SUCCESS in:7 out:3 cached:2 latency:1000000", "- - gpt-5 SUCCESS in:9 out:4 cached:1 reasoning:2 latency:1000000",
                "- - gpt-5 SUCCESS in:5 out:6 finish:stop streamed latency:1000000",
            ])
        #expect(run.whom == ["user:u tenant=t", "session:s", "feature:mail"])
        #expect(run.calls.map(\.provider) == ["azure", "openai", "openai"])
        #expect(run.others == [0, 3, 0])
    }

    @Test func theNearerOfTwoSpansIsTheCall() async throws {
        let chat = [("gen_ai.operation.name", text("chat")), ("gen_ai.request.model", text("gpt-5")), ("gen_ai.usage.input_tokens", int(1)), ("gen_ai.usage.output_tokens", int(1))]
        let run = try await LogRun.lines(spans(span("a", chat), span("b", parent: "a", chat + [("gen_ai.response.id", text("chatcmpl-1"))])))
        #expect(run.facts == ["chatcmpl-1 chat.completions gpt-5 SUCCESS in:1 out:1 latency:1000000"])
        #expect(run.others == [0, 1, 0])
    }

    @Test func readsConsoleSpans() async throws {
        let run = try await LogRun.lines(
            #"{"name":"chat gpt-5","context":{"trace_id":"0x1","span_id":"0x2"},"kind":"SpanKind.CLIENT","parent_id":null,"start_time":"2026-11-02T10:00:00.000000Z","end_time":"2026-11-02T10:00:00.250000Z","status":{"status_code":"OK"},"attributes":{"gen_ai.operation.name":"embeddings","gen_ai.request.model":"text-embedding-3-small","gen_ai.usage.input_tokens":4},"resource":{"attributes":{"service.name":"jobs"}}}"#
        )
        #expect(run.facts == ["- embeddings text-embedding-3-small SUCCESS in:4 out:0 latency:250000"])
        #expect(run.whom == ["feature:jobs"])
    }

    @Test func otherSignalsAreIgnoredAndMistakesRejected() async throws {
        let run = try await LogRun.lines(
            #"{"resourceLogs":[{"scopeLogs":[]}]}"#, #"{"resourceMetrics":[]}"#, #"{"resourceSpans":[]}"#, #"{"resourceSpans":"none"}"#)
        #expect(run.others == [0, 3, 1])
        #expect(run.rejects.map(\.message) == ["resourceSpans is no list"])
    }
}
