import TestSupport

// What logs hold less of: answers of the other endpoints.
extension InventedAnswer {
    func completion(_ random: inout SeededGenerator) -> String {
        #"{"id":"cmpl-\#(id)","object":"text_completion","created":1777593600,"model":"gpt-3.5-turbo-instruct","#
            + #""choices":[{"text":\#(text.quoted(words: output / 3 + 1, &random)),"index":0,"logprobs":null,"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":\#(input),"completion_tokens":\#(output),"total_tokens":\#(input + output)}}"#
    }

    /// Most of it is the picture: a long string that nobody needs.
    func image(_ random: inout SeededGenerator) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let picture = String((0..<20_000).map { _ in random.pick(alphabet) })
        return #"{"created":1777593600,"background":"opaque","output_format":"png","quality":"high","size":"1024x1024","data":[{"b64_json":"\#(picture)"}],"#
            + #""usage":{"input_tokens":\#(input),"input_tokens_details":{"image_tokens":0,"text_tokens":\#(input)},"#
            + #""output_tokens":\#(output),"total_tokens":\#(input + output)}}"#
    }

    func transcription(_ random: inout SeededGenerator) -> String {
        #"{"text":\#(text.quoted(words: output, &random)),"usage":{"type":"tokens","input_tokens":\#(input),"#
            + #""input_token_details":{"text_tokens":0,"audio_tokens":\#(input)},"output_tokens":\#(output),"total_tokens":\#(input + output)}}"#
    }

    func moderation(_ random: inout SeededGenerator) -> String {
        let categories = ["harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "sexual", "violence"]
        let flags = categories.map { #""\#($0)":false"# }.joined(separator: ",")
        let scores = categories.map { #""\#($0)":0.000\#(random.number(100_000..<1_000_000))"# }.joined(separator: ",")
        return #"{"id":"modr-\#(id)","model":"omni-moderation-latest","results":[{"flagged":false,"categories":{\#(flags)},"category_scores":{\#(scores)}}]}"#
    }

    var video: String {
        #"{"id":"video_\#(id)","object":"video","created_at":1777593600,"status":"completed","model":"sora-2","progress":100,"seconds":"8","size":"1280x720"}"#
    }

    var run: String {
        #"{"id":"run_\#(id)","object":"thread.run","created_at":1777593600,"assistant_id":"asst_1","thread_id":"thread_1","status":"completed","#
            + #""last_error":null,"model":"\#(model)","instructions":null,"tools":[],"metadata":{},"incomplete_details":null,"#
            + #""usage":{"prompt_tokens":\#(input),"completion_tokens":\#(output),"total_tokens":\#(input + output)}}"#
    }

    func realtime(_ random: inout SeededGenerator) -> String {
        let content = #"{"type":"output_audio","transcript":\#(text.quoted(words: output / 3 + 1, &random))}"#
        let item = #"{"id":"item_\#(id)","type":"message","status":"completed","role":"assistant","content":[\#(content)]}"#
        return #"{"object":"realtime.response","id":"resp_\#(id)","status":"completed","status_details":null,"model":"gpt-realtime","output":[\#(item)],"#
            + #""usage":{"total_tokens":\#(input + output),"input_tokens":\#(input),"output_tokens":\#(output),"#
            + #""input_token_details":{"text_tokens":\#(input / 2),"audio_tokens":\#(input - input / 2),"cached_tokens":0},"#
            + #""output_token_details":{"text_tokens":0,"audio_tokens":\#(output)}}}"#
    }
}
