package import TrafficModel

/// The calls of one model that have no price, and why.
package struct UnpricedModel: Hashable, Sendable {
    package private(set) var calls: Int64 = 0
    package private(set) var inputTokens = CountSum()
    package private(set) var outputTokens = CountSum()
    private var callsByReason: [UnpricedReason: Int64] = [:]

    init() {}

    /// The reasons that occurred, in their fixed order.
    package var reasons: [(reason: UnpricedReason, calls: Int64)] {
        UnpricedReason.allCases.compactMap { reason in callsByReason[reason].map { (reason: reason, calls: $0) } }
    }

    mutating func add(_ usage: TokenUsage?, because reason: UnpricedReason) {
        calls += 1
        callsByReason[reason, default: 0] += 1
        inputTokens.add(usage?.input ?? 0)
        outputTokens.add(usage?.output ?? 0)
    }

    mutating func merge(_ other: UnpricedModel) {
        calls += other.calls
        inputTokens.merge(other.inputTokens)
        outputTokens.merge(other.outputTokens)
        callsByReason.merge(other.callsByReason, uniquingKeysWith: +)
    }
}

extension UnpricedModel {
    /// Those calls beside their model; most calls first, then by name.
    package struct Named: Comparable, Sendable {
        private let key: KeyValue
        package let calls: UnpricedModel

        init(key: KeyValue, calls: UnpricedModel) {
            self.key = key
            self.calls = calls
        }

        /// The model, or nil where the calls named none.
        package var model: String? {
            if case .text(let text) = key { text.text } else { nil }
        }

        package static func < (left: Named, right: Named) -> Bool {
            left.calls.calls == right.calls.calls ? left.key < right.key : left.calls.calls > right.calls.calls
        }
    }
}
