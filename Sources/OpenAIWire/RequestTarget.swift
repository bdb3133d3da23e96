package import TrafficModel

/// Where a request went, as its URL tells: which endpoint of which provider, in which region, to which deployment.
package struct RequestTarget: Hashable, Sendable {
    package enum Resource: Hashable, Sendable {
        /// An answer from here can be billed.
        case endpoint(Endpoint)
        /// A stored response, run or video fetched or cancelled: the same call once more, not a new one.
        case storedResponse
        /// A known path that bills nothing per call: lists, files, token counts.
        case other
        /// The URL does not say.
        case unknown
    }

    package var resource: Resource
    /// nil where the URL has no host.
    package var provider: String?
    package var region: String?
    package var deployment: String?
    /// The model in the query of a realtime URL.
    package var queryModel: String?

    /// Reads a URL or a path.
    package init(url: String) {
        var rest = Substring(url)
        var host: Substring?
        if let scheme = rest.firstRange(of: "://") {
            rest = rest[scheme.upperBound...]
            let end = rest.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == "#" }) ?? rest.endIndex
            host = rest[..<end]
            rest = rest[end...]
        }
        let pathEnd = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) ?? rest.endIndex
        let query = rest[pathEnd...].dropFirst().prefix { $0 != "#" }
        let parts = rest[..<pathEnd].split(separator: "/").map(String.init)

        provider = host.flatMap { RequestTarget.provider(ofHost: $0) }
        region = host.flatMap { RequestTarget.region(ofHost: $0) }
        if let at = parts.firstIndex(of: "deployments"), at + 1 < parts.count { deployment = parts[at + 1] }
        queryModel = query.split(separator: "&").first { $0.hasPrefix("model=") }.map { String($0.dropFirst(6)) }
        resource = RequestTarget.resource(ofPath: parts)
    }

    /// What is known where a record names the provider and no URL.
    package init(provider: String?, resource: Resource = .unknown) {
        self.provider = provider
        self.resource = resource
    }

    /// The provider that a gateway calls by a name of its own (`azure-openai`, `together_ai`, `OPENAI`).
    package static func provider(named given: String) -> String {
        let name = given.lowercased()
        if name.hasPrefix("azure") { return "azure" }
        switch name {
        case "text-completion-openai": return "openai"
        case "together_ai", "together-ai": return "together"
        case "x", "x-ai", "grok": return "xai"
        case "mistral-ai", "mistralai": return "mistral"
        case "gemini", "vertex_ai", "vertex-ai", "vertex", "google-ai-studio", "google-vertex-ai": return "google"
        case "aws-bedrock", "bedrock_converse": return "bedrock"
        default: return name
        }
    }

    /// Whether a name is that of a provider whose host is known.
    package static func knowsProvider(_ name: String) -> Bool { providers.contains { $0.name == name } }

    // MARK: - Host

    private static let providers: [(domain: String, name: String)] = [
        ("azure.com", "azure"), ("openai.com", "openai"), ("groq.com", "groq"), ("together.xyz", "together"), ("x.ai", "xai"),
        ("openrouter.ai", "openrouter"), ("mistral.ai", "mistral"), ("googleapis.com", "google"),
    ]

    static func provider(ofHost given: Substring) -> String? {
        var host = given.lowercased()[...]
        if let credentials = host.lastIndex(of: "@") { host = host[host.index(after: credentials)...] }
        if host.hasPrefix("[") {
            host = host.prefix { $0 != "]" }.dropFirst()
        } else {
            host = host.prefix { $0 != ":" }
        }
        guard !host.isEmpty else { return nil }
        return providers.first { host == $0.domain || host.hasSuffix("." + $0.domain) }?.name ?? String(host)
    }

    /// The regions whose hosts process data there, at a price of their own for newer models.
    private static let regions: Set<String> = ["us", "eu", "au", "ca", "jp", "in", "sg", "kr", "gb", "ae"]

    static func region(ofHost host: Substring) -> String? {
        let host = host.lowercased().prefix { $0 != ":" }
        guard host.hasSuffix(".api.openai.com") else { return nil }
        let label = String(host.dropLast(".api.openai.com".count))
        return regions.contains(label) ? label : nil
    }

    // MARK: - Path

    private static func resource(ofPath parts: [String]) -> Resource {
        guard let last = parts.last else { return .unknown }
        let before = parts.count > 1 ? parts[parts.count - 2] : ""
        switch (before, last) {
        case ("chat", "completions"): return .endpoint(.chatCompletions)
        case (_, "completions"): return .endpoint(.completions)
        case (_, "responses"): return .endpoint(.responses)
        case ("responses", "compact"): return .endpoint(.responsesCompact)
        case ("responses", "input_tokens"): return .other
        case ("responses", _): return .storedResponse
        case ("videos", _): return .storedResponse
        case ("runs", _) where parts.contains("threads"): return .storedResponse
        case (_, "cancel") where parts.dropLast(2).last == "responses": return .storedResponse
        case (_, "embeddings"): return .endpoint(.embeddings)
        case ("images", "generations"), ("images", "edits"), ("images", "variations"): return .endpoint(.images)
        case ("audio", "speech"): return .endpoint(.speech)
        case ("audio", "transcriptions"): return .endpoint(.transcriptions)
        case ("audio", "translations"): return .endpoint(.translations)
        case (_, "moderations"): return .endpoint(.moderations)
        case (_, "realtime"): return .endpoint(.realtime)
        case (_, "videos"): return .endpoint(.videos)
        case ("threads", "runs"): return .endpoint(.runs)
        case (_, "runs") where parts.contains("threads"): return .endpoint(.runs)
        default: return known.isDisjoint(with: parts) ? .unknown : .other
        }
    }

    /// Path parts of the API that no billed call ends in.
    private static let known: Set<String> = [
        "models", "files", "batches", "uploads", "fine_tuning", "fine-tunes", "vector_stores", "assistants", "threads", "organization", "containers",
        "evals", "conversations", "engines", "sessions", "client_secrets", "videos", "completions", "responses",
    ]
}
