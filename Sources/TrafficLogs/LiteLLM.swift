import ByteStreams
import OpenAIWire
import TrafficModel

// What LiteLLM's two containers have in common: the names of its calls, errors and tags.

/// A `call_type`: the Python function that was called, with an `a` in front where it was the asynchronous one.
struct LiteLLMCallType {
    /// nil where the call has no endpoint of OpenAI's.
    let endpoint: Endpoint?
    /// Whether a row of this type is a call even if it tells no tokens.
    let isCall: Bool
    /// The cost of a whole batch, looked up afterwards: a sum of other calls.
    let isRollup: Bool

    private static let endpoints: [String: Endpoint] = [
        "completion": .chatCompletions, "text_completion": .completions, "responses": .responses, "compact_responses": .responsesCompact,
        "embedding": .embeddings, "image_generation": .images, "image_edit": .images, "image_variation": .images, "moderation": .moderations,
        "transcription": .transcriptions, "speech": .speech, "realtime": .realtime, "create_video": .videos, "video_generation": .videos,
    ]
    /// Calls to models through other vendors' interfaces.
    private static let others: Set<String> = [
        "anthropic_messages", "generate_content", "generate_content_stream", "pass_through_endpoint", "llm_passthrough_route",
    ]

    init(of row: JSONValue) throws(RowFault) {
        let value = row.present("call_type")
        guard value?.isString ?? true else { throw RowFault("call_type is no text: \(value?.excerpt ?? "")") }
        var name = (value?.string ?? "")[...]
        if name.hasPrefix("_") { name = name.dropFirst() }
        let synchronous = name.hasPrefix("a") ? String(name.dropFirst()) : ""
        endpoint = LiteLLMCallType.endpoints[String(name)] ?? LiteLLMCallType.endpoints[synchronous]
        isCall = endpoint != nil || name.isEmpty || LiteLLMCallType.others.contains(String(name)) || LiteLLMCallType.others.contains(synchronous)
        isRollup = name.contains("batch")
    }
}

extension Exchange {
    /// Reads `error_information`: the exception that LiteLLM raised. For successes it is there with empty texts.
    mutating func readLiteLLMError(_ information: JSONValue?) {
        guard let information, information.isObject else { return }
        let name = information["error_class"]?.nonEmptyString
        let message = information["error_message"]?.nonEmptyString
        let code = information["error_code"]?.filledText
        guard name != nil || message != nil || code != nil else { return }
        httpStatus = httpStatus ?? information["error_code"]?.httpStatus
        guard answer.error == nil else { return }
        // LiteLLM names the kind of refusal by its exception; these two have names of OpenAI's too.
        switch name {
        case "ContentPolicyViolationError": answer.error = ErrorFacts(message: message, type: name, code: "content_policy_violation")
        case "BadRequestError", "ContextWindowExceededError", "UnprocessableEntityError", "UnsupportedParamsError":
            answer.error = ErrorFacts(message: message ?? name, type: "invalid_request_error", code: code)
        default: answer.error = ErrorFacts(message: message ?? name, type: name, code: code)
        }
    }

    /// Reads what the proxy knows of the key and the team that made the call, and what its callers added.
    mutating func readLiteLLMMetadata(_ metadata: JSONValue) {
        apiKeyName = apiKeyName ?? metadata["user_api_key_alias"]?.nonEmptyString
        headers.project = headers.project ?? (metadata.filled("user_api_key_project_alias") ?? metadata.filled("user_api_key_project_id"))?.string
        context.readUser(metadata["user_api_key_end_user_id"])
        context.addMetadata("team", metadata.filled("user_api_key_team_alias") ?? metadata.filled("user_api_key_team_id"))
        context.readMetadata(metadata["requester_metadata"])
        context.readMetadata(metadata["spend_logs_metadata"])
        context.sessionID = context.sessionID ?? metadata["session_id"]?.filledText
    }

    /// The proxy adds tags of its own that tell the client's software.
    mutating func readLiteLLMTags(_ tags: JSONValue) {
        readTags(tags) { $0.hasPrefix("User-Agent:") }
    }

    /// `model` is what was sent, `model_group` the public alias that was asked for.
    mutating func readLiteLLMModels(_ row: JSONValue) {
        let sent = row["model"]?.nonEmptyString
        request.model = row["model_group"]?.nonEmptyString ?? request.model ?? sent
        answer.model = answer.model ?? sent
        // For Azure, what was sent is the name of a deployment.
        if let sent, let azure = target, azure.provider == "azure", azure.deployment == nil {
            target?.deployment = sent.hasPrefix("azure/") ? String(sent.dropFirst(6)) : sent
        }
        // A figure that the proxy itself put into the answer's usage.
        if target?.provider != "openrouter" { answer.reportedCost = nil }
    }

    /// The emission of a row that may be no call at all.
    func asRow(of type: LiteLLMCallType) throws(RowFault) -> Emission {
        if type.isRollup { return .ignored }
        guard type.isCall || answer.usage != nil || answer.isRecognised else { return .ignored }
        return try asRow()
    }
}
