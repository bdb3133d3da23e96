import Foundation

/// Where this program is right to read more out of a record than the answers do: each a rule over what the record holds. Nothing else may differ.
enum Deviation {
    /// The answer with what the rules change in it.
    static func applied(to given: Answer, record: Recording) -> Answer {
        var answer = given
        // Groq tells a stream's usage under `x_groq` alone. It is the provider's own count.
        if answer.usage == nil, let usage = record.groqUsage { answer.usage = usage }
        guard let usage = answer.usage else { return answer }
        // xAI counts reasoning beside the completion, and its total has both: that is what it bills as output.
        if let prompt = usage.prompt_tokens, let completion = usage.completion_tokens, let reasoning = usage.reasoning_tokens, reasoning > 0,
            let total = usage.total_tokens, total == prompt + completion + reasoning
        {
            answer.usage?.completion_tokens = total - prompt
        }
        // Moonshot names cached tokens beside the counts, not in their details.
        if usage.cached_tokens == nil { answer.usage?.cached_tokens = answer.usage_extra?.cached_tokens }
        // llama.cpp tells with its timings how much of the prompt its cache held.
        if answer.usage?.cached_tokens == nil { answer.usage?.cached_tokens = record.timingsCached }
        return answer
    }
}

/// A recorded call as it stands in the file, as far as the rules look.
struct Recording {
    private let response: [String: Any]

    init(line: Data) throws {
        let record = try JSONSerialization.jsonObject(with: line) as? [String: Any]
        response = record?["response"] as? [String: Any] ?? [:]
    }

    var groqUsage: Answer.Usage? {
        answers.lazy.compactMap { ($0["x_groq"] as? [String: Any])?["usage"] as? [String: Any] }.last.flatMap { usage in
            guard let prompt = usage["prompt_tokens"] as? Int, let completion = usage["completion_tokens"] as? Int else { return nil }
            return Answer.Usage(prompt_tokens: Int64(prompt), completion_tokens: Int64(completion))
        }
    }

    var timingsCached: Int64? {
        answers.lazy.compactMap { ($0["timings"] as? [String: Any])?["cache_n"] as? Int }.last.map { Int64($0) }
    }

    /// The body, or the JSON of each event of the stream.
    private var answers: [[String: Any]] {
        if let body = response["body"] as? [String: Any] { return [body] }
        let lines = (response["sse"] as? String ?? "").split(whereSeparator: \.isNewline)
        return lines.compactMap { line in
            guard line.hasPrefix("data:"), let start = line.firstIndex(of: "{") else { return nil }
            return try? JSONSerialization.jsonObject(with: Data(line[start...].utf8)) as? [String: Any]
        }
    }
}
