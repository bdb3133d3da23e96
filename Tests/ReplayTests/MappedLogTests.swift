import Replay
import TestSupport
import Testing
import TrafficLogs
import TrafficModel

@Suite struct MappedLogTests {
    private func mapping(_ places: String...) throws -> FieldMapping {
        var mapping = FieldMapping()
        for place in places { try mapping.add(place) }
        return mapping
    }

    @Test func readsColumns() async throws {
        let mapping = try mapping(
            "time=/when", "latency_ms=/took", "http_status=/code", "requested_model=/llm/asked", "model=/llm/ran", "response_id=/llm/id",
            "request_id=/rid", "finish_reason=/why", "streamed=/live", "input_tokens=/n/in", "output_tokens=/n/out", "cached_input_tokens=/n/hit",
            "cache_write_tokens=/n/put", "reasoning_tokens=/n/think", "total_tokens=/n/sum", "service_tier=/tier", "feature=/tags/app",
            "user=/who/uid", "session=/s", "conversation=/c", "step=/st", "project=/p", "key=/k", "cost=/usd", "metadata.tenant=/t")
        let run = try await LogRun.lines(
            #"{"when":"2026-11-02T10:00:00Z","took":120,"code":200,"llm":{"asked":"gpt-5","ran":"gpt-5-2025-08-07","id":"x1"},"rid":"r","why":"length","live":true,"n":{"in":100,"out":20,"hit":40,"put":8,"think":5,"sum":120},"tier":"flex","tags":{"app":"faq"},"who":{"uid":42},"s":"s1","c":"c1","st":"2","p":"proj_1","k":"sk-abcdefghijkl","usd":0.5,"t":"acme"}"#
        ) { $0.mapping = mapping }
        #expect(run.containers == ["map": 1])
        #expect(
            run.facts == [
                "x1 - gpt-5-2025-08-07 MAX_TOKENS http:200 in:100 out:20 cached:40 write:8 reasoning:5 finish:length streamed latency:120000"
            ])
        #expect(run.whom == ["feature:faq user:42 session:s1 conversation:c1 step:2 tenant=acme recordedCostUsd=0.5"])
        let call = run.calls[0]
        #expect(call.requestedModel == "gpt-5" && call.requestID == "r" && call.serviceTier == "flex" && call.project == "proj_1")
        #expect(call.apiKeyName == "sk-***")
        #expect(call.reportedCost == nil)
    }

    @Test func readsBodiesFirst() async throws {
        let body = #"{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-5","choices":[{"index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
        let mapping = try mapping("url=/u", "request=/q", "response=/a", "input_tokens=/tokens", "time=/missing", "time=/at")
        let run = try await LogRun.lines(
            #"{"u":"https://api.groq.com/openai/v1/chat/completions","q":{"model":"best","messages":[],"user":"u9"},"a":\#(body),"tokens":99,"at":1793613600}"#
        ) { $0.mapping = mapping }
        #expect(run.facts == ["chatcmpl-1 chat.completions gpt-5 SUCCESS in:1 out:2 finish:stop"])
        #expect(run.whom == ["user:u9"])
        #expect(run.calls[0].provider == "groq")
        #expect(run.calls[0].time?.utcText == "2026-11-02T10:00:00.000Z")
    }

    @Test(arguments: [
        (#""failed""#, CallStatus.error), (#""timeout""#, .error), (#""ok""#, .success), ("429", .error), (#""content_filter""#, .contentFilter), (#""MAX_TOKENS""#, .maxTokens),
    ])
    func readsStatusWords(status: String, expected: CallStatus) async throws {
        let mapping = try mapping("model=/m", "status=/s")
        let run = try await LogRun.lines(#"{"m":"gpt-5","s":\#(status)}"#) { $0.mapping = mapping }
        #expect(run.calls.map(\.status) == [expected])
    }

    @Test func knownContainersComeFirstUnlessTold() async throws {
        let mapping = try mapping("model=/m", "input_tokens=/i", "output_tokens=/o")
        let known = #"{"request":{"model":"gpt-5"},"response":{"id":"a","object":"chat.completion","model":"gpt-5","choices":[]},"m":"mine","i":1,"o":1}"#
        let run = try await LogRun.lines(known, #"{"m":"mine","i":1,"o":1}"#, #"{"z":1}"#) { $0.mapping = mapping }
        #expect(run.containers == ["exchange": 1, "map": 2])
        #expect(run.rejects.map(\.message) == ["none of the fields of --map is in this record"])
        let forced = try await LogRun.lines(known) {
            $0.mapping = mapping
            $0.container = MappedLog(mapping)
        }
        #expect(forced.facts == ["- - mine SUCCESS in:1 out:1"])
    }

    @Test func recordsThatNobodyKnowsNameTheirKeys() async throws {
        let run = try await LogRun.lines(#"{"ts":1,"usr":"secret","usage":{"tokens_in":5,"tokens_out":6},"odd key":"hidden"}"#)
        #expect(run.rejects.map(\.reason) == [.unrecognised])
        #expect(
            run.rejects[0].hint
                == "keys: ts, usr, usage, odd key; try --map time=/ts --map input_tokens=/usage/tokens_in --map output_tokens=/usage/tokens_out --map user=/usr"
        )
    }
}
