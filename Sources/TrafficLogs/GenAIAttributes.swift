import ByteStreams
import OpenAIWire
import TrafficModel

/// The attributes of a span or of an access log's line under the names of OpenTelemetry's conventions for generative AI, and under those
/// that came before or stand beside them.
///
/// Lookups name the newest name first; the first that is there counts.
struct GenAIAttributes {
    private let entries: [(name: JSONValue, value: JSONValue)]

    /// Attributes that are the members of an object: `{"gen_ai.request.model": "gpt-5", …}`.
    init(members object: JSONValue) {
        entries = Array(object.members)
    }

    /// Attributes as OTLP/JSON has them: `[{"key": …, "value": {"stringValue": …}}, …]`.
    init(otlp list: JSONValue?) {
        entries = list.map { list in
            list.elements.compactMap { attribute in
                guard let name = attribute["key"], name.isString, let (_, value) = attribute["value"]?.members.first(where: { _ in true }) else { return nil }
                // A list is one more object deep.
                return (name, value["values"] ?? value)
            }
        } ?? []
    }

    /// The value of the first of these names that is there. Null, nothing and `-` are what access logs write for "not there".
    subscript(_ names: StaticString...) -> JSONValue? {
        for name in names {
            if let entry = entries.last(where: { $0.name.isName(name) }), !entry.value.isNull, !entry.value.isString(""), !entry.value.isString("-") {
                return entry.value
            }
        }
        return nil
    }

    /// The provider that the conventions call by a name of their own: `az.ai.openai`, `gcp.vertex_ai`, `x_ai`; a client may add its part that
    /// made the call (`openai.responses`).
    static func provider(named given: String) -> String {
        let labels = given.lowercased().split(separator: ".").map(String.init)
        switch labels.first {
        case "az"?: return "azure"
        case "gcp"? where labels.count > 1: return labels[1] == "gen_ai" ? "google" : RequestTarget.provider(named: labels[1])
        case "aws"? where labels.count > 1: return labels[1]
        case "x_ai"?: return "xai"
        case "mistral_ai"?: return "mistral"
        case let label: return RequestTarget.provider(named: label ?? given)
        }
    }

    /// The attributes under a prefix, by the rest of their names.
    func members(under prefix: String) -> [(name: String, value: JSONValue)] {
        entries.compactMap { entry in
            guard let name = entry.name.string, name.hasPrefix(prefix), name.utf8.count > prefix.utf8.count else { return nil }
            return (String(name.dropFirst(prefix.count)), entry.value)
        }
    }
}

extension JSONValue {
    /// A count as attributes write it. OTLP writes 64-bit integers as texts: that is no oddity there.
    fileprivate var attributeCount: Int64? { int64 ?? rawString?.wholeNumber }

    /// The texts of an attribute that is a list, or one text; some exporters write the list as JSON text.
    var attributeTexts: [String] {
        if isArray { return elements.compactMap { ($0.members.first { _ in true }?.value ?? $0).nonEmptyString } }
        guard let text = nonEmptyString else { return [] }
        guard text.hasPrefix("["), text.hasSuffix("]") else { return [text] }
        return text.dropFirst().dropLast().split(separator: ",").map { String($0.drop { " \"'".contains($0) }.prefix { !"\"'".contains($0) }) }
    }
}

extension Exchange {
    /// Takes what attributes say of a call to a model.
    mutating func readAttributes(_ attributes: GenAIAttributes) {
        let provider = attributes["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider"]?.nonEmptyString
        target = RequestTarget(provider: provider.map { GenAIAttributes.provider(named: $0) })
        request.model = attributes["gen_ai.request.model", "llm.model_name", "ai.model.id", "embedding.model_name"]?.nonEmptyString
        request.serviceTier = attributes["openai.request.service_tier", "gen_ai.openai.request.service_tier"]?.nonEmptyString
        answer.model = attributes["gen_ai.response.model", "ai.response.model"]?.nonEmptyString
        answer.id = attributes["gen_ai.response.id", "ai.response.id"]?.nonEmptyString
        answer.serviceTier = attributes["openai.response.service_tier", "gen_ai.openai.response.service_tier"]?.nonEmptyString
        answer.finishReasons = attributes["gen_ai.response.finish_reasons", "llm.finish_reason", "ai.response.finishReason"]?.attributeTexts ?? []

        let conversation = attributes["gen_ai.conversation.id"]
        context.conversationID = conversation?.filledText
        context.sessionID = (attributes["session.id"] ?? conversation ?? attributes["gen_ai.live_session.id"])?.filledText
        context.readUser(attributes["user.id", "enduser.id"])
        fillUsage(usageCounts(attributes))
    }

    private func usageCounts(_ attributes: GenAIAttributes) -> UsageCounts {
        var counts = UsageCounts()
        counts.input =
            attributes[
                "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt", "ai.usage.inputTokens", "ai.usage.promptTokens",
                "ai.usage.tokens"]?.attributeCount
        counts.output =
            attributes[
                "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion", "ai.usage.outputTokens",
                "ai.usage.completionTokens"]?.attributeCount
        counts.total =
            attributes["gen_ai.usage.total_tokens", "llm.usage.total_tokens", "llm.token_count.total", "ai.usage.totalTokens"]?.attributeCount
        counts.parts.cachedInput =
            attributes[
                "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.cached_input_tokens",
                "gen_ai.usage.input_tokens.cached", "llm.token_count.prompt_details.cache_read", "ai.usage.cachedInputTokens"]?.attributeCount
        counts.parts.cacheWrite =
            attributes[
                "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_creation_input_tokens",
                "gen_ai.usage.input_tokens.cache_write", "llm.token_count.prompt_details.cache_write"]?.attributeCount
        counts.parts.reasoning =
            attributes[
                "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens", "gen_ai.usage.output_tokens.reasoning",
                "llm.token_count.completion_details.reasoning", "ai.usage.reasoningTokens"]?.attributeCount
        counts.parts.textInput = attributes["gen_ai.usage.text.input_tokens"]?.attributeCount
        counts.parts.imageInput = attributes["gen_ai.usage.image.input_tokens"]?.attributeCount
        counts.parts.audioInput = attributes["gen_ai.usage.audio.input_tokens", "llm.token_count.prompt_details.audio"]?.attributeCount
        counts.parts.textOutput = attributes["gen_ai.usage.text.output_tokens"]?.attributeCount
        counts.parts.audioOutput = attributes["gen_ai.usage.audio.output_tokens", "llm.token_count.completion_details.audio"]?.attributeCount
        return counts
    }
}
