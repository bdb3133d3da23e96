package import TrafficModel

/// Why a call has no price, thrown on the way to it.
package struct NoPrice: Error, Hashable, Sendable {
    package var reason: UnpricedReason

    init(_ reason: UnpricedReason) {
        self.reason = reason
    }
}
