import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct ChunkLogTests {
    private func chunk(_ id: String, _ rest: String) -> String {
        #"{"id":"\#(id)","object":"\#(id.isEmpty ? "" : "chat.completion.chunk")","created":\#(id.isEmpty ? 0 : 1_793_613_600),"model":"\#(id.isEmpty ? "" : "gpt-4.1")",\#(rest)}"#
    }

    @Test func bareChunksInterleave() async throws {
        let run = try await LogRun.lines(
            chunk("a", #""choices":[{"index":0,"delta":{"content":"A"}}]"#), chunk("b", #""choices":[{"index":0,"delta":{"content":"B"}}]"#),
            chunk("a", #""choices":[{"index":0,"delta":{},"finish_reason":"stop"}]"#),
            chunk("a", #""choices":[],"usage":{"prompt_tokens":4,"completion_tokens":1,"total_tokens":5}"#), #""[DONE]""#,
            chunk("b", #""choices":[{"index":0,"delta":{},"finish_reason":"length"}]"#))
        #expect(run.containers == ["chunks": 6])
        #expect(
            run.facts == [
                "a chat.completions gpt-4.1 SUCCESS in:4 out:1 finish:stop streamed", "b chat.completions gpt-4.1 MAX_TOKENS finish:length streamed",
            ])
        #expect(run.others == [4, 0, 0])
    }

    /// Azure's first chunk names nothing.
    @Test func anOpeningBelongsToTheStreamThatFollows() async throws {
        let opening = chunk("", #""choices":[],"prompt_filter_results":[{"prompt_index":0}]"#)
        let run = try await LogRun.lines(opening, chunk("z", #""choices":[{"index":0,"delta":{"content":"A"},"finish_reason":"stop"}]"#), opening)
        #expect(run.containers == ["chunks": 3])
        #expect(run.facts == ["z chat.completions gpt-4.1 SUCCESS finish:stop streamed"])
        #expect(run.others == [1, 1, 0])
        #expect(run.calls[0].source.line == 1)
    }

    @Test func streamsWithoutIdsFollowOneAnother() async throws {
        let words = #"{"id":"","object":"chat.completion.chunk","model":"local","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}"#
        let end = #"{"id":"","object":"chat.completion.chunk","model":"local","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
        let run = try await LogRun.lines(words, end, #""[DONE]""#, words, end, #""[DONE]""#, #""[DONE]""#)
        #expect(run.facts == Array(repeating: "- chat.completions local SUCCESS finish:stop streamed", count: 2))
        #expect(run.others == [4, 1, 0])
    }

    @Test func eventsOfResponsesBelongToTheStreamAtHand() async throws {
        let run = try await LogRun.lines(
            #"{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1793613600,"status":"in_progress","model":"gpt-5","output":[],"usage":null}}"#,
            #"{"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","delta":"a"}"#,
            #"{"type":"response.output_item.done","sequence_number":2,"item":{"id":"msg_1","type":"message"}}"#,
            #"{"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","object":"response","created_at":1793613600,"status":"completed","model":"gpt-5","output":[],"usage":{"input_tokens":9,"output_tokens":3,"total_tokens":12}}}"#,
            #"{"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_9","delta":"of nothing"}"#)
        #expect(run.containers == ["chunks": 5])
        #expect(run.facts == ["resp_1 responses gpt-5 SUCCESS in:9 out:3 finish:stop streamed"])
        #expect(run.others == [3, 1, 0])
    }

    @Test func anUnfinishedResponseBrokeOff() async throws {
        let run = try await LogRun.lines(
            #"{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1793613600,"status":"in_progress","model":"gpt-5","output":[],"usage":null}}"#)
        #expect(run.facts == ["resp_1 responses gpt-5 ERROR streamed cut"])
    }
}
