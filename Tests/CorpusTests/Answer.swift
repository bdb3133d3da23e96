import Foundation

/// What a record means, as `expected.jsonl` says it.
struct Answer: Decodable {
    struct Usage: Decodable {
        var prompt_tokens, completion_tokens, total_tokens, cached_tokens, reasoning_tokens, cache_write_tokens: Int64?
    }

    /// Members of a usage object that OpenAI's own does not have.
    struct Extra: Decodable {
        var cached_tokens: Int64?
    }

    var source: String
    var endpoint: String?
    var id, model, requested_model, service_tier: String?
    var streamed: Bool?
    var finish_reasons: [String?]?
    var status: String?
    var usage: Usage?
    var usage_extra: Extra?
    var counts_once: Bool?

    /// Whether the record is a call whose answer is final and no repetition of another one.
    var counts: Bool {
        guard let endpoint, ["chat", "completions", "responses", "embeddings"].contains(endpoint), counts_once ?? true else { return false }
        return status != nil && status != "IN_PROGRESS"
    }

    /// The finish reason as events carry it; nil where none is asked for.
    var finishReason: String? {
        guard let reasons = finish_reasons, reasons.contains(where: { $0?.isEmpty == false }) else { return nil }
        return Set(reasons).count == 1 ? reasons[0] : reasons.map { $0 ?? "" }.joined(separator: ",")
    }
}
