package import ByteStreams
package import TrafficModel

extension AnswerFacts {
    /// Reads a whole answer body.
    ///
    /// The body's own shape decides what it is; `endpoint` (from the URL) helps where the shape does not say (images, speech, recorders that
    /// drop `object`).
    package mutating func readBody(_ body: JSONValue, endpoint: Endpoint?) {
        // Google's compatible endpoint wraps errors into an array.
        if body.isArray {
            guard let first = body.first, first["error"] != nil else { return }
            readBody(first, endpoint: endpoint)
            return
        }
        guard body.isObject else { return }
        let object = body["object"]
        if readError(body) { isRecognised = true }

        if let object {
            if object.isString("chat.completion") || object.isString("chat.completion.chunk") || object.isString("chat.completion.done") {
                readCompletion(body, as: .chatCompletions)
                return
            }
            if object.isString("text_completion") || object.isString("text.completion") {
                readCompletion(body, as: .completions)
                return
            }
            if object.isString("response") { return readResponse(body) }
            if object.isString("response.compaction") { return readCompaction(body) }
            if object.isString("response.input_tokens") { return markNoCall() }
            if object.isString("realtime.response") { return readRealtimeResponse(body) }
            if object.isString("thread.run") { return readRun(body) }
            if object.isString("video") { return readVideo(body) }
            if object.isString("batch") { return markNoCall() }
            if object.isString("list"), endpoint != .embeddings, let first = body["data"]?.first, !first["object"].isNilOrString("embedding") {
                return markNoCall()
            }
            if object.isString("list") { return readEmbeddings(body) }
        }
        if let type = body["type"], type.isString("response.done"), let response = body["response"] { return readRealtimeResponse(response) }

        switch endpoint {
        case .chatCompletions where body["choices"] != nil || body["usage"] != nil, .completions where body["choices"] != nil || body["usage"] != nil:
            readCompletion(body, as: endpoint!)
        case .responses where body["output"] != nil || body["status"] != nil || body["usage"] != nil: return readResponse(body)
        case .responsesCompact where body["usage"] != nil: return readCompaction(body)
        case .embeddings where body["data"] != nil || body["usage"] != nil: return readEmbeddings(body)
        case .images where body["data"] != nil || body["usage"] != nil: return readImages(body)
        case .transcriptions, .translations: return readTranscription(body, as: endpoint!)
        case .moderations where body["results"] != nil: return readModeration(body)
        case .videos where body["seconds"] != nil: return readVideo(body)
        default: readByShape(body)
        }
    }

    /// What a body without an `object` member and without a URL looks like.
    private mutating func readByShape(_ body: JSONValue) {
        let usage = body["usage"]
        if let choices = body["choices"], choices.isArray {
            let isChat = choices.first.map { $0["message"] != nil || $0["delta"] != nil || $0["text"] == nil } ?? true
            readCompletion(body, as: isChat ? .chatCompletions : .completions)
            return
        }
        if body["results"]?.isArray == true, body["model"] != nil { return readModeration(body) }
        if body["output"]?.isArray == true || body["incomplete_details"] != nil { return readResponse(body) }
        if let data = body["data"], data.isArray {
            if let first = data.first {
                if first["b64_json"] != nil || first["url"] != nil { return readImages(body) }
                if first["embedding"] != nil { return readEmbeddings(body) }
            }
            return
        }
        if body["text"]?.isString == true { return readTranscription(body, as: .transcriptions) }
        guard let usage, usage.isObject, body["id"] != nil || body["model"] != nil else {
            // `status` and an id of theirs: a response whose usage is still null.
            if body["id"]?.string?.hasPrefix("resp_") == true, body["status"]?.isString == true { return readResponse(body) }
            // An answer pruned to its names, whose usage nobody told.
            if usage != nil, body["id"]?.isString == true, body["model"]?.isString == true { readCompletion(body, as: .chatCompletions) }
            return
        }
        if usage["input_tokens"] != nil { return readResponse(body) }
        readCompletion(body, as: .chatCompletions)
    }

    private mutating func markNoCall() {
        isRecognised = true
        isNoCall = true
    }

    // MARK: - What bodies share

    mutating func readName(_ body: JSONValue) {
        id = body["id"]?.nonEmptyString ?? id
        model = body["model"]?.nonEmptyString ?? model
        serviceTier = body["service_tier"]?.nonEmptyString ?? serviceTier
    }

    mutating func readCreated(_ value: JSONValue?) {
        guard let digits = value?.numberDigits, let time = digits.unixTime, time.microseconds > 0 else { return }
        created = created ?? time
    }

    /// Reads a usage object: tokens, or seconds where it says so. Null is not said; of several, the last one that is an object counts.
    mutating func readUsage(_ value: JSONValue?, endpoint: Endpoint) {
        guard let value, value.isObject else { return }
        if let seconds = value["seconds"], value["type"]?.isString("duration") == true || value["input_tokens"] == nil && value["prompt_tokens"] == nil {
            quantities.milliseconds = milliseconds(seconds) ?? quantities.milliseconds
            return
        }
        let outputMayBeMissing = endpoint == .embeddings
        if let facts = UsageReader.read(value, outputMayBeMissing: outputMayBeMissing) { usage = facts }
        reportedCost = AnswerFacts.reportedCost(value) ?? reportedCost
    }

    /// OpenRouter's own figure: what was paid, and with one's own key at the model's host the fee beside what that host charges.
    private static func reportedCost(_ usage: JSONValue) -> Money? {
        guard let cost = usage["cost"]?.numberDigits.flatMap({ Money(reported: $0) }) else { return nil }
        guard usage["is_byok"]?.bool == true else { return cost }
        guard let upstream = usage["cost_details"]?["upstream_inference_cost"]?.numberDigits.flatMap({ Money(reported: $0) }) else { return nil }
        return cost.adding(upstream)
    }

    func milliseconds(_ seconds: JSONValue) -> Int64? {
        guard let digits = seconds.numberDigits ?? seconds.rawString, let exact = Money(reported: digits), exact >= .zero else { return nil }
        return Int64(exactly: exact.quintillionths / 1_000_000_000_000_000)
    }
}

extension JSONValue? {
    fileprivate func isNilOrString(_ text: StaticString) -> Bool {
        guard let value = self else { return true }
        return value.isString(text)
    }
}
