/// Records for tests of a run: chat calls, each on a line of its own.
struct Log {
    var lines: [String] = []

    var text: String { lines.map { $0 + "\n" }.joined() }

    /// Adds a call. A part that is nil is left out of the record.
    mutating func call(
        id: String? = nil, at time: String? = "2026-05-04T10:00:00Z", model: String = "gpt-4o-2024-08-06", input: Int = 1_000, output: Int = 100,
        tier: String? = nil, feature: String? = nil, user: String? = nil
    ) {
        func member(_ name: String, _ value: String?) -> String { value.map { #""\#(name)":"\#($0)","# } ?? "" }
        lines.append(
            #"{\#(member("timestamp", time))"context":{\#(member("feature", feature))\#(member("user", user))"n":1},"request":{"model":"\#(model)"},"#
                + #""response":{"status":200,"body":{\#(member("id", id))\#(member("service_tier", tier))"object":"chat.completion","model":"\#(model)","#
                + #""choices":[{"index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":\#(input),"completion_tokens":\#(output)}}}}"#)
    }

    /// A log with a bit of everything: features, users, ids given twice, no ids, no times, errors, streams, torn and foreign lines.
    static var mixed: Log {
        var log = Log()
        for number in 0..<200 {
            log.call(
                id: number % 7 == 0 ? nil : "id-\(number % 150)", at: number % 11 == 0 ? nil : "2026-05-0\(1 + number % 9)T1\(number % 10):00:0\(number % 10)Z",
                model: number % 13 == 0 ? "zeta-1" : "gpt-4o-2024-08-06", input: 10 + number, output: number % 5, feature: ["chat", "search", nil][number % 3],
                user: "u\(number % 4)")
            if number % 20 == 3 { log.lines.append(#"{"request": {"model": "gpt-4o"#) }
            if number % 20 == 5 { log.lines.append("[1]") }
            if number % 20 == 7 { log.lines.append("") }
            if number % 20 == 9 {
                log.lines.append(#"{"timestamp":"2026-05-04T10:00:00Z","request":{"model":"gpt-4o"},"response":{"status":429,"body":{"error":{"message":"slow down \#(number)"}}}}"#)
            }
            if number % 20 == 11 {
                let chunk = #"data: {\"id\":\"s-\#(number)\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\n\n"#
                log.lines.append(#"{"timestamp":"2026-05-04T10:00:00Z","request":{"model":"gpt-4o"},"response":{"status":200,"sse":"\#(chunk)data: [DONE]\n\n"}}"#)
            }
            if number % 20 == 13 { log.lines.append(#"{"custom_id":"b-\#(number / 40)","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o"}}"#) }
            if number % 20 == 15 {
                log.lines.append(
                    #"{"custom_id":"b-\#(number / 40)","response":{"status_code":200,"body":{"id":"b-\#(number)","object":"chat.completion","created":1777888800,"model":"gpt-4o","choices":[{"index":0,"finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":3}}},"error":null}"#)
            }
        }
        return log
    }
}
