/// Names that a worker has looked up already. Each worker has one of its own, and hands it to every call it prices.
package struct PricerCache {
    struct Key: Hashable {
        let name: String
        let provider: String
    }

    /// Logs in which every call has a model name of its own exist; they must not grow the memory.
    private static let limit = 4_096

    private var resolutions: [Key: NameResolution] = [:]
    /// The one that was looked up last: calls of one model come in runs.
    private var last: (key: Key, resolution: NameResolution)?

    package init() {}

    mutating func resolution(of name: String, provider: String, in book: PriceBook) -> NameResolution {
        if let last, last.key.name == name, last.key.provider == provider { return last.resolution }
        let key = Key(name: name, provider: provider)
        if let known = resolutions[key] {
            last = (key, known)
            return known
        }
        let resolution = book.resolve(name, provider: provider)
        if resolutions.count >= PricerCache.limit { resolutions.removeAll(keepingCapacity: true) }
        resolutions[key] = resolution
        return resolution
    }
}
