/// The terms under which a request asks to be served. Tiers that are not named here are written as text: `"scale"`.
public struct ServiceTier: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, JSONConvertible {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral name: String) { rawValue = name }

    public var json: JSON { .string(rawValue) }

    /// What the project is set to.
    public static let auto: Self = "auto"
    public static let `default`: Self = "default"
    /// Cheaper and slower.
    public static let flex: Self = "flex"
    /// Dearer and faster.
    public static let priority: Self = "priority"
}

/// Options of a streamed completion.
public struct StreamOptions: Hashable, Sendable, JSONConvertible {
    /// Asks for a last chunk that holds the usage. A tracked client asks for it by itself unless this is set, and hides that chunk.
    public var includeUsage: Bool?
    /// Whether chunks are padded to hide their length.
    public var includeObfuscation: Bool?

    public init(includeUsage: Bool? = nil, includeObfuscation: Bool? = nil) {
        self.includeUsage = includeUsage
        self.includeObfuscation = includeObfuscation
    }

    public var json: JSON {
        var object = JSONObject()
        if let includeUsage { object["include_usage"] = .bool(includeUsage) }
        if let includeObfuscation { object["include_obfuscation"] = .bool(includeObfuscation) }
        return .object(object)
    }
}
