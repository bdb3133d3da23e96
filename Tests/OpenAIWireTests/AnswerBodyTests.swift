import OpenAIWire
import TestSupport
import Testing
import TrafficModel

/// Bodies by their own shape: the table of markers.
@Suite struct AnswerBodyTests {
    private func call(_ body: String, endpoint: Endpoint? = nil) throws -> Call {
        try Exchange(answer: AnswerFacts(body: body, endpoint: endpoint)).call()
    }

    private static let usage = #""usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}"#

    @Test(arguments: [
        (#"{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}],\#(usage)}"#, "c chat.completions m SUCCESS in:10 out:2 finish:stop"),
        (#"{"id":"c","object":"text_completion","model":"m","choices":[{"index":0,"text":"x","finish_reason":"length"}],\#(usage)}"#, "c completions m MAX_TOKENS in:10 out:2 finish:length"),
        (#"{"id":"r","object":"response","model":"m","status":"completed","output":[],"usage":{"input_tokens":10,"output_tokens":2,"total_tokens":12}}"#, "r responses m SUCCESS in:10 out:2 finish:stop"),
        (#"{"id":"r","object":"response.compaction","created_at":1,"output":[],"usage":{"input_tokens":10,"output_tokens":2,"total_tokens":12}}"#, "r responses.compact - SUCCESS in:10 out:2"),
        (#"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1]}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}"#, "- embeddings m SUCCESS in:7 out:0"),
        (#"{"id":"modr-1","model":"m","results":[{"flagged":false}]}"#, "modr-1 moderations m SUCCESS"),
        (#"{"created":1,"data":[{"b64_json":"A"}],"usage":{"input_tokens":10,"output_tokens":2,"total_tokens":12}}"#, "- images - SUCCESS in:10 out:2"),
        (#"{"created":1,"data":[{"url":"https://x/1.png"},{"url":"https://x/2.png"}]}"#, "- images - SUCCESS"),
        (#"{"type":"response.done","response":{"id":"r","object":"realtime.response","status":"cancelled","usage":{"input_tokens":10,"output_tokens":2,"total_tokens":12}}}"#, "r realtime - ERROR in:10 out:2 streamed"),
        (#"{"id":"run_1","object":"thread.run","model":"m","status":"completed","usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}}"#, "run_1 threads.runs m SUCCESS in:10 out:2"),
        (#"{"id":"video_1","object":"video","model":"m","status":"completed","seconds":"8","size":"720x1280"}"#, "video_1 videos m SUCCESS ms:8000"),
        (#"{"text":"words","usage":{"type":"duration","seconds":7}}"#, "- audio.transcriptions - SUCCESS ms:7000"),
        (#"{"error":{"message":"bad","type":"x"}}"#, "- - - ERROR"),
        // Recorders that drop `object`
        (#"{"id":"c","model":"m","choices":[{"index":0,"message":{}}],\#(usage)}"#, "c chat.completions m SUCCESS in:10 out:2"),
        (#"{"id":"c","model":"m","choices":[{"index":0,"text":"x"}],\#(usage)}"#, "c completions m SUCCESS in:10 out:2"),
        (#"{"id":"c","model":"m",\#(usage)}"#, "c chat.completions m SUCCESS in:10 out:2"),
        (#"{"id":"r","model":"m","output":[{"type":"message"}],"usage":{"input_tokens":10,"output_tokens":2}}"#, "r responses m SUCCESS in:10 out:2"),
    ])
    func knowsBodiesByTheirShape(_ body: String, _ facts: String) throws {
        #expect(try call(body).facts == facts)
    }

    @Test(arguments: [
        #"{"object":"response.input_tokens","input_tokens":555}"#, #"{"object":"list","data":[{"id":"c","object":"chat.completion","choices":[]}]}"#,
        #"{"object":"list","data":[{"id":"m","object":"model"}]}"#, #"{"id":"batch_1","object":"batch","usage":{"input_tokens":1,"output_tokens":1}}"#,
        #"{"id":"r","object":"response","model":"m","status":"queued","output":[],"usage":null}"#, #"{"id":"r","object":"response","status":"in_progress","usage":null}"#,
        #"{"id":"run_1","object":"thread.run","status":"queued","usage":null}"#, #"{"id":"video_1","object":"video","status":"in_progress","seconds":"8"}"#,
    ])
    func understandsWhatIsNoCall(_ body: String) throws {
        guard Exchange(answer: try AnswerFacts(body: body)).kind == .noCall else {
            Issue.record("\(body)")
            return
        }
    }

    @Test(arguments: ["{}", "[]", "null", "7", #""text""#, #"{"id":"x"}"#, #"{"hello":"world"}"#, #"{"data":[]}"#, #"{"error":null}"#, #"{"model":"m"}"#])
    func recognisesNothingInOthers(_ body: String) throws {
        guard Exchange(answer: try AnswerFacts(body: body)).kind == .unrecognised else {
            Issue.record("\(body)")
            return
        }
    }

    @Test func readsWhatIsBilledOtherwise() throws {
        let images = try call(#"{"created":1,"data":[{"url":"a"},{"url":"b"}],"size":"1024x1024","quality":"hd"}"#)
        #expect(images.quantities.images == 2 && images.quantities.size == "1024x1024" && images.quantities.quality == "hd")
        #expect(try call(#"{"task":"transcribe","duration":8.47,"text":"x"}"#, endpoint: .transcriptions).quantities.milliseconds == 8_470)
        #expect(try call(#"{"id":"v","object":"video","model":"m","status":"completed","seconds":"8","size":"720x1280"}"#).quantities.size == "720x1280")
    }

    @Test func readsServerTimes() throws {
        let body = #"{"id":"l","object":"chat.completion","model":"m","choices":[],"usage":{"prompt_tokens":13,"completion_tokens":100},"timings":{"cache_n":3,"prompt_n":10,"prompt_ms":40.5,"predicted_ms":1960.0}}"#
        let call = try call(body)
        #expect(call.latency == 2_000_500 && call.latencySource == .serverTimings)
        #expect(call.usage?.cachedInput == 3)
        let response = try self.call(#"{"id":"r","object":"response","model":"m","status":"completed","created_at":1793613600,"completed_at":1793613602.5}"#)
        #expect(response.latency == 2_500_000 && response.latencySource == .responseTimes)
    }

    // MARK: - Hosted tools

    @Test func countsSearchesThatWereMade() throws {  // C24
        let body = #"""
            {"id":"resp_1","object":"response","model":"gx-5","status":"completed","output":[
            {"type":"web_search_call","status":"completed","action":{"type":"search"}},{"type":"web_search_call","status":"completed","action":{"type":"search"}},
            {"type":"web_search_call","status":"completed","action":{"type":"open_page"}},{"type":"web_search_call","status":"failed","action":{"type":"search"}},
            {"type":"web_search_call","status":"completed","action":{"type":"find_in_page"}},{"type":"message"}],
            "tools":[{"type":"web_search"}],"usage":{"input_tokens":1000,"output_tokens":100,"total_tokens":1100}}
            """#
        let tools = try call(body).tools
        #expect(tools.webSearches == 2 && tools.webSearchPreviews == 0 && tools.pagesOpened == 2)
        let offered = try call(#"{"id":"resp_2","object":"response","model":"gx-5","status":"completed","output":[{"type":"message"}],"tools":[{"type":"web_search"}]}"#)
        #expect(offered.tools.isEmpty)
        let preview = try call(#"{"id":"r","object":"response","status":"completed","output":[{"type":"web_search_call","status":"completed"}],"tools":[{"type":"web_search_preview_2025_03_11"}]}"#)
        #expect(preview.tools.webSearchPreviews == 1 && preview.tools.webSearches == 0)
    }

    @Test func countsOtherHostedTools() throws {
        let body = #"""
            {"id":"r","object":"response","status":"completed","output":[{"type":"file_search_call"},{"type":"file_search_call"},
            {"type":"code_interpreter_call","container_id":"c1"},{"type":"code_interpreter_call","container_id":"c1"},{"type":"code_interpreter_call","container_id":"c2"}],
            "tool_usage":{"image_gen":{"input_tokens":20,"output_tokens":300,"total_tokens":320,"output_tokens_details":{"image_tokens":300}},"web_search":{"num_requests":1}}}
            """#
        let tools = try call(body).tools
        #expect(tools.fileSearches == 2 && tools.codeInterpreterContainers == 2 && tools.webSearches == 0)
        #expect(tools.imageGeneration?.input == 20 && tools.imageGeneration?.imageOutput == 300)
        let none = try call(#"{"id":"r","object":"response","status":"completed","output":[],"tool_usage":{"image_gen":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}}"#)
        #expect(none.tools.isEmpty)
    }
}
