import ByteStreams
import TrafficModel

extension AnswerFacts {
    /// Reads a chat or legacy completion: a whole body or one chunk of a stream; they differ in `message` and `delta` alone.
    ///
    /// Returns where the chunk's texts stand in its JSON, if a text is all that it brings: the text itself, and the padding that hides its length.
    @discardableResult
    mutating func readCompletion(_ body: JSONValue, as endpoint: Endpoint) -> [Range<Int>] {
        isRecognised = true
        self.endpoint = self.endpoint ?? endpoint
        var text: JSONValue?
        var padding: JSONValue?
        var texts = 0
        var bringsMore = false
        for (name, value) in body.members {
            if name.isName("choices") {
                var position = 0
                for choice in value.elements {
                    let found = readChoice(choice, at: position)
                    bringsMore = bringsMore || found.bringsMore
                    if let value = found.text {
                        text = value
                        texts += 1
                    }
                    position += 1
                }
            } else if name.isName("id") {
                // Azure's first chunk names nothing; of several names the first one stays.
                if id == nil { id = value.nonEmptyString }
            } else if name.isName("model") {
                // Routed streams may change it on the way: the last one served.
                if let found = value.nonEmptyString, found != model { model = found }
            } else if name.isName("created") {
                readCreated(value)
            } else if name.isName("service_tier") {
                serviceTier = value.nonEmptyString ?? serviceTier
            } else if name.isName("usage") {
                if value.isObject {
                    readUsage(value, endpoint: endpoint)
                    bringsMore = true
                }
            } else if name.isName("x_groq") {
                // Groq reports a stream's usage here; the standard place, where it is filled, says the same.
                if let groq = value["usage"], groq.isObject, usage == nil {
                    readUsage(groq, endpoint: endpoint)
                    bringsMore = true
                }
            } else if name.isName("timings") {
                readTimings(value)
                bringsMore = true
            } else if name.isName("metadata") {
                attribution.readMetadata(value)
            } else if name.isName("error") {
                bringsMore = bringsMore || !value.isNull
            } else if name.isName("obfuscation") {
                padding = value.isString ? value : nil
            }
        }
        guard let text, texts == 1, !bringsMore else { return [] }
        // In the order of the chunk.
        return [text, padding].compactMap { $0?.contentRange }.sorted { $0.lowerBound < $1.lowerBound }
    }

    private mutating func readChoice(_ choice: JSONValue, at position: Int) -> (text: JSONValue?, bringsMore: Bool) {
        var index = position
        var reason: String?
        var text: JSONValue?
        var bringsMore = false
        for (name, value) in choice.members {
            if name.isName("index") {
                index = value.int64.flatMap { Int(exactly: $0) } ?? position
            } else if name.isName("finish_reason") {
                reason = value.nonEmptyString
            } else if name.isName("native_finish_reason") {
                nativeFinishReason = value.nonEmptyString ?? nativeFinishReason
            } else if name.isName("delta") {
                text = readDelta(value)
            } else if name.isName("text") {
                if value.isString {
                    text = text ?? value
                    if value.rawString?.isEmpty == false { sawContent = true }
                }
            } else if name.isName("error") {
                // OpenRouter puts a failure of the model's host beside the choice.
                if let found = ErrorFacts(value) { error = error ?? found }
                bringsMore = true
            }
        }
        setFinishReason(reason, choice: index)
        return (text, bringsMore || reason != nil)
    }

    /// The text that a delta brings: content, reasoning, or a piece of a tool call's arguments.
    private mutating func readDelta(_ delta: JSONValue) -> JSONValue? {
        var text: JSONValue?
        for (name, value) in delta.members {
            if name.isName("content") || name.isName("reasoning_content") || name.isName("reasoning") || name.isName("refusal") {
                if value.isString {
                    text = value
                    if value.rawString?.isEmpty == false { sawContent = true }
                }
            } else if name.isName("tool_calls") {
                if let arguments = value.first?["function"]?["arguments"], arguments.isString { text = arguments }
                sawContent = true
            }
        }
        return text
    }

    /// llama.cpp's timing figures.
    private mutating func readTimings(_ timings: JSONValue) {
        guard let prompt = timings["prompt_ms"]?.numberDigits.flatMap({ Money(reported: $0) }),
            let predicted = timings["predicted_ms"]?.numberDigits.flatMap({ Money(reported: $0) }),
            let sum = prompt.adding(predicted)
        else { return }
        serverLatency = Int64(exactly: sum.quintillionths / 1_000_000_000_000_000)
        // Its prompt count leaves out what the cache held.
        if let cached = timings["cache_n"]?.int64, usage?.tokens.cachedInput == nil { usage?.tokens.cachedInput = cached }
    }
}

extension JSONValue {
    /// The bytes between a string's quotes.
    fileprivate var contentRange: Range<Int> {
        (byteRange.lowerBound + 1)..<(byteRange.upperBound - 1)
    }
}
