import OpenAIWire
import Testing
import TrafficModel

/// Usage objects of every endpoint and vendor.
@Suite struct UsageTests {
    /// The usage of a body as one line: counts that are known, then what is wrong.
    private func usage(_ json: String, endpoint: Endpoint = .chatCompletions) throws -> String {
        let facts = try AnswerFacts(body: #"{"choices":[],"output":[],"data":[],"usage":\#(json)}"#, endpoint: endpoint)
        guard let usage = facts.usage else { return facts.quantities.milliseconds.map { "ms:\($0)" } ?? "none" }
        let tokens = usage.tokens
        let counts: [(String, Int64?)] = [
            ("in", tokens.input), ("out", tokens.output), ("total", tokens.reportedTotal), ("cached", tokens.cachedInput), ("write", tokens.cacheWrite),
            ("text-in", tokens.textInput), ("audio-in", tokens.audioInput), ("image-in", tokens.imageInput), ("cached-text", tokens.cachedTextInput),
            ("cached-audio", tokens.cachedAudioInput), ("cached-image", tokens.cachedImageInput), ("reasoning", tokens.reasoning),
            ("text-out", tokens.textOutput), ("audio-out", tokens.audioOutput), ("image-out", tokens.imageOutput), ("accepted", tokens.acceptedPrediction),
            ("rejected", tokens.rejectedPrediction), ("written", usage.writtenOutput),
        ]
        var parts = counts.compactMap { name, count in count.map { "\(name):\($0)" } }
        if let fault = usage.fault { parts.append("fault:\(fault.rawValue)") }
        parts += usage.notes.map { "note:\($0.rawValue)" }
        return parts.joined(separator: " ")
    }

    @Test(arguments: [
        (#"{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}"#, "in:9 out:1 total:10"),
        (
            #"{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":40,"audio_tokens":10,"cache_write_tokens":30,"text_tokens":80,"image_tokens":10},"completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":5,"accepted_prediction_tokens":7,"rejected_prediction_tokens":8,"text_tokens":45}}"#,
            "in:100 out:50 total:150 cached:40 write:30 text-in:80 audio-in:10 image-in:10 reasoning:20 text-out:45 audio-out:5 accepted:7 rejected:8"
        ),
        // C61: null or missing details, no total, floats, texts
        (#"{"prompt_tokens":1000,"completion_tokens":100,"prompt_tokens_details":null,"completion_tokens_details":{"reasoning_tokens":null}}"#, "in:1000 out:100"),
        (#"{"prompt_tokens":1e3,"completion_tokens":100.0,"total_tokens":1100}"#, "in:1000 out:100 total:1100"),
        (#"{"prompt_tokens":"1000","completion_tokens":"100"}"#, "in:1000 out:100 note:count-as-text"),
        (#"{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}"#, "in:0 out:0 total:0"),
        ("null", "none"), ("{}", "none"), ("[]", "none"), ("7", "none"), (#"{"queue_time":0.1}"#, "none"),
        // Unknown keys, objects among them
        (#"{"prompt_tokens":3,"completion_tokens":4,"new":{"prompt_tokens":9},"other":[1],"cost":null,"prompt_audio_seconds":{}}"#, "in:3 out:4"),
    ])
    func readsCompletionUsage(_ json: String, _ expected: String) throws {
        #expect(try usage(json) == expected)
    }

    @Test(arguments: [
        (
            Endpoint.responses,
            #"{"input_tokens":900,"input_tokens_details":{"cached_tokens":500,"cache_write_tokens":100},"output_tokens":120,"output_tokens_details":{"reasoning_tokens":64},"total_tokens":1020}"#,
            "in:900 out:120 total:1020 cached:500 write:100 reasoning:64"
        ),
        (.embeddings, #"{"prompt_tokens":7,"total_tokens":7}"#, "in:7 out:0 total:7"),
        (
            .images,
            #"{"input_tokens":13,"input_tokens_details":{"image_tokens":3,"text_tokens":10},"output_tokens":272,"output_tokens_details":{"image_tokens":272,"text_tokens":0},"total_tokens":285}"#,
            "in:13 out:272 total:285 text-in:10 image-in:3 text-out:0 image-out:272"
        ),
        (
            .transcriptions,
            #"{"type":"tokens","input_tokens":58,"input_token_details":{"text_tokens":8,"audio_tokens":50},"output_tokens":9,"total_tokens":67}"#,
            "in:58 out:9 total:67 text-in:8 audio-in:50"
        ),
        (.transcriptions, #"{"type":"duration","seconds":7}"#, "ms:7000"), (.transcriptions, #"{"type":"duration","seconds":7.25}"#, "ms:7250"),
        (.transcriptions, #"{"type":"duration","seconds":-1}"#, "none"),
    ])
    func readsUsageOfOtherEndpoints(_ endpoint: Endpoint, _ json: String, _ expected: String) throws {
        #expect(try usage(json, endpoint: endpoint) == expected)
    }

    @Test func readsRealtimeUsage() throws {
        let facts = try AnswerFacts(
            body: #"""
                {"type":"response.done","response":{"id":"resp_1","object":"realtime.response","status":"completed","usage":{"total_tokens":275,
                "input_tokens":127,"output_tokens":148,"input_token_details":{"cached_tokens":64,"text_tokens":119,"audio_tokens":8,"image_tokens":0,
                "cached_tokens_details":{"text_tokens":60,"audio_tokens":4,"image_tokens":0}},"output_token_details":{"text_tokens":36,"audio_tokens":112}}}}
                """#)
        let tokens = try #require(facts.usage?.tokens)
        #expect(facts.endpoint == .realtime)
        #expect([tokens.input, tokens.output, tokens.cachedInput, tokens.audioInput, tokens.audioOutput] == [127, 148, 64, 8, 112])
        #expect([tokens.cachedTextInput, tokens.cachedAudioInput, tokens.cachedImageInput] == [60, 4, 0])
    }

    /// Names that others give to the same parts, and where they count reasoning.
    @Test(arguments: [
        (#"{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_cache_hit_tokens":896,"prompt_cache_miss_tokens":104}"#, "in:1000 out:50 total:1050 cached:896"),
        (#"{"prompt_tokens":10,"completion_tokens":2,"cached_tokens":4,"reasoning_tokens":1}"#, "in:10 out:2 cached:4 reasoning:1"),
        (#"{"prompt_tokens":100,"completion_tokens":2,"total_tokens":102,"cache_read_input_tokens":40,"cache_creation_input_tokens":30}"#, "in:100 out:2 total:102 cached:40 write:30"),
        (#"{"prompt_tokens":100,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":40,"cache_creation_input_tokens":30}}"#, "in:100 out:2 cached:40 write:30"),
        (#"{"prompt_tokens":100,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":40},"cache_read_input_tokens":40}"#, "in:100 out:2 cached:40"),
        // Reasoning inside the output, outside of it, and left out of everything but the total
        (#"{"prompt_tokens":30,"completion_tokens":205,"total_tokens":235,"completion_tokens_details":{"reasoning_tokens":200}}"#, "in:30 out:205 total:235 reasoning:200"),
        (#"{"prompt_tokens":30,"completion_tokens":5,"total_tokens":235,"completion_tokens_details":{"reasoning_tokens":200}}"#, "in:30 out:205 total:235 reasoning:200 written:5"),
        (#"{"prompt_tokens":30,"completion_tokens":0,"total_tokens":230,"completion_tokens_details":{"reasoning_tokens":200}}"#, "in:30 out:200 total:230 reasoning:200 written:0"),
        (#"{"prompt_tokens":20,"completion_tokens":6,"total_tokens":408}"#, "in:20 out:388 total:408 written:6 note:usage-inconsistent"),
        // Cache counts outside the input, as the total shows
        (#"{"prompt_tokens":100,"completion_tokens":10,"total_tokens":1010,"cache_read_input_tokens":900}"#, "in:1000 out:10 total:1010 cached:900"),
        (#"{"prompt_tokens":100,"completion_tokens":10,"total_tokens":180,"cache_read_input_tokens":40,"cache_creation_input_tokens":30}"#, "in:170 out:10 total:180 cached:40 write:30"),
    ])
    func readsVendorsUsage(_ json: String, _ expected: String) throws {
        #expect(try usage(json) == expected)
    }

    /// Never a negative bucket, never a guess.
    @Test(arguments: [
        // C04
        (#"{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110,"prompt_tokens_details":{"cached_tokens":150}}"#, "cached_exceeds_input"),
        (#"{"prompt_tokens":100,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":60}}"#, "parts_exceed_input"),
        (#"{"prompt_tokens":100,"completion_tokens":10,"prompt_tokens_details":{"audio_tokens":101}}"#, "parts_exceed_input"),
        (#"{"prompt_tokens":100,"completion_tokens":10,"completion_tokens_details":{"audio_tokens":11}}"#, "parts_exceed_output"),
        (#"{"prompt_tokens":-1,"completion_tokens":10}"#, "negative_count"), (#"{"prompt_tokens":"-1","completion_tokens":10}"#, "negative_count"),
        (#"{"prompt_tokens":1,"completion_tokens":10,"prompt_tokens_details":{"cached_tokens":-1}}"#, "negative_count"),
        (#"{"prompt_tokens":1.5,"completion_tokens":10}"#, "not_a_count"), (#"{"prompt_tokens":"many","completion_tokens":10}"#, "not_a_count"),
        (#"{"prompt_tokens":true,"completion_tokens":10}"#, "not_a_count"), (#"{"prompt_tokens":{},"completion_tokens":10}"#, "not_a_count"),
        (#"{"prompt_tokens":1e30,"completion_tokens":10}"#, "not_a_count"),
        (#"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807,"total_tokens":9223372036854775807}"#, "not_a_count"),
        (#"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}"#, "not_a_count"),
        // C61: half of it
        (#"{"prompt_tokens":1000,"completion_tokens":null}"#, "half_given"), (#"{"prompt_tokens":1000}"#, "half_given"), (#"{"completion_tokens":10}"#, "half_given"),
        (#"{"prompt_tokens":1000,"total_tokens":1100}"#, "half_given"),
    ])
    func refusesContradictions(_ json: String, _ fault: String) throws {
        let found = try usage(json)
        #expect(found.contains("fault:\(fault) ") && found.hasSuffix("note:usage-contradiction"), "\(found)")
    }

    /// C07: the total shows that the completion count is what is billed.
    @Test func moreReasoningThanOutputIsToldAndKept() throws {
        let json = #"{"prompt_tokens":50,"completion_tokens":102,"total_tokens":152,"completion_tokens_details":{"reasoning_tokens":109}}"#
        #expect(try usage(json) == "in:50 out:102 total:152 reasoning:109 note:reasoning-exceeds-output")
    }

    @Test func lastUsageThatSaysSomethingCounts() {
        func chunk(_ usage: String) -> String { #"{"id":"s","model":"m","choices":[{"index":0,"delta":{"content":"a"}}],"usage":\#(usage)}"# }
        let facts = AnswerFacts(events: [
            chunk(#"{"prompt_tokens":16,"completion_tokens":1,"total_tokens":17}"#), chunk(#"{"prompt_tokens":16,"completion_tokens":3,"total_tokens":19}"#),
            chunk("null"), chunk("{}"), "[DONE]",
        ])
        #expect(facts.usage?.tokens.output == 3 && facts.usage?.tokens.input == 16)
    }

    /// Rows of one split answer: the larger counts are whole, however large they claim to be.
    @Test func largerCountsOfPartsStay() throws {
        func facts(_ input: Int64, _ output: Int64) throws -> AnswerFacts {
            try AnswerFacts(body: #"{"id":"c","object":"chat.completion","choices":[],"usage":{"prompt_tokens":\#(input),"completion_tokens":\#(output)}}"#)
        }
        var answer = try facts(5, 1)
        try answer.fill(from: facts(5, 7))
        try answer.fill(from: facts(5, 2))
        #expect(answer.usage?.tokens.output == 7)
        try answer.fill(from: facts(.max, .max))
        #expect(answer.usage?.fault == .notACount)
    }

    // MARK: - Costs of the provider's own

    @Test(arguments: [
        (#"{"cost":9.1e-05,"is_byok":false,"cost_details":{"upstream_inference_cost":null}}"#, "0.000091"), (#"{"cost":0}"#, "0"), (#"{"cost":null}"#, nil),
        (#"{"cost":0.5,"is_byok":true,"cost_details":{"upstream_inference_cost":9.5}}"#, "10"), (#"{"cost":0.5,"is_byok":true}"#, nil), (#"{"cost":"0.5"}"#, nil),
    ])
    func readsReportedCosts(_ extra: String, _ cost: String?) throws {
        let usage = #"{"prompt_tokens":1,"completion_tokens":1,"# + extra.dropFirst()
        #expect(try AnswerFacts(body: #"{"choices":[],"usage":\#(usage)}"#).reportedCost?.exactText == cost)
    }
}
