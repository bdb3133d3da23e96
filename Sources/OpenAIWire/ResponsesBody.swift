import ByteStreams
import TrafficModel

extension AnswerFacts {
    /// Reads a response object, whole or as a stream's event holds it.
    mutating func readResponse(_ body: JSONValue) {
        isRecognised = true
        endpoint = endpoint ?? .responses
        readName(body)
        readCreated(body["created_at"])
        if let digits = body["completed_at"]?.numberDigits { completedAt = digits.unixTime }
        responseStatus = body["status"]?.nonEmptyString ?? responseStatus
        incompleteReason = body["incomplete_details"]?["reason"]?.nonEmptyString ?? incompleteReason
        if let found = body["error"].flatMap({ ErrorFacts($0) }) { error = found }
        readUsage(body["usage"], endpoint: .responses)
        if let output = body["output"], output.isArray { readOutput(output, of: body) }
        var told = attribution
        told.readMetadata(body["metadata"])
        told.readUser(body["user"])
        told.readUser(body["safety_identifier"])
        if let conversation = body["conversation"] {
            told.conversationID = (conversation["id"] ?? conversation).nonEmptyString ?? told.conversationID
        }
        attribution = told
        // Not a call yet: a background response that waits or works. Its later answer is the call.
        isNoCall = !isStream && (responseStatus == "queued" || responseStatus == "in_progress") && usage == nil
    }

    /// Counts the hosted tools that were called: their fees show nowhere else.
    private mutating func readOutput(_ output: JSONValue, of body: JSONValue) {
        var counted = HostedToolCalls()
        var containers = Set<String>()
        var last: JSONValue?
        let usesPreview = body["tools"]?.elements.contains { $0["type"]?.string?.hasPrefix("web_search_preview") == true } ?? false
        for item in output.elements {
            last = item
            guard let type = item["type"] else { continue }
            if type.isString("web_search_call") {
                guard item["status"].map({ $0.isString("completed") }) ?? true else { continue }
                // Older answers name no action: each such item was a search.
                if let action = item["action"]?["type"], !action.isString("search") {
                    counted.pagesOpened += 1
                } else if usesPreview {
                    counted.webSearchPreviews += 1
                } else {
                    counted.webSearches += 1
                }
            } else if type.isString("file_search_call") {
                counted.fileSearches += 1
            } else if type.isString("code_interpreter_call") {
                if let container = item["container_id"]?.nonEmptyString { containers.insert(container) }
            }
        }
        counted.codeInterpreterContainers = Int64(containers.count)
        if let generation = body["tool_usage"]?["image_gen"], let facts = UsageReader.read(generation, outputMayBeMissing: false),
            facts.fault == nil, facts.tokens.input > 0 || facts.tokens.output > 0
        {
            counted.imageGeneration = facts.tokens
            counted.imageModel = body["tools"]?.elements.first { $0["type"]?.isString("image_generation") == true }?["model"]?.nonEmptyString
        }
        tools = counted
        let lastType = last?["type"]
        endsWithToolCall = lastType?.isString("function_call") == true || lastType?.isString("custom_tool_call") == true
    }

    /// Reads the answer of `/v1/responses/compact`: billed like a response, and without a model.
    mutating func readCompaction(_ body: JSONValue) {
        isRecognised = true
        endpoint = .responsesCompact
        readName(body)
        readCreated(body["created_at"])
        readUsage(body["usage"], endpoint: .responsesCompact)
    }
}
