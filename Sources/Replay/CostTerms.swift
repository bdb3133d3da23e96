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
struct CostTermsReader {
    private let pricer: Pricer
    private let preference: CostPreference
    private var cache = PricerCache()

    init(pricer: Pricer, preferring preference: CostPreference) {
        self.pricer = pricer
        self.preference = preference
    }

    /// The terms of a call's cost, which add up to it; nil where a report counts none.
    mutating func terms(of priced: borrowing PricedCall) -> CostTerms? {
        guard case .priced(let cost, let currency) = priced.cost(preferring: preference) else { return nil }
        if preference == .reported, priced.call.reportedCost != nil { return .told(cost, currency) }
        let quote = pricer.quote(priced.call, cache: &cache)
        // A cost from elsewhere than this book has no terms in it.
        guard quote.cost == priced.computed else { return .told(cost, currency) }
        return quote.lines.isEmpty ? .free(currency) : .lines(quote.lines, currency)
    }
}
