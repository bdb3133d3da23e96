package import TrafficModel

/// Some calls of a report, of which the sums are made and the tables are not. Several may be filled at a time, for one ``ReportBuilder``.
package struct ReportBatch: Sendable {
    /// About as many calls as stay close to the processor.
    private static let size = 1_024

    private let plan: ReportPlan
    private(set) var sums: ReportSums
    private(set) var calls: GroupedCalls
    /// The calls of the period before.
    private(set) var callsBefore: GroupedCalls
    private(set) var texts: (any KeyTexts)?

    /// `texts`: where calls are added with numbers for theirs.
    init(_ plan: ReportPlan, _ texts: (any KeyTexts)? = nil) {
        self.plan = plan
        self.texts = texts
        sums = ReportSums(plan)
        calls = GroupedCalls(by: plan.groupings, in: plan.zone)
        callsBefore = calls
    }

    /// How much of a call the report looks at.
    package var depth: CallDepth {
        var depths = plan.timelines.map(\.depthByNumber) + plan.budgets.flatMap { $0.conditions.map(\.field.depth) }
        for fields in plan.groupings { depths += fields.count == 1 ? [fields[0].depthByNumber] : fields.map(\.depth) }
        if plan.keepsCharges { depths.append(.texts) }
        return depths.max() ?? .numbers
    }

    var isFull: Bool { calls.count + callsBefore.count >= ReportBatch.size }

    /// Adds a call; `terms` are those of its cost, for a plan that keeps them.
    package mutating func add(_ priced: borrowing PricedCall, charges terms: [Charge] = [], numbers: KeyNumbers? = nil) {
        let figures = CallFigures(priced, preferring: plan.preference)
        if plan.isEarlier(priced.call) {
            sums.addBefore(figures)
            callsBefore.add(priced.call, figures, numbers)
        } else {
            sums.add(priced, figures, numbers, preferring: plan.preference, terms)
            calls.add(priced.call, figures, numbers)
        }
    }

    mutating func mergeSums(of other: ReportBatch) {
        sums.merge(other.sums, other.texts)
    }

    /// Forgets the calls; the sums stay.
    mutating func removeCalls() {
        calls.removeAll()
        callsBefore.removeAll()
    }

    /// Forgets all, to be filled anew.
    mutating func removeAll() {
        removeCalls()
        sums = ReportSums(plan)
    }
}
