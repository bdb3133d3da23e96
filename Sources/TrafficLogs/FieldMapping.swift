import ByteStreams

/// Where the fields of an unknown layout stand: what `--map FIELD=POINTER` says.
package struct FieldMapping: Sendable {
    /// A field that a pointer can be given for.
    package enum Field: Hashable, Sendable {
        case known(Known)
        /// `metadata.NAME`
        case metadata(String)
    }

    package enum Known: String, CaseIterable, Sendable {
        case time
        case latency = "latency_ms"
        case streamDuration = "stream_duration_ms"
        case url
        case method
        case httpStatus = "http_status"
        case request
        case response
        case sse
        case model
        case requestedModel = "requested_model"
        case responseID = "response_id"
        case requestID = "request_id"
        case finishReason = "finish_reason"
        case status
        case error
        case streamed
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case cachedInputTokens = "cached_input_tokens"
        case cacheWriteTokens = "cache_write_tokens"
        case reasoningTokens = "reasoning_tokens"
        case totalTokens = "total_tokens"
        case serviceTier = "service_tier"
        case feature, user, session, conversation, step, project, key
        case cost
    }

    /// In the order given. A field may have several places: the first that holds something counts.
    private var places: [(field: Field, pointer: JSONPointer)] = []

    package init() {}

    package var isEmpty: Bool { places.isEmpty }

    package static var fieldNames: [String] { Known.allCases.map(\.rawValue) + ["metadata.NAME"] }

    /// Adds a place written as `FIELD=POINTER`.
    package mutating func add(_ text: String) throws(FieldMappingError) {
        guard let equals = text.firstIndex(of: "=") else {
            throw FieldMappingError("'\(text)' is no FIELD=POINTER, such as time=/ts")
        }
        let name = String(text[..<equals])
        let pointer = String(text[text.index(after: equals)...])
        let field: Field
        if let known = Known(rawValue: name) {
            field = .known(known)
        } else if name.hasPrefix("metadata."), name.utf8.count > 9 {
            field = .metadata(String(name.dropFirst(9)))
        } else {
            throw FieldMappingError("there is no field '\(name)'; fields are \(FieldMapping.fieldNames.joined(separator: ", "))")
        }
        do throws(JSONPointer.Fault) {
            places.append((field, try JSONPointer(pointer)))
        } catch {
            switch error {
            case .noSlash: throw FieldMappingError("'\(pointer)' is no JSON Pointer: it starts with a slash, as in \(name)=/\(pointer)")
            case .badEscape: throw FieldMappingError("'\(pointer)' is no JSON Pointer: a ~ in a name is written ~0, and a / is written ~1")
            }
        }
    }

    /// What a record holds in a field; nil where it holds nothing.
    func value(_ field: Known, in record: JSONValue) -> JSONValue? {
        for place in places where place.field == .known(field) {
            if let value = record[place.pointer], !value.isNull { return value }
        }
        return nil
    }

    /// What a record holds for metadata.
    func metadata(in record: JSONValue) -> [(name: String, value: JSONValue)] {
        places.compactMap { place in
            guard case .metadata(let name) = place.field, let value = record[place.pointer] else { return nil }
            return (name, value)
        }
    }

    /// Whether any of the places is there.
    func finds(in record: JSONValue) -> Bool {
        places.contains { record[$0.pointer].map { !$0.isNull } ?? false }
    }
}

/// Why a mapping can't be used.
package struct FieldMappingError: Error {
    package let message: String

    init(_ message: String) {
        self.message = message
    }
}
