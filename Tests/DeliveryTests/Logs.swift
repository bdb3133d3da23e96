/// Logs of invented calls, one a second from 2025-10-01 on.
enum Logs {
    /// Call number `number`; those with the same number are the same.
    static func call(_ number: Int, time: String? = nil, id: String? = nil, more: String = "") -> String {
        let second = 1_759_276_800 + number
        let time = time ?? "\"timestamp\":\(second),"
        let id = id ?? "chatcmpl-\(number)"
        return """
            {\(time)"duration_ms":\(100 + number % 50),"context":{"feature":"chat","user":"u\(number % 7)"},\(more)\
            "request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions","body":{"model":"gpt-4o"}},\
            "response":{"status":200,"body":{"id":"\(id)","object":"chat.completion","model":"gpt-4o-2024-08-06",\
            "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"hi"}}],\
            "usage":{"prompt_tokens":\(10 + number % 90),"completion_tokens":\(5 + number % 20),"total_tokens":\(15 + number % 110)}}}}

            """
    }

    static func calls(_ numbers: some Sequence<Int>) -> String {
        numbers.map { call($0) }.joined()
    }
}
