import TestSupport

/// What the API might have said.
struct InventedAnswer {
    /// The part of the names that is the call's own.
    let id: String
    let model: String
    let text: InventedText
    let input: Int
    private let cached: Int
    let output: Int

    init(model: String, text: InventedText, _ random: inout SeededGenerator) {
        id = String(random.next(), radix: 16) + String(random.next(), radix: 16)
        self.model = model
        self.text = text
        input = random.number(50..<4_000)
        cached = random.once(in: 4) ? input / 128 * 128 : 0
        output = random.number(5..<1_000)
    }

    /// JSON, or the transcript of a stream.
    func body(of kind: InventedCall.Kind, _ random: inout SeededGenerator) -> String {
        switch kind {
        case .chat: chat(&random)
        case .streamedChat: streamedChat(&random)
        case .response: response(status: "completed", text.quoted(words: output / 3 + 1, &random), usage: responseUsage)
        case .streamedResponse: streamedResponse(&random)
        case .embedding: embedding(&random)
        case .completion: completion(&random)
        case .image: image(&random)
        case .transcription: transcription(&random)
        case .moderation: moderation(&random)
        case .video: video
        case .run: run
        case .realtime: realtime(&random)
        case .error: #"{"error":{"message":"Rate limit reached for \#(model)","type":"requests","param":null,"code":"rate_limit_exceeded"}}"#
        }
    }

    // MARK: - Chat

    var chatUsage: String {
        #"{"prompt_tokens":\#(input),"completion_tokens":\#(output),"total_tokens":\#(input + output),"#
            + #""prompt_tokens_details":{"cached_tokens":\#(cached),"audio_tokens":0},"#
            + #""completion_tokens_details":{"reasoning_tokens":\#(output / 4),"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"#
    }

    private func chatHead(_ object: String) -> String {
        #""id":"chatcmpl-\#(id)","object":"\#(object)","created":1777593600,"model":"\#(model)","#
            + #""service_tier":"default","system_fingerprint":"fp_\#(id.prefix(10))""#
    }

    private func chat(_ random: inout SeededGenerator) -> String {
        let message = #"{"role":"assistant","content":\#(text.quoted(words: output / 3 + 1, &random)),"refusal":null,"annotations":[]}"#
        return #"{\#(chatHead("chat.completion")),"choices":[{"index":0,"message":\#(message),"logprobs":null,"finish_reason":"stop"}],"usage":\#(chatUsage)}"#
    }

    private func streamedChat(_ random: inout SeededGenerator) -> String {
        func chunk(_ choices: String, usage: String = "null") -> String {
            "data: {\(chatHead("chat.completion.chunk")),\"choices\":[\(choices)],\"usage\":\(usage)}\n\n"
        }
        var chunks = ""
        for _ in 0..<min(output, 120) {
            chunks += chunk(#"{"index":0,"delta":{"content":\#(InventedText.quoted(" " + text.word(&random)))},"logprobs":null,"finish_reason":null}"#)
        }
        chunks += chunk(#"{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}"#)
        return chunks + chunk("", usage: chatUsage) + "data: [DONE]\n\n"
    }

    // MARK: - Responses

    private var responseUsage: String {
        #"{"input_tokens":\#(input),"input_tokens_details":{"cached_tokens":\#(cached)},"output_tokens":\#(output),"#
            + #""output_tokens_details":{"reasoning_tokens":\#(output / 4)},"total_tokens":\#(input + output)}"#
    }

    private func response(status: String, _ text: String, usage: String) -> String {
        let content = #"{"type":"output_text","text":\#(text),"annotations":[]}"#
        let message = #"{"type":"message","id":"msg_\#(id)","status":"\#(status)","role":"assistant","content":[\#(content)]}"#
        return #"{"id":"resp_\#(id)","object":"response","created_at":1777593600,"status":"\#(status)","error":null,"incomplete_details":null,"#
            + #""model":"\#(model)","output":[\#(message)],"parallel_tool_calls":true,"service_tier":"default","store":true,"#
            + #""tool_choice":"auto","tools":[],"usage":\#(usage),"metadata":{}}"#
    }

    private func streamedResponse(_ random: inout SeededGenerator) -> String {
        func event(_ type: String, _ rest: String) -> String { "event: \(type)\ndata: {\"type\":\"\(type)\",\(rest)}\n\n" }
        var words = ""
        var events = event("response.created", #""response":\#(response(status: "in_progress", #""""#, usage: "null"))"#)
        for number in 0..<min(output, 100) {
            let word = " " + text.word(&random)
            words += word
            events += event(
                "response.output_text.delta",
                #""item_id":"msg_\#(id)","output_index":0,"content_index":0,"sequence_number":\#(number + 1),"delta":\#(InventedText.quoted(word))"#)
        }
        return events + event("response.completed", #""response":\#(response(status: "completed", InventedText.quoted(words), usage: responseUsage))"#)
    }

    // MARK: - Embeddings

    private func embedding(_ random: inout SeededGenerator) -> String {
        let numbers = (0..<256).map { _ in "-0.0\(random.number(1_000_000..<10_000_000))" }.joined(separator: ",")
        return #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[\#(numbers)]}],"model":"text-embedding-3-small","#
            + #""usage":{"prompt_tokens":\#(input),"total_tokens":\#(input)}}"#
    }
}
