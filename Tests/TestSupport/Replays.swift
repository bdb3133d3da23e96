import Pricing
package import Replay
package import TrafficModel

/// A sink that keeps everything.
package struct CallList: CallSink {
    package private(set) var calls: [PricedCall] = []
    package private(set) var rejects: [Reject] = []

    package init() {}

    package mutating func take(_ call: borrowing PricedCall) { calls.append(copy call) }

    package mutating func take(_ reject: Reject) { rejects.append(reject) }

    package mutating func restart() { self = CallList() }
}

extension ReplayPlan {
    private static let builtIn = Result { Pricer(book: try PriceBook.builtIn()) }

    /// A plan over the built-in prices.
    package static func reading(_ inputs: [String], _ change: (inout ReplayPlan) throws -> Void = { _ in }) throws -> ReplayPlan {
        var plan = ReplayPlan(pricer: try builtIn.get())
        plan.inputs = inputs
        try change(&plan)
        return plan
    }

    /// Runs to the end.
    package func run() async throws -> (found: CallList, summary: ReplaySummary) {
        let (found, summary) = try await ReplayRun(self).run(into: CallList())
        return (found, summary)
    }
}
