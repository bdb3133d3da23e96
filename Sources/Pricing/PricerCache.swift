/// Names that a worker has looked up already. Each worker has one of its own, and hands it to every call it prices.
package struct PricerCache {
    struct Key: Hashable {
        let name: String
        let provider: String
    }

    /// Logs in which every call has a model name of its own exist; they must not grow the memory.
    private static let limit = 4_096

    private var resolutions: [Key: NameResolution] = [:]
    /// Some that were looked up last, in no order: most logs name a handful of models, and comparing a text with itself takes no time.
    private var recent: [(key: Key, resolution: NameResolution)] = []
    private var oldest = 0
    private static let mostRecent = 8

    package init() {}

    mutating func resolution(of name: String, provider: String, in book: PriceBook) -> NameResolution {
        for place in recent.indices where recent[place].key.name == name && recent[place].key.provider == provider {
            return recent[place].resolution
        }
        let key = Key(name: name, provider: provider)
        let resolution = resolutions[key] ?? book.resolve(name, provider: provider)
        if resolutions.count >= PricerCache.limit { resolutions.removeAll(keepingCapacity: true) }
        resolutions[key] = resolution
        note(key, resolution)
        return resolution
    }

    private mutating func note(_ key: Key, _ resolution: NameResolution) {
        if recent.count < PricerCache.mostRecent {
            recent.append((key, resolution))
        } else {
            recent[oldest] = (key, resolution)
            oldest = (oldest + 1) % PricerCache.mostRecent
        }
    }
}
