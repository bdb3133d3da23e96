package import ByteStreams
package import TrafficModel

/// Reads usage objects of every endpoint and vendor into one shape.
///
/// Field names differ (`prompt_tokens`, `input_tokens`, `input_tokens_details`, `input_token_details` …) while their meaning does not.
/// Counts may be whole floats or digit strings; null is "not said".
enum UsageReader {
    /// nil where the object holds no token count at all (then it may be a duration; see ``AnswerFacts/readUsage(_:endpoint:)``).
    static func read(_ usage: JSONValue, outputMayBeMissing: Bool) -> UsageFacts? {
        guard usage.isObject else { return nil }
        return UsageCounts(usage).facts(outputMayBeMissing: outputMayBeMissing)
    }
}

/// Token counts as they were met, before they are held against each other: those of a usage object, or those that a gateway keeps in
/// columns of its own.
package struct UsageCounts {
    package var input: Int64?
    package var output: Int64?
    package var total: Int64?
    /// The parts of input and output; its own ``TokenUsage/input`` and ``TokenUsage/output`` are not looked at.
    package var parts = TokenUsage(input: 0, output: 0)

    /// The same parts beside the whole rather than inside an object of details.
    package var topLevelCached: Int64?
    package var topLevelCacheWrite: Int64?
    package var topLevelReasoning: Int64?
    /// DeepSeek splits its prompt into hits and misses instead of naming a part.
    var cacheHit: Int64?
    var notes: [Diagnostic.Name] = []
    var fault: UsageFault?

    package init() {}

    /// Reads the members of a usage object, or the columns of a row that are named as its members are.
    package init(_ object: JSONValue) {
        for (name, value) in object.members { take(name, value) }
    }

    /// Takes a member of a usage object, if it is known.
    package mutating func take(_ name: JSONValue, _ value: JSONValue) {
        if name.isName("prompt_tokens") || name.isName("input_tokens") || name.isName("prompt_token") {
            input = count(value) ?? input
        } else if name.isName("completion_tokens") || name.isName("output_tokens") || name.isName("completion_token") {
            output = count(value) ?? output
        } else if name.isName("total_tokens") {
            total = count(value)
        } else if name.isName("prompt_tokens_details") || name.isName("input_tokens_details") || name.isName("input_token_details")
            || name.isName("prompt_token_details")
        {
            for (name, value) in value.members { takeInputDetail(name, value) }
        } else if name.isName("completion_tokens_details") || name.isName("output_tokens_details") || name.isName("output_token_details")
            || name.isName("completion_token_details")
        {
            for (name, value) in value.members { takeOutputDetail(name, value) }
        } else if name.isName("prompt_cache_hit_tokens") {
            cacheHit = count(value)
        } else if name.isName("cached_tokens") || name.isName("cache_read_input_tokens") {
            topLevelCached = count(value)
        } else if name.isName("cache_creation_input_tokens") || name.isName("cache_write_tokens") {
            topLevelCacheWrite = count(value)
        } else if name.isName("reasoning_tokens") {
            topLevelReasoning = count(value)
        }
    }

    mutating func takeInputDetail(_ name: JSONValue, _ value: JSONValue) {
        if name.isName("cached_tokens") {
            parts.cachedInput = count(value)
        } else if name.isName("cache_write_tokens") || name.isName("cache_creation_input_tokens") || name.isName("cache_creation_tokens") {
            parts.cacheWrite = count(value) ?? parts.cacheWrite
        } else if name.isName("audio_tokens") {
            parts.audioInput = count(value)
        } else if name.isName("image_tokens") {
            parts.imageInput = count(value)
        } else if name.isName("text_tokens") {
            parts.textInput = count(value)
        } else if name.isName("cached_tokens_details") {
            for (name, value) in value.members {
                if name.isName("text_tokens") {
                    parts.cachedTextInput = count(value)
                } else if name.isName("audio_tokens") {
                    parts.cachedAudioInput = count(value)
                } else if name.isName("image_tokens") {
                    parts.cachedImageInput = count(value)
                }
            }
        }
    }

    mutating func takeOutputDetail(_ name: JSONValue, _ value: JSONValue) {
        if name.isName("reasoning_tokens") {
            parts.reasoning = count(value)
        } else if name.isName("audio_tokens") {
            parts.audioOutput = count(value)
        } else if name.isName("image_tokens") {
            parts.imageOutput = count(value)
        } else if name.isName("text_tokens") {
            parts.textOutput = count(value)
        } else if name.isName("accepted_prediction_tokens") {
            parts.acceptedPrediction = count(value)
        } else if name.isName("rejected_prediction_tokens") {
            parts.rejectedPrediction = count(value)
        }
    }

    /// A count as it is written: a number, digits as text, or null for not told. Anything else is a fault of the usage.
    package mutating func count(_ value: JSONValue?) -> Int64? {
        guard let value else { return nil }
        switch value.kind {
        case .null:
            return nil
        case .number:
            guard let number = value.int64 else { return refuse(.notACount) }
            return number < 0 ? refuse(.negativeCount) : number
        case .string:
            guard let raw = value.rawString, let number = raw.wholeNumber else { return refuse(.notACount) }
            note(.countAsText)
            return number < 0 ? refuse(.negativeCount) : number
        case .object, .array, .bool:
            return refuse(.notACount)
        }
    }

    mutating func refuse(_ fault: UsageFault) -> Int64? {
        self.fault = self.fault ?? fault
        return nil
    }

    package mutating func note(_ name: Diagnostic.Name) {
        if !notes.contains(name) { notes.append(name) }
    }

    /// Whether no token is counted: what a column holds where nobody wrote a count.
    package var isZero: Bool { fault == nil && (input ?? 0) == 0 && (output ?? 0) == 0 }

    /// Cache counts of Anthropic's making stand beside the input rather than in it where the total says so.
    private func tokensOutside(_ input: Int64) -> Int64? {
        guard fault == nil, let output, let total, parts.cachedInput == nil, parts.cacheWrite == nil else { return nil }
        let (outside, overflow) = (topLevelCached ?? 0).addingReportingOverflow(topLevelCacheWrite ?? 0)
        let (rest, overflowToo) = total.subtractingReportingOverflow(input)
        return outside > 0 && !overflow && !overflowToo && outside == rest - output ? outside : nil
    }

    /// nil where neither input nor output was told.
    package func facts(outputMayBeMissing: Bool) -> UsageFacts? {
        guard input != nil || output != nil || fault != nil else { return nil }
        var facts = UsageFacts(tokens: parts, fault: fault, notes: notes)
        var input = self.input ?? 0
        var output = self.output ?? 0
        // Embeddings have no output count, and say so by a total that equals the input.
        if self.input == nil || (self.output == nil && !outputMayBeMissing && total != input) { facts.fault = facts.fault ?? .halfGiven }

        facts.tokens.cachedInput = parts.cachedInput ?? cacheHit ?? topLevelCached
        facts.tokens.cacheWrite = parts.cacheWrite ?? topLevelCacheWrite
        facts.tokens.reasoning = parts.reasoning ?? topLevelReasoning
        facts.tokens.reportedTotal = total

        if let outside = tokensOutside(input) { input += outside }

        let (sum, overflow) = input.addingReportingOverflow(output)
        if overflow { facts.fault = facts.fault ?? .notACount }
        if let total, self.output != nil, facts.fault == nil {
            if total > sum {
                // xAI counts reasoning outside the completion, Google leaves thinking out of it altogether: the total has it.
                if total - sum != facts.tokens.reasoning { facts.notes.append(.usageInconsistent) }
                facts.writtenOutput = output
                output = total - input
            } else if total < sum, self.output != nil {
                facts.notes.append(.usageInconsistent)
            }
        }
        facts.tokens.input = input
        facts.tokens.output = output
        facts.check()
        return facts
    }
}

extension UsageFacts {
    /// Parts can't be larger than their whole. Where they are, no price is right; the counts stay as they were written.
    fileprivate mutating func check() {
        if let cached = tokens.cachedInput, cached > tokens.input { fault = fault ?? .cachedExceedsInput }
        let (read, readOverflow) = (tokens.cachedInput ?? 0).addingReportingOverflow(tokens.cacheWrite ?? 0)
        if readOverflow || read > tokens.input { fault = fault ?? .partsExceedInput }
        let (media, mediaOverflow) = (tokens.audioInput ?? 0).addingReportingOverflow(tokens.imageInput ?? 0)
        if mediaOverflow || media > tokens.input { fault = fault ?? .partsExceedInput }
        let (made, madeOverflow) = (tokens.audioOutput ?? 0).addingReportingOverflow(tokens.imageOutput ?? 0)
        if madeOverflow || made > tokens.output { fault = fault ?? .partsExceedOutput }
        if fault != nil { notes.append(.usageContradiction) }
        // Some providers count template tokens as reasoning; the total shows that the completion count is what is billed.
        if let reasoning = tokens.reasoning, reasoning > tokens.output { notes.append(.reasoningExceedsOutput) }
    }
}
