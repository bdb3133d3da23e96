import ByteStreams

/// What a user is told of a record that nobody recognised: the names in it, never the values, and the `--map` that would help.
enum MappingHint {
    private static let shownKeys = 20
    private static let longestKey = 40

    /// Names under which people write a field, the likelier first.
    private static let names: [(field: FieldMapping.Known, names: [String])] = [
        (.time, ["time", "timestamp", "ts", "created_at", "createdat", "start_time", "starttime", "date", "datetime", "at", "when"]),
        (.latency, ["latency_ms", "duration_ms", "elapsed_ms", "latencyms", "durationms", "took_ms"]),
        (.url, ["url", "endpoint", "path"]),
        (.httpStatus, ["http_status", "status_code", "statuscode"]),
        (.request, ["input_body", "prompt_body", "req_body", "llm_request"]),
        (.response, ["answer", "reply", "output", "result", "body", "res_body", "llm_response", "raw_response"]),
        (.model, ["model", "model_name", "modelname", "llm", "llm_model", "engine", "deployment"]),
        (.responseID, ["response_id", "completion_id", "generation_id"]),
        (.inputTokens, ["input_tokens", "prompt_tokens", "inputtokens", "prompttokens", "tokens_in", "in_tokens", "n_prompt", "prompt_token_count"]),
        (.outputTokens, ["output_tokens", "completion_tokens", "outputtokens", "completiontokens", "tokens_out", "out_tokens", "n_completion"]),
        (.cachedInputTokens, ["cached_tokens", "cached_input_tokens", "cache_read_tokens", "cachedtokens"]),
        (.totalTokens, ["total_tokens", "totaltokens", "tokens"]),
        (.feature, ["feature", "app", "tag", "use_case", "component", "service"]),
        (.user, ["user", "user_id", "userid", "usr", "uid", "customer", "customer_id"]),
        (.session, ["session", "session_id", "sessionid", "sid"]),
        (.cost, ["cost", "cost_usd", "price"]),
        (.error, ["error", "error_message", "exception"]),
    ]

    static func text(for record: JSONValue) -> String? {
        guard record.isObject else { return nil }
        let keys = record.members.prefix(shownKeys + 1).compactMap { $0.name.string.map { shortened($0) } }
        guard !keys.isEmpty else { return nil }
        let shown = keys.prefix(shownKeys).joined(separator: ", ") + (keys.count > shownKeys ? ", …" : "")
        let places = places(in: record)
        let options = names.compactMap { field, names in
            names.lazy.compactMap { places[$0] }.first.map { "--map \(field.rawValue)=\(quoted($0.text))" }
        }
        let advice =
            options.isEmpty
            ? "say where things stand with --map FIELD=POINTER, such as --map model=/\(keys[0])" : "try \(options.joined(separator: " "))"
        return "keys: \(shown); \(advice)"
    }

    /// Where names stand, down to the members of members; the outermost place of a name counts.
    private static func places(in record: JSONValue) -> [String: JSONPointer] {
        var places: [String: JSONPointer] = [:]
        for (name, _) in record.members {
            guard let name = name.string, name.utf8.count <= longestKey else { continue }
            places[name.lowercased()] = JSONPointer(tokens: [name])
        }
        for (outer, value) in record.members where value.isObject {
            guard let outer = outer.string, outer.utf8.count <= longestKey else { continue }
            for (name, _) in value.members {
                guard let name = name.string, name.utf8.count <= longestKey, places[name.lowercased()] == nil else { continue }
                places[name.lowercased()] = JSONPointer(tokens: [outer, name])
            }
        }
        return places
    }

    private static func shortened(_ key: String) -> String {
        key.utf8.count <= longestKey ? key : key.prefix(longestKey) + "…"
    }

    /// A pointer as a shell takes it.
    private static func quoted(_ pointer: String) -> String {
        let plain = pointer.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: ":"): true
            default: false
            }
        }
        return plain ? pointer : "'" + pointer.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
