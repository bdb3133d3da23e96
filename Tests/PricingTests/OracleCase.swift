import ByteStreams
import Testing
import TrafficModel

/// A case of the oracle: a call's model, day, tier and raw usage, and what it cost.
struct OracleCase: CustomTestStringConvertible, Sendable {
    let id: String
    let call: Call
    let cost: String?

    var testDescription: String { id }

    static func all() throws -> [OracleCase] {
        let reader = JSONReader()
        return try Fixtures.lines("fixtures/prices/oracle.jsonl").map { line in
            try reader.read(Array(line.utf8)) { try OracleCase($0) }
        }
    }

    private init(_ row: JSONValue) throws {
        id = try #require(row["id"]?.string)
        cost = row["cost_usd"]?.string
        let model = try #require(row["model"]?.string)
        let usage = try #require(row["usage"])
        let date = try #require(row["date"]?.string)
        let tier = try #require(row["tier"]?.string)

        var call = Call.of(model, at: date.utf8.count == 10 ? date + "T12:00:00Z" : date, endpoint: OracleCase.endpoint(model, usage))
        call.serviceTier = row["service_tier"]?.string ?? (tier == "standard" ? "default" : tier)
        call.cacheTTL = row["cache_write_ttl"]?.string
        call.region = row["data_residency"]?.bool == true ? "eu" : nil
        call.usage = OracleCase.tokens(usage)
        call.quantities.characters = usage["characters"]?.int64
        call.quantities.images = usage["images"]?.int64
        call.quantities.milliseconds = usage["seconds"]?.int64.map { $0 * 1_000 }
        call.quantities.size = usage["size"]?.string
        call.quantities.quality = usage["quality"]?.string
        self.call = call
    }

    /// Which endpoint a call of that shape went to.
    private static func endpoint(_ model: String, _ usage: JSONValue) -> Endpoint {
        if usage["characters"] != nil { return .speech }
        if usage["images"] != nil { return .images }
        if usage["type"]?.string == "duration" { return .transcriptions }
        if usage["seconds"] != nil { return .videos }
        func named(_ word: String) -> Bool { model.split(separator: "-").contains { $0 == word } }
        if named("moderation") { return .moderations }
        if named("realtime") { return .realtime }
        if named("image") { return .images }
        if named("embedding") { return .embeddings }
        if named("transcribe") { return .transcriptions }
        return usage["input_tokens"] != nil ? .responses : .chatCompletions
    }

    private static func tokens(_ usage: JSONValue) -> TokenUsage? {
        guard let input = (usage["prompt_tokens"] ?? usage["input_tokens"])?.int64 else { return nil }
        var tokens = TokenUsage(input: input, output: (usage["completion_tokens"] ?? usage["output_tokens"])?.int64 ?? 0)
        tokens.reportedTotal = usage["total_tokens"]?.int64
        if let details = usage["prompt_tokens_details"] ?? usage["input_tokens_details"] ?? usage["input_token_details"] {
            tokens.cachedInput = details["cached_tokens"]?.int64
            tokens.cacheWrite = details["cache_write_tokens"]?.int64
            tokens.textInput = details["text_tokens"]?.int64
            tokens.audioInput = details["audio_tokens"]?.int64
            tokens.imageInput = details["image_tokens"]?.int64
            tokens.cachedTextInput = details["cached_tokens_details"]?["text_tokens"]?.int64
            tokens.cachedAudioInput = details["cached_tokens_details"]?["audio_tokens"]?.int64
            tokens.cachedImageInput = details["cached_tokens_details"]?["image_tokens"]?.int64
        }
        if let details = usage["completion_tokens_details"] ?? usage["output_tokens_details"] ?? usage["output_token_details"] {
            tokens.reasoning = details["reasoning_tokens"]?.int64
            tokens.textOutput = details["text_tokens"]?.int64
            tokens.audioOutput = details["audio_tokens"]?.int64
            tokens.imageOutput = details["image_tokens"]?.int64
        }
        return tokens
    }
}
