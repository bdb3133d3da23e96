package import TrafficModel

/// What delivered events cost by the log, beside what the server says.
package struct CostComparison: Sendable {
    /// A sum of known costs.
    package struct Side: Sendable, Equatable {
        /// nil when it left the range of money.
        package var sum: Money? = .zero
        /// Events with a cost.
        package var known = 0

        mutating func add(_ cost: Money?) {
            guard let cost else { return }
            known += 1
            sum = sum.flatMap { $0.adding(cost) }
        }
    }

    package private(set) var events = 0
    package private(set) var local = Side()
    package private(set) var server = Side()
    package private(set) var differing = 0

    package init() {}

    package mutating func add(_ event: DeliveredEvent) {
        events += 1
        local.add(event.localCost)
        server.add(event.serverCost)
        if event.costsDiffer { differing += 1 }
    }
}

extension DeliveredEvent {
    /// Servers reckon in floating point; a billionth of a dollar is far above its noise and far below what matters.
    private static let tolerance = Money(quintillionths: 1_000_000_000)

    /// The server's cost less the local one, where both are known.
    package var costDifference: Money? {
        guard let localCost, let serverCost else { return nil }
        return serverCost.subtracting(localCost)
    }

    /// Whether the two costs are not the same: more than rounding apart, or one of them unknown.
    package var costsDiffer: Bool {
        guard localCost != nil || serverCost != nil else { return false }
        guard let difference = costDifference else { return true }
        return difference.quintillionths.magnitude >= DeliveredEvent.tolerance.quintillionths.magnitude
    }

    /// The event's line in a list of differences.
    package func writeDifference(to json: inout JSONWriter) {
        json.beginObject()
        json.member("replayId", replayID)
        json.member("recordId", recordID)
        json.member("timestamp", time.utcText)
        json.member("model", model)
        json.member("local_usd", localCost)
        json.member("server_usd", serverCost)
        json.member("difference_usd", costDifference)
        json.endObject()
        json.newline()
    }
}
