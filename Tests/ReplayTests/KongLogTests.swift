import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct KongLogTests {
    @Test func readsBothShapes() async throws {
        let run = try await LogRun.fixture("kong-file-log.jsonl")
        #expect(run.containers == ["kong": 2])
        #expect(
            run.facts == [
                "- chat.completions gpt-5-nano-2025-08-07 SUCCESS http:200 in:14 out:21 cached:0 reasoning:8 latency:1320000",
                "- - gpt-4o SUCCESS http:200 in:28 out:20 latency:500000",
            ])
        #expect(run.whom == ["user:team-a recordedCostUsd=0.0001", "recordedCostUsd=0.0038"])
        #expect(run.calls.map(\.requestID) == ["k1", "k2"])
        #expect(run.calls[0].requestedModel == "gpt-5-nano")
        #expect(run.calls.map(\.provider) == ["openai", "openai"])
        #expect(run.calls.map { $0.time?.utcText } == ["2026-11-02T10:00:00.250Z", "2026-11-02T10:00:00.900Z"])
        #expect(run.calls.allSatisfy { $0.reportedCost == nil })
    }

    private func line(_ ai: String, status: Int = 200, uri: String = "/ai") -> String {
        #"{"started_at":1793613600250,"latencies":{"request":900},"request":{"id":"k","uri":"\#(uri)","headers":{"x-fluxgate-feature":"faq"}},"response":{"status":\#(status)},"tries":[]\#(ai.isEmpty ? "" : #","ai":"# + ai)}"#
    }

    @Test func takesAnArrayAsItsEntries() async throws {
        let one = line(#"{"proxy":{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"meta":{"request_model":"gpt-5","provider_name":"azure"}}}"#)
        let run = try await LogRun.lines("[\(one),\(one)]")
        #expect(run.facts == Array(repeating: "- - gpt-5 SUCCESS http:200 in:1 out:2 latency:900000", count: 2))
        #expect(run.calls[0].provider == "azure")
        #expect(run.whom[0] == "feature:faq")
        #expect(run.records == 2)
    }

    @Test func prefersTheBody() async throws {
        let body = #"{\"id\":\"chatcmpl-k\",\"object\":\"chat.completion\",\"model\":\"gpt-5\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12}}"#
        let run = try await LogRun.lines(
            line(#"{"proxy":{"payload":{"response":"\#(body)"},"usage":{"prompt_tokens":1,"completion_tokens":1},"meta":{"request_model":"best"}}}"#))
        #expect(run.facts == ["chatcmpl-k chat.completions gpt-5 SUCCESS http:200 in:10 out:2 finish:stop latency:900000"])
        #expect(run.calls[0].requestedModel == "best")
    }

    @Test func aCacheHitCostsNothing() async throws {
        let run = try await LogRun.lines(
            line(#"{"proxy":{"cache":{"cache_status":"Hit"},"usage":{"prompt_tokens":5,"completion_tokens":5},"meta":{"request_model":"gpt-5"}}}"#))
        #expect(run.calls.map(\.isCacheHit) == [true])
    }

    @Test func pluginsThatCalledAModelAreCallsOfTheirOwn() async throws {
        let usage = #""usage":{"prompt_token":1,"completion_token":1},"meta":{"request_model":"gpt-5-nano","llm_latency":70}"#
        let run = try await LogRun.lines(line(#"{"ai-proxy":{\#(usage)},"ai-request-transformer":{\#(usage)}}"#))
        #expect(run.calls.map(\.latency) == [900_000, 70_000])
    }

    @Test func knowsARefusedCallAndOtherTraffic() async throws {
        let run = try await LogRun.lines(
            line("{}", status: 503), line("", uri: "/orders/17"), line("", status: 404, uri: "/orders"), line("", uri: "/v1/chat/completions"))
        #expect(run.facts == ["- - - ERROR http:503 latency:900000", "- chat.completions - SUCCESS http:200 latency:900000"])
        #expect(run.others == [0, 2, 0])
    }
}
