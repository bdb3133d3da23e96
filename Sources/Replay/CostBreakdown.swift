package import CostReports
package import Pricing
package import TrafficModel

/// Takes the costs of a report's calls apart, as far as its plan asks for it: into the charges of each call, and into the prices that applied to all.
/// The order of the calls does not matter, and what several have seen merges.
package struct CostBreakdown: Sendable {
    private let plan: ReportPlan
    private var reader: CostTermsReader
    private var tally = PriceTally()

    package init(_ plan: ReportPlan, pricer: Pricer) {
        self.plan = plan
        reader = CostTermsReader(pricer: pricer, preferring: plan.preference)
    }

    /// Whether the plan asks for any of it.
    var isAskedFor: Bool { plan.keepsCharges || plan.listsPrices }

    /// Takes a call's cost apart; returns its charges, for a plan that keeps them. They add up to the cost that the report counts, and there are none
    /// where it counts none. `lines`: those of its price, where it was just priced with them.
    package mutating func take(_ priced: borrowing PricedCall, lines: [QuoteLine]? = nil) -> [Charge] {
        let isListed = plan.listsPrices && !plan.isEarlier(priced.call)
        guard isListed || plan.keepsCharges, let terms = reader.terms(of: priced, known: lines) else { return [] }
        if isListed { tally.take(terms, of: priced.call) }
        return plan.keepsCharges ? terms.charges(of: priced.call) : []
    }

    package mutating func merge(_ other: CostBreakdown) {
        tally.merge(other.tally)
    }

    /// Forgets all calls.
    package mutating func removeAll() {
        tally.removeAll()
    }

    /// The prices that applied, in the order in which a report lists them.
    package var prices: [AppliedPrice] { tally.prices }
}
