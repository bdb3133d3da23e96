/// What must not be written to a log, nor sent in an event: keys, tokens, cookies.
enum Secrets {
    static let mask = "***"

    /// Whether a header holds a secret. Names are looked at word by word: `x-ratelimit-remaining-tokens` counts tokens, it is none.
    static func isSecret(header name: String) -> Bool {
        let name = name.lowercased()
        if name.contains("authorization") || name.contains("api-key") || name.contains("apikey") || name.contains("cookie") { return true }
        let words = name.split { $0 == "-" || $0 == "_" }
        return words.contains { ["token", "key", "secret", "password", "signature", "credential", "credentials", "auth"].contains($0) } && !harmless.contains(name)
    }

    /// Names no secret, though a word of theirs says so.
    private static let harmless: Set<String> = ["idempotency-key", "x-litellm-cache-key", "sec-websocket-key"]

    /// The URL without user and password, and without the values of parameters that name a secret.
    static func removed(fromURL url: String) -> String {
        var url = url
        if let scheme = url.firstRange(of: "://") {
            let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
            if let credentials = host.lastIndex(of: "@") { url.removeSubrange(scheme.upperBound...credentials) }
        }
        guard let question = url.firstIndex(of: "?") else { return url }
        let parameters = url[url.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false).map { parameter in
            guard let equals = parameter.firstIndex(of: "=") else { return String(parameter) }
            let name = String(parameter[..<equals])
            return isSecret(header: name) || ["sig", "code"].contains(name.lowercased()) ? "\(name)=\(mask)" : String(parameter)
        }
        return url[...question] + parameters.joined(separator: "&")
    }

    /// The request without the credentials that hosted tools are given for other servers (`authorization` and `headers` of an `mcp` tool).
    static func removed(fromRequest body: JSON) -> JSON {
        guard case .object(var request) = body, let tools = request["tools"]?.array, tools.contains(where: { $0["type"] == "mcp" }) else { return body }
        request["tools"] = .array(
            tools.map { tool in
                guard case .object(var members) = tool else { return tool }
                if members["authorization"] != nil { members["authorization"] = .string(mask) }
                if case .object(let headers)? = members["headers"] {
                    members["headers"] = .object(JSONObject(headers.map { ($0.name, .string(mask)) }))
                }
                return .object(members)
            })
        return .object(request)
    }

    /// The text without a key that somebody echoed.
    static func removed(_ key: String, from text: String) -> String {
        String(decoding: removed(key, from: Array(text.utf8)), as: UTF8.self)
    }

    /// The bytes without a key that somebody echoed.
    static func removed(_ key: String, from bytes: [UInt8]) -> [UInt8] {
        let key = Array(key.utf8)
        // Short ones are made up for tests, and would be found in innocent words.
        guard key.count >= 8, let first = key.first, bytes.count >= key.count else { return bytes }
        // Keys of OpenAI's keep the form in which providers mask them.
        let replacement = Array((key.starts(with: "sk-".utf8) ? "sk-\(mask)" : mask).utf8)
        var clean: [UInt8] = []
        var kept = 0
        var position = 0
        while let start = bytes[position...].firstIndex(of: first) {
            if bytes[start...].starts(with: key) {
                clean += bytes[kept..<start]
                clean += replacement
                kept = start + key.count
                position = kept
            } else {
                position = start + 1
            }
        }
        return kept == 0 ? bytes : clean + bytes[kept...]
    }
}
