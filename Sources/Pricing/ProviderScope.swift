/// Which providers a price holds for.
package enum ProviderScope: Sendable, Hashable {
    /// Whoever served the call.
    case any
    /// Everybody but vendors of other models: they may borrow a name for a model of their own, and billed for that one. Whoever else
    /// passes a call on (Azure, OpenRouter, a gateway of unknown name) passes it to the model's own vendor.
    case anyBut([String])
    /// One provider alone.
    case only(String)

    /// The provider of ``only(_:)``.
    package var provider: String? {
        if case .only(let provider) = self { provider } else { nil }
    }

    package func includes(_ provider: String) -> Bool {
        switch self {
        case .any: true
        case .anyBut(let others): !others.contains { ProviderScope.names($0, provider) }
        case .only(let own): own == provider
        }
    }

    /// A provider is known by its name (`groq`), or by its host where it has none: then a label of the host may say who it is
    /// (`api.groq.com`, `localhost:8080`).
    private static func names(_ name: String, _ provider: String) -> Bool {
        if name == provider { return true }
        var host = provider[...]
        if let colon = host.utf8.lastIndex(of: UInt8(ascii: ":")), host[colon...].utf8.dropFirst().allSatisfy({ (48...57).contains($0) }) {
            host = host[..<colon]
        }
        return host == name || host.split(separator: ".").contains { $0 == name }
    }
}
