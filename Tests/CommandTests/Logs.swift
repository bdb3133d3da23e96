/// Logs for tests: records as people write them, each line a call.
enum Logs {
    /// A call of 1,000 input and 100 output tokens.
    static func call(_ id: String, prompt: String = "hi", feature: String = "chat") -> String {
        #"{"ts":"2026-05-04T10:00:00Z","request":{"model":"gpt-4o","messages":[{"role":"user","content":"\#(prompt)"}]},"#
            + #""response":{"status":200,"body":{"id":"\#(id)","object":"chat.completion","model":"gpt-4o-2024-08-06","#
            + #""choices":[{"index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}},"#
            + #""meta":{"feature":"\#(feature)"}}"# + "\n"
    }

    static func calls(_ count: Int, prefix: String = "c") -> String { (1...count).map { call("\(prefix)\($0)") }.joined() }

    /// Calls that compress badly.
    static func noise(_ count: Int) -> String { (1...count).map { call(String(UInt64($0) &* 0x9E37_79B9_7F4A_7C15, radix: 36)) }.joined() }
}
