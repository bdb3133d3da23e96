import TrafficModel

/// Names that a worker has looked up already. Each worker has one of its own, and hands it to every call it prices.
package struct PricerCache {
    struct Key: Hashable {
        let name: String
        let provider: String
    }

    /// Logs in which every call has a model name of its own exist; they must not grow the memory.
    private static let limit = 4_096

    private var resolutions: [Key: NameResolution] = [:]
    /// Most logs name a handful of models, and comparing a text with itself takes no time.
    private var recent = Recent<(key: Key, resolution: NameResolution)>()

    package init() {}

    mutating func resolution(of name: String, provider: String, in book: PriceBook) -> NameResolution {
        for place in recent.all.indices where recent.all[place].key.name == name && recent.all[place].key.provider == provider {
            return recent.all[place].resolution
        }
        let key = Key(name: name, provider: provider)
        let resolution = resolutions[key] ?? add(key, book.resolve(name, provider: provider))
        recent.note((key, resolution))
        return resolution
    }

    private mutating func add(_ key: Key, _ resolution: NameResolution) -> NameResolution {
        if resolutions.count >= PricerCache.limit { resolutions.removeAll(keepingCapacity: true) }
        resolutions[key] = resolution
        return resolution
    }
}
