import OpenAIWire
import TestSupport
import Testing
import TrafficModel

/// Streams put together from recordings and from inventions.
@Suite struct StreamTests {
    static let recordings: [(file: String, facts: String)] = [
        ("chat-stream-basic", "chatcmpl-inv001 chat.completions gpt-4o-mini-2024-07-18 SUCCESS finish:stop streamed"),
        ("chat-stream-usage", "chatcmpl-inv002 chat.completions gpt-5.6-sol SUCCESS in:2048 out:120 cached:1024 write:512 reasoning:64 finish:stop streamed"),
        ("chat-stream-crlf", "chatcmpl-inv003 chat.completions gpt-4o-mini-2024-07-18 MAX_TOKENS in:15 out:8 cached:0 reasoning:0 finish:length streamed"),
        ("chat-stream-bom-cr", "chatcmpl-inv004 chat.completions gpt-4o-mini-2024-07-18 SUCCESS in:21 out:5 cached:0 reasoning:0 finish:stop streamed"),
        ("chat-stream-n2", "chatcmpl-inv005 chat.completions gpt-4o-mini-2024-07-18 MAX_TOKENS in:12 out:7 cached:0 reasoning:0 finish:stop,length streamed"),
        ("chat-stream-tools", "chatcmpl-inv006 chat.completions gpt-4o-mini-2024-07-18 SUCCESS in:88 out:31 cached:0 reasoning:0 finish:tool_calls streamed"),
        ("chat-stream-aborted", "chatcmpl-inv007 chat.completions gpt-4o-mini-2024-07-18 ERROR streamed cut"),
        ("chat-stream-no-final-blank", "chatcmpl-inv008 chat.completions gpt-4o-mini-2024-07-18 SUCCESS in:10 out:2 cached:0 reasoning:0 finish:stop streamed"),
        ("chat-stream-error", "chatcmpl-inv009 chat.completions gpt-4o-mini-2024-07-18 ERROR streamed"),
        ("azure-stream", "chatcmpl-inv010 chat.completions gpt-4.1-2025-04-14 SUCCESS in:33 out:2 cached:0 reasoning:0 finish:stop streamed"),
        ("responses-completed", "resp_inv011 responses gpt-5.6-sol SUCCESS in:4000 out:310 cached:3072 write:768 reasoning:256 finish:stop streamed latency:4000000"),
        ("responses-incomplete", "resp_inv012 responses gpt-5-nano-2025-08-07 MAX_TOKENS in:50 out:64 cached:0 reasoning:60 finish:length streamed"),
        ("responses-failed", "resp_inv013 responses gpt-5.6-sol ERROR streamed"), ("responses-error-nested", "resp_inv014 responses gpt-5.6-sol ERROR streamed"),
        ("completions-stream", "cmpl-inv015 completions babbage:2023-07-21-v2 MAX_TOKENS in:31 out:25 finish:length streamed"),
        ("openrouter-stream", "gen-inv016 chat.completions acme/chat-large SUCCESS in:40 out:12 cached:32 reasoning:6 finish:stop streamed"),
        ("groq-stream", "chatcmpl-inv017 chat.completions llama-3.3-70b-versatile SUCCESS in:18 out:439 finish:stop streamed"),
        ("gemini-stream", "inv018 chat.completions models/gemini-3-flash SUCCESS in:20 out:388 finish:stop streamed"),
    ]

    @Test(arguments: recordings)
    func readsRecordingsInRandomPieces(_ file: String, _ facts: String) throws {
        let transcript = try Fixtures.bytes("traffic/\(file).sse")
        for seed in 0..<20 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let largest = random.pick([2, 10, 100, 1_000])
            let answer = AnswerFacts(transcript: transcript) { random.number(1..<largest) }
            #expect(try Exchange(answer: answer).call().facts == facts)
        }
    }

    /// All recordings that a transcript holds are in the table.
    @Test func everyRecordingHasItsFacts() throws {
        #expect(Set(StreamTests.recordings.map(\.file)).count == 18)
    }

    @Test func readsWhatElseRecordingsSay() throws {
        func call(_ file: String) throws -> Call { try Exchange(answer: AnswerFacts(transcript: Fixtures.bytes("traffic/\(file).sse"))).call() }
        let response = try call("responses-completed")
        #expect(response.latencySource == .responseTimes)
        #expect(response.serviceTier == "default")
        #expect(response.whom == "feature:summary user:u-5 session:s-77")
        #expect(try call("chat-stream-usage").serviceTier == "default")
        #expect(try call("openrouter-stream").reportedCost?.exactText == "0.000091")
        #expect(try call("chat-stream-error").errorMessage == "The server had an error while processing your request.")
        #expect(try call("responses-failed").errorMessage == "An internal error occurred.")
        #expect(try call("responses-error-nested").errorMessage == "Rate limit reached.")
        #expect(try call("chat-stream-aborted").errorMessage != nil)
        #expect(try call("chat-stream-basic").time == Timestamp(seconds: 1_793_613_600))
        #expect(try call("gemini-stream").usage?.reportedTotal == 408)
    }

    // MARK: - Cases

    private func call(_ events: String...) throws -> Call {
        try Exchange(answer: AnswerFacts(events: events)).call()
    }

    @Test func usageInTheLastChunk() throws {  // C33
        let call = try call(
            #"{"id":"s1","model":"gx-5","choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":null}],"usage":null}"#,
            #"{"id":"s1","model":"gx-5","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}"#,
            #"{"id":"s1","model":"gx-5","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}"#, "[DONE]")
        #expect(call.facts == "s1 chat.completions gx-5 SUCCESS in:1000 out:100 finish:stop streamed")
    }

    @Test func usageNeverAskedFor() throws {  // C34
        let call = try call(#"{"id":"s2","model":"gx-5","choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}"#, "[DONE]")
        #expect(call.facts == "s2 chat.completions gx-5 SUCCESS finish:stop streamed")
    }

    @Test func runningTotals() throws {  // C35
        let call = try call(
            #"{"id":"s3","model":"gx-5","choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":16,"completion_tokens":1,"total_tokens":17}}"#,
            #"{"id":"s3","model":"gx-5","choices":[{"index":0,"delta":{"content":"b"}}],"usage":{"prompt_tokens":16,"completion_tokens":2,"total_tokens":18}}"#,
            #"{"id":"s3","model":"gx-5","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":16,"completion_tokens":3,"total_tokens":19}}"#,
            #"{"id":"s3","model":"gx-5","choices":[],"usage":null}"#, "[DONE]")
        #expect(call.facts == "s3 chat.completions gx-5 SUCCESS in:16 out:3 finish:stop streamed")
    }

    @Test func usageSentTwice() throws {  // C36
        let usage = #""usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}"#
        let call = try call(
            #"{"id":"s4","model":"gx-5","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],\#(usage)}"#, #"{"id":"s4","model":"gx-5","choices":[],\#(usage)}"#, "[DONE]")
        #expect(call.facts == "s4 chat.completions gx-5 SUCCESS in:1000 out:100 finish:stop streamed")
    }

    @Test(arguments: [("incomplete", #","incomplete_details":{"reason":"max_output_tokens"}"#, "MAX_TOKENS", " finish:length"), ("failed", "", "ERROR", "")])
    func closingEventsCarryUsage(_ status: String, _ details: String, _ expected: String, _ finish: String) throws {  // C38
        let call = try call(
            #"{"type":"response.created","response":{"id":"resp_5","model":"gx-5","status":"in_progress","usage":null}}"#,
            #"{"type":"response.\#(status)","response":{"id":"resp_5","model":"gx-5","status":"\#(status)"\#(details),"usage":{"input_tokens":1000,"output_tokens":100,"total_tokens":1100}}}"#)
        #expect(call.facts == "resp_5 responses gx-5 \(expected) in:1000 out:100\(finish) streamed")
    }

    @Test func sseAsTheStandardHasIt() throws {  // C40
        let transcript = [
            ": OPENROUTER PROCESSING", "id: 7", "event: message", #"data:{"id":"s7","model":"gx-5","#,
            #"data:"choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}"#,
        ].joined(separator: "\r\n")
        let exchange = Exchange(answer: AnswerFacts(transcript: Array(transcript.utf8)))
        #expect(try exchange.call().facts == "s7 chat.completions gx-5 SUCCESS in:1000 out:100 streamed")
        #expect(exchange.notes() == [.streamWithoutDone])
    }

    // MARK: - Fine points

    @Test func aLaterNullNeverTakesAFinishReasonBack() throws {
        let call = try call(
            #"{"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}"#,
            #"{"id":"a","model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]}"#, "[DONE]")
        #expect(call.finishReasons == ["stop"])
    }

    /// Azure's filter may speak last.
    @Test func aLateBlockCounts() throws {
        let call = try call(
            #"{"id":"a","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
            #"{"id":"","model":"","choices":[{"index":0,"finish_reason":"content_filter","content_filter_results":{}}]}"#, "[DONE]")
        #expect(call.status == .contentFilter)
        #expect(call.responseID == "a")
    }

    /// The first id names the call; providers that route may change the model on the way, and the last one served.
    @Test func namesOfAStream() throws {
        let call = try call(
            #"{"id":"","model":"","choices":[]}"#, #"{"id":"first","model":"one","choices":[{"index":0,"delta":{"content":"a"}}]}"#,
            #"{"id":"second","model":"two","choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}]}"#, #"{"id":"","model":"","choices":[]}"#, "[DONE]")
        #expect(call.responseID == "first")
        #expect(call.model == "two")
    }

    @Test func brokenOffStreams() throws {
        func isCut(_ transcript: String) throws -> Bool { try Exchange(answer: AnswerFacts(transcript: Array(transcript.utf8))).call().isCutShort }
        let text = #"data: {"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}"# + "\n\n"
        let finish = #"data: {"id":"a","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
        let other = #"data: {"id":"a","model":"m","choices":[{"index":1,"delta":{"content":"x"},"finish_reason":null}]}"# + "\n\n"
        let usage = #"data: {"id":"a","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}"# + "\n\n"
        #expect(try isCut(text))
        #expect(try isCut(text + #"data: {"id":"a","mod"#))
        #expect(try isCut(other + finish))
        #expect(try !isCut(text + finish))
        #expect(try !isCut(text + finish + usage))
        #expect(try !isCut(text + "data: [DONE]"))
        // Torn within what follows the finish: the usage, most likely.
        #expect(try isCut(text + finish + #"data: {"id":"a","model":"m","choices":[],"usa"#))
        // Torn behind everything.
        #expect(try !isCut(text + finish + usage + "data: [DO"))
        let created = #"data: {"type":"response.created","response":{"id":"r","model":"m","status":"in_progress"}}"# + "\n\n"
        #expect(try isCut(created))
        #expect(try isCut(created + #"data: {"type":"response.completed","response":{"id":"r""#))
    }

    /// A recording that starts in the middle of a Responses stream and never sees its end.
    @Test(arguments: ["event: response.output_text.delta\n", ""])
    func deltasAloneAreAResponse(_ name: String) throws {
        let transcript = name + #"data: {"type":"response.output_text.delta","delta":"x"}"# + "\n\n"
        #expect(try Exchange(answer: AnswerFacts(transcript: Array(transcript.utf8))).call().facts == "- responses - ERROR streamed cut")
    }

    @Test func errorsInTheMiddle() throws {
        let start = #"{"id":"a","model":"m","choices":[{"index":0,"delta":{"content":"x"}}]}"#
        for error in [
            #"{"error":{"message":"overloaded","type":"server_error"}}"#, #"[{"error":{"code":503,"message":"overloaded"}}]"#,
            #"{"id":"a","model":"m","error":{"code":502,"message":"overloaded"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}"#,
            #"{"id":"a","model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"overloaded"}}]}"#,
        ] {
            let call = try call(start, error)
            #expect(call.status == .error && call.errorMessage == "overloaded", "\(error)")
            #expect(call.responseID == "a")
        }
        for error in [
            #"{"type":"error","code":"server_error","message":"overloaded","param":null,"sequence_number":1}"#,
            #"{"type":"error","sequence_number":1,"error":{"type":"x","code":"server_error","message":"overloaded","param":null}}"#,
        ] {
            let call = try call(#"{"type":"response.created","response":{"id":"r","model":"m","status":"in_progress"}}"#, error)
            #expect(call.facts == "r responses m ERROR streamed" && call.errorMessage == "overloaded", "\(error)")
        }
    }

    @Test func unreadableEventsAreTold() throws {
        let exchange = Exchange(answer: AnswerFacts(events: [#"{"id":"a","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "{no json}", "[DONE]"]))
        #expect(exchange.notes().contains(.streamEventUnreadable))
        #expect(try exchange.call().status == .success)
    }

    @Test func mediaStreams() throws {
        let image = #"{"type":"image_generation.completed","b64_json":"A","usage":{"total_tokens":100,"input_tokens":50,"output_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}}"#
        #expect(try call(#"{"type":"image_generation.partial_image","b64_json":"A"}"#, image).facts == "- images - SUCCESS in:50 out:50 image-in:40 streamed")
        let transcript = #"{"type":"transcript.text.done","text":"x","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"audio_tokens":14},"output_tokens":45,"total_tokens":59}}"#
        #expect(try call(#"{"type":"transcript.text.delta","delta":"x"}"#, transcript).facts == "- audio.transcriptions - SUCCESS in:14 out:45 audio-in:14 streamed")
    }

    // MARK: - Stepping over

    /// Events are stepped over when they equal the last one but for their text. White space that differs in each event keeps the assembler
    /// from doing that: it must make no difference to anything.
    @Test(arguments: 0..<200)
    func steppingOverChangesNothing(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let templates = [
            #"{"id":"a","model":"m1","service_tier":"default","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null}],"usage":null}"#,
            #"{"id":"a","model":"m2","service_tier":"flex","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null}],"usage":null}"#,
            #"{"id":"b","model":"","choices":[{"index":1,"delta":{"role":"assistant","content":"TEXT"},"finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"reasoning_content":"TEXT","content":null},"finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"reasoning":"TEXT","content":"TEXT"},"finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"TEXT"}}]},"finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"native_finish_reason":"n1","finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"native_finish_reason":"RECITATION","finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":"stop"}],"usage":null}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":"length"}],"usage":null}"#,
            #"{"id":"a","model":"m3","choices":[{"index":0,"delta":{"content":"TEXT"}}],"usage":{"prompt_tokens":7,"completion_tokens":1,"total_tokens":8}}"#,
            #"{"id":"a","model":"m1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":NUMBER}}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null},{"index":1,"delta":{"content":"TEXT"},"finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"text":"TEXT","finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"error":{"message":"e"},"finish_reason":null}]}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null}],"error":{"message":"TEXT"}}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null}],"metadata":{"feature":"f1","user":"TEXT"}}"#,
            #"{"id":"a","model":"m1","choices":[{"index":0,"delta":{"content":"TEXT"},"finish_reason":null}],"x_groq":{"usage":{"prompt_tokens":3,"completion_tokens":NUMBER}}}"#,
            #"{"type":"response.output_text.delta","delta":"TEXT","response":null}"#,
            #"{"type":"response.created","response":{"id":"r","model":"m1","status":"in_progress","usage":null}}"#,
            #"{"type":"response.completed","response":{"id":"r","model":"m1","status":"completed","output":[],"usage":{"input_tokens":5,"output_tokens":NUMBER}}}"#,
            "[DONE]",
        ]
        let texts = ["", "a", "word", "a\\\"b", "\\\\", "\\n", #"\",\"finish_reason\":\"stop"#, #"\"}}]}"#, "é", "\\u0041", "}"]
        // Few templates, so that the same come again and again.
        let chosen = (0..<random.number(1..<5)).map { _ in random.pick(templates) }
        let events = (0..<random.number(1..<25)).map { _ in
            var parts = random.pick(chosen).split(separator: "TEXT", omittingEmptySubsequences: false).map(String.init)
            for index in parts.indices.dropLast() { parts[index] += random.pick(texts) }
            return parts.joined().replacing("NUMBER", with: "\(random.number(0..<5))")
        }
        let spaced = events.enumerated().map { index, event in event.first == "{" ? "{" + String(repeating: " ", count: index + 1) + event.dropFirst() : event }
        let found = AnswerFacts(events: events)
        #expect("\(found)" == "\(AnswerFacts(events: spaced))", "\(events.joined(separator: "\n"))")
        // Nor does the size of the pieces.
        let transcript = Array(events.map { "data: \($0)\n\n" }.joined().utf8)
        #expect("\(found)" == "\(AnswerFacts(transcript: transcript) { random.number(1..<30) })")
    }
}
