import ByteStreams
import Replay
import TestSupport
import Testing
import TrafficModel

@Suite struct OpenAIListingTests {
    /// The fixture as one line.
    private func storedPage() throws -> String {
        String(decoding: try Fixtures.bytes("traffic/stored-completions.json"), as: UTF8.self).split(separator: "\n").joined()
    }

    @Test func eachItemOfAPageIsARecord() async throws {
        let run = try await LogRun.lines(try storedPage())
        #expect(run.containers == ["openai-listing": 1])
        #expect(run.facts == ["chatcmpl-inv047 chat.completions gpt-5.4 SUCCESS in:13 out:18 finish:stop"])
        #expect(run.whom == ["feature:eval user:u-47"])
        #expect(run.calls[0].requestID == "req_inv047")
        #expect(run.calls[0].time?.utcText == "2026-11-02T10:00:00.000Z")
        #expect(run.calls[0].serviceTier == "default")
    }

    @Test func readsResponsesAndStopsAtTheLastPage() async throws {
        let run = try await LogRun.lines(
            #"{"object":"list","data":[{"id":"resp_1","object":"response","created_at":1793613600,"status":"completed","model":"gpt-5","output":[],"usage":{"input_tokens":5,"output_tokens":6,"total_tokens":11}},{"id":"resp_2","object":"response","created_at":1793613600,"status":"queued","model":"gpt-5","usage":null},7],"has_more":true}"#,
            #"{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}"#)
        #expect(run.facts == ["resp_1 responses gpt-5 SUCCESS in:5 out:6 finish:stop"])
        #expect(run.others == [0, 2, 1])
        #expect(run.records == 4)
        #expect(run.rejects.map(\.reason) == [.notARecord])
    }

    @Test func otherListsAreWhatTheyWere() async throws {
        let run = try await LogRun.lines(
            #"{"object":"list","data":[{"id":"gpt-5","object":"model"}]}"#,
            #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[]}],"model":"text-embedding-3-small","usage":{"prompt_tokens":3,"total_tokens":3}}"#)
        #expect(run.containers == ["bodies": 2])
        #expect(run.facts == ["- embeddings text-embedding-3-small SUCCESS in:3 out:0"])
    }
}
