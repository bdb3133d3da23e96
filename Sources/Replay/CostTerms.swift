import CostReports
import Pricing
import TrafficModel

/// How the cost came about that a report counts for a call.
enum CostTerms {
    /// The sum was told, and not its terms.
    case told(Money, Currency)
    /// Nothing is charged for.
    case free(Currency)
    case lines([QuoteLine], Currency)
}

/// Takes costs apart as the pricer put them together.
struct CostTermsReader: Sendable {
    private let pricer: Pricer
    private let preference: CostPreference
    private var cache = PricerCache()
    private var lines: [QuoteLine] = []

    init(pricer: Pricer, preferring preference: CostPreference) {
        self.pricer = pricer
        self.preference = preference
    }

    /// The terms of a call's cost, which add up to it; nil where a report counts none. `known`: the lines, where the call was just priced with
    /// them.
    mutating func terms(of priced: borrowing PricedCall, known: [QuoteLine]?) -> CostTerms? {
        guard case .priced(let cost, let currency) = priced.cost(preferring: preference) else { return nil }
        if preference == .reported, priced.call.reportedCost != nil { return .told(cost, currency) }
        if let known { return known.isEmpty ? .free(currency) : .lines(known, currency) }
        // A cost from elsewhere than this book has no terms in it.
        guard pricer.price(priced.call, lines: &lines, cache: &cache) == priced.computed else { return .told(cost, currency) }
        return lines.isEmpty ? .free(currency) : .lines(lines, currency)
    }
}
