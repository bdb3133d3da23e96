
/// Requests and answers without their texts: what accounting reads, by name, and nothing else.
enum UsageOnly {
    /// Stands for a text that was no JSON.
    static let leftOut = "(left out)"

    static func request(_ body: JSONObject) -> JSONObject {
        keep(
            [
                "model", "stream", "stream_options", "service_tier", "metadata", "user", "safety_identifier", "prompt_cache_options", "background",
                "conversation", "n",
            ], of: body)
    }

    /// An answer, a chunk or an event of a stream.
    static func answer(_ json: JSON) -> JSON {
        switch json {
        case .array(let elements): return .array(elements.map { answer($0) })
        case .object(let object):
            var kept = keep(
                [
                    "id", "object", "type", "sequence_number", "created", "created_at", "completed_at", "model", "status", "service_tier", "usage",
                    "x_groq", "timings", "tool_usage", "metadata", "user", "safety_identifier", "conversation", "incomplete_details", "error", "message",
                    "code", "statusCode", "detail", "choices", "output", "tools", "data", "response",
                ], of: object)
            kept.narrow("error", to: errorNames)
            kept.map("detail") { keep(["msg"], of: $0) }
            kept.map("choices") { choice in
                var kept = keep(["index", "finish_reason", "native_finish_reason", "error"], of: choice)
                kept.narrow("error", to: errorNames)
                return kept
            }
            kept.map("output") { item in
                var kept = keep(["type", "status", "action", "container_id"], of: item)
                kept.narrow("action", to: ["type"])
                return kept
            }
            kept.map("tools") { keep(["type", "model"], of: $0) }
            kept.map("data") { keep(["object", "index"], of: $0) }
            if let response = kept["response"] { kept["response"] = answer(response) }
            return .object(kept)
        case .string: return .string(leftOut)
        case .number, .bool, .null: return json
        }
    }

    /// Some providers put what the model wrote beside these.
    private static let errorNames: Set<String> = ["message", "msg", "type", "code", "status"]

    fileprivate static func keep(_ names: Set<String>, of object: JSONObject) -> JSONObject {
        var kept = JSONObject()
        kept.members = object.members.filter { names.contains($0.name) }
        return kept
    }
}

extension JSONObject {
    /// Keeps only the named members of a member that is an object.
    fileprivate mutating func narrow(_ name: String, to names: Set<String>) {
        if let object = self[name]?.object { self[name] = .object(UsageOnly.keep(names, of: object)) }
    }

    /// Changes the objects in a list of a member's.
    fileprivate mutating func map(_ name: String, _ change: (JSONObject) -> JSONObject) {
        guard let elements = self[name]?.array else { return }
        self[name] = .array(elements.compactMap { $0.object.map { .object(change($0)) } })
    }
}

extension CallRecord {
    /// The record without prompts and answers. A transcript is made so while it is gathered.
    func withoutTexts() -> CallRecord {
        var record = self
        record.requestBody = UsageOnly.request(requestBody)
        if case .body(let bytes) = answer, !bytes.isEmpty {
            record.answer = .body(Array(((try? JSON(bytes: bytes)).map { UsageOnly.answer($0).text } ?? UsageOnly.leftOut).utf8))
        }
        return record
    }
}
