import ByteStreams

/// What an event says of the stream that it belongs to.
struct StreamMark {
    enum Kind: Equatable {
        case done
        case chunk(Chunk)
        /// All of a response, as far as it is there.
        case response(isCreated: Bool)
        /// A part of a response.
        case part
        /// Of an image, a speech or a transcript.
        case media
        case error
        case nothing
    }

    /// A chunk of a completion.
    struct Chunk: Equatable {
        var hasChoices = false
        /// Its choices are further ones, with indices above 0.
        var isFurther = false
        /// The role, which a first chunk has and nearly no other.
        var hasRole = false
        /// A piece of the answer.
        var hasText = false
        var hasFinish = false
        var hasUsage = false
        /// What the usage counts, if it does.
        var input: Int64?
        var output: Int64?
        /// Of a legacy completion, which has no roles.
        var isLegacy = false

        /// Whether it is there for its usage, which may come with an id of its own. Some servers count from the first chunk on.
        var isUsage: Bool { hasUsage && !hasFinish && !hasText && !(hasRole && output == 0) }

        /// Whether it brings what a first chunk brings.
        var mayBegin: Bool { hasChoices && !isFurther && (hasRole || hasText) }
    }

    private(set) var kind = Kind.nothing
    private(set) var id: StreamID?

    init(_ event: SSEEvent, _ reader: JSONReader) {
        let data = event.data.trimmed
        if data.hasPrefix("[DONE]") {
            kind = .done
        } else if event.name.hasPrefix("response."), event.name.hasSuffix(".delta") {
            kind = .part
        } else if let value = try? reader.value(of: data), value.isObject {
            read(value, in: data)
        }
    }

    private mutating func read(_ value: JSONValue, in data: ByteView) {
        if let type = value["type"]?.rawString {
            if type.hasPrefix("response.") {
                let response = value["response"]
                kind = response?.isObject == true ? .response(isCreated: type.equals("response.created")) : .part
                id = response.flatMap { StreamID(of: $0, in: data) }
                return
            }
            if type.hasPrefix("image_") || type.hasPrefix("transcript.") || type.hasPrefix("speech.") {
                kind = .media
                return
            }
        }
        id = StreamID(of: value, in: data)
        var chunk = Chunk()
        if let usage = value["usage"], usage.isObject {
            chunk.hasUsage = true
            chunk.input = usage["prompt_tokens"]?.int64
            chunk.output = usage["completion_tokens"]?.int64
        }
        guard value["choices"]?.isArray == true || chunk.hasUsage else {
            if value.present("error") != nil { kind = .error }
            return
        }
        chunk.isLegacy = value["object"]?.isString("text_completion") == true
        if let choices = value["choices"] {
            chunk.hasChoices = choices.isArray && !choices.isEmptyContainer
            chunk.isFurther = chunk.hasChoices
            for choice in choices.elements { chunk.take(choice) }
        }
        kind = .chunk(chunk)
    }
}

extension StreamMark.Chunk {
    fileprivate mutating func take(_ choice: JSONValue) {
        if choice["index"]?.int64 ?? 0 == 0 { isFurther = false }
        if choice["finish_reason"]?.nonEmptyString != nil { hasFinish = true }
        if let text = choice["text"], !text.isNothing { hasText = true }
        guard let delta = choice["delta"] else { return }
        for (name, value) in delta.members where !value.isNothing {
            if name.isName("role") { hasRole = true } else { hasText = true }
        }
    }
}

extension JSONValue {
    /// Whether the value is nothing: null, an empty text, an empty list or object.
    fileprivate var isNothing: Bool { isNull || isString("") || isEmptyContainer }
}
