import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct CallLineLogTests {
    @Test func streamsInterleaveChunkByChunk() async throws {
        let run = try await LogRun.fixture("chunk-per-line.jsonl")
        #expect(run.containers == ["call-lines": 9])
        #expect(
            run.facts == [
                "chatcmpl-inv025a chat.completions gpt-4o-mini-2024-07-18 SUCCESS in:17 out:9 cached:0 reasoning:0 finish:stop streamed latency:930000",
                "chatcmpl-inv025b chat.completions gpt-4o-mini-2024-07-18 ERROR streamed cut latency:500000",
            ])
        #expect(run.whom == ["user:u-2", "user:u-3"])
        #expect(run.calls.map(\.requestedModel) == ["gpt-4o-mini", "gpt-4o-mini"])
        #expect(run.calls[0].streamDuration == 470_000)
        #expect(run.calls.map { $0.time?.utcText } == ["2026-11-02T10:00:00.000Z", "2026-11-02T10:00:00.100Z"])
        #expect(run.others == [7, 0, 0])
    }

    /// Case C42.
    @Test func transcriptsInterleavePieceByPiece() async throws {
        func line(_ second: Int, _ stream: String, _ model: String, _ rest: String, done: Bool = false) -> String {
            #"{"ts":"2026-05-04T10:00:0\#(second)Z","stream":"\#(stream)","sse":"data: {\"id\":\"m\#(stream)\",\"model\":\"\#(model)\",\#(rest)}\n\n\#(done ? #"data: [DONE]\n\n"# : "")"}"#
        }
        let usage = #"\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}"#
        let run = try await LogRun.lines(
            line(1, "A", "gx-5", #"\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]"#),
            line(1, "B", "gx-5-mini", #"\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"}}]"#), line(2, "B", "gx-5-mini", usage, done: true),
            line(3, "A", "gx-5", usage, done: true))
        #expect(
            run.facts.sorted() == [
                "mA chat.completions gx-5 SUCCESS in:1000 out:100 streamed latency:2000000",
                "mB chat.completions gx-5-mini SUCCESS in:1000 out:100 streamed latency:1000000",
            ])
        #expect(run.others == [2, 0, 0])
    }

    @Test func aWholeTranscriptIsNoPiece() async throws {
        let run = try await LogRun.lines(
            #"{"ts":1793613600,"stream":true,"sse":"data: {\"id\":\"w\",\"model\":\"gpt-5\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"}"#)
        #expect(run.containers == ["exchange": 1])
        #expect(run.facts == ["w chat.completions gpt-5 SUCCESS finish:stop streamed"])
    }

    @Test func chunksMayBeText() async throws {
        func line(_ time: Int, _ data: String) -> String { #"{"t":\#(time),"id":7,"data":"\#(data)"}"# }
        let run = try await LogRun.lines(
            line(1_793_613_600, #"{\"id\":\"\",\"object\":\"\",\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}"#),
            line(1_793_613_601, #"{\"id\":\"chatcmpl-t\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4.1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}"#),
            line(1_793_613_602, "[DONE]"))
        #expect(run.facts == ["chatcmpl-t chat.completions gpt-4.1 SUCCESS finish:stop streamed latency:2000000"])
        #expect(run.others == [2, 0, 0])
    }

    @Test func requestAndResponseMayBeTwoLines() async throws {
        let request =
            #"{"type":"request","id":"r1","ts":"2026-11-02T10:00:00Z","method":"POST","url":"https://api.openai.com/v1/chat/completions","body":{"model":"gpt-5","messages":[]},"user":"u","request_headers":{"x-fluxgate-feature":"faq"}}"#
        let response =
            #"{"type":"response","id":"r1","ts":"2026-11-02T10:00:01.500Z","status":200,"body":{"id":"chatcmpl-p","object":"chat.completion","model":"gpt-5-2025-08-07","choices":[{"index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}}"#
        let run = try await LogRun.lines(request, response)
        #expect(run.facts == ["chatcmpl-p chat.completions gpt-5-2025-08-07 SUCCESS http:200 in:3 out:2 finish:stop latency:1500000"])
        #expect(run.whom == ["feature:faq user:u"])
        #expect(run.calls[0].time?.utcText == "2026-11-02T10:00:00.000Z")
        #expect(run.others == [1, 0, 0])

        let failed = try await LogRun.lines(request, #"{"event":"error","id":"r1","ts":"2026-11-02T10:00:04Z","error":"connection reset"}"#)
        #expect(failed.facts == ["- chat.completions gpt-5 ERROR latency:4000000"])
        #expect(failed.calls[0].errorMessage == "connection reset")

        let unanswered = try await LogRun.lines(request)
        #expect(unanswered.others == [0, 1, 0])
    }

    @Test func halvesInMembersOfTheirNames() async throws {
        let run = try await LogRun.lines(
            #"{"event":"request","request_id":"q","time":1793613600,"request":{"model":"gpt-5","input":"x"}}"#,
            #"{"event":"response","request_id":"q","time":1793613602,"response":{"id":"resp_q","object":"response","status":"completed","model":"gpt-5","output":[],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}}"#)
        #expect(run.facts == ["resp_q responses gpt-5 SUCCESS in:1 out:2 finish:stop latency:2000000"])
    }
}
