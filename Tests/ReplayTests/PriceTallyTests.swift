import CostReports
import Foundation
import Pricing
import Replay
import TestSupport
import Testing
import TrafficModel

/// The prices that a report lists come to its total, whatever was called.
@Suite struct PriceTallyTests {
    private static let fixtures = ["traffic", "cases"].map(Fixtures.path)

    private func prices(of calls: [PricedCall], _ plan: ReplayPlan, preferring preference: CostPreference) -> [AppliedPrice] {
        var breakdown = breakdown(plan, preferring: preference)
        for call in calls { _ = breakdown.take(call) }
        return breakdown.prices
    }

    private func breakdown(_ plan: ReplayPlan, preferring preference: CostPreference) -> CostBreakdown {
        var reportPlan = ReportPlan()
        reportPlan.listsPrices = true
        reportPlan.preference = preference
        return CostBreakdown(reportPlan, pricer: plan.pricer)
    }

    @Test(arguments: [CostPreference.reported, .computed]) func pricesComeToTheTotal(_ preference: CostPreference) async throws {
        let plan = try ReplayPlan.reading(InputPaths.expand(PriceTallyTests.fixtures).inputs) { $0.assumedTime = Timestamp.parse("2026-05-04T10:00:00Z".utf8)?.timestamp }
        let (found, _) = try await plan.run()
        var total = Rollup()
        for call in found.calls { total.add(CallFigures(call, preferring: preference)) }
        let prices = prices(of: found.calls, plan, preferring: preference)

        var sums: [Currency: MoneySum] = [:]
        for price in prices {
            sums[price.currency, default: MoneySum()].merge(price.amount)
            guard !price.terms.isEmpty else { continue }
            var terms = MoneySum()
            for term in price.terms { terms.merge(term.amount) }
            #expect(terms == price.amount, "\(price.name)")
            #expect(price.calls > 0)
            for term in price.terms where term.unit == "1M tokens" {
                guard let rate = term.rate, let count = term.count.value else { continue }
                #expect(rate.multiplied(by: count, dividedBy: 1_000_000) == term.amount.amount, "\(price.name) \(term.name)")
            }
        }
        #expect(sums[.usd]?.amount == total.cost.amount)
        for (currency, sum) in total.otherCurrencies { #expect(sums[currency] == sum) }
        #expect(prices.count > 20 && prices.contains { $0.kind == .fee } && prices.contains { $0.kind == .free })
        #expect(prices.contains { $0.kind == .toldSum } == (preference == .reported))
    }

    @Test func theOrderOfCallsChangesNothing() async throws {
        let plan = try ReplayPlan.reading(InputPaths.expand(PriceTallyTests.fixtures).inputs)
        let calls = try await plan.run().found.calls
        let expected = page(prices(of: calls, plan, preferring: .reported))
        var random = SeededGenerator(seed: 9)
        for _ in 0..<3 { #expect(page(prices(of: calls.shuffled(using: &random), plan, preferring: .reported)) == expected) }
        #expect(expected.contains("Prices that applied"))
    }

    @Test func partsMergeIntoTheWhole() async throws {
        let plan = try ReplayPlan.reading(InputPaths.expand(PriceTallyTests.fixtures).inputs)
        let calls = try await plan.run().found.calls
        let expected = page(prices(of: calls, plan, preferring: .reported))
        var random = SeededGenerator(seed: 10)
        for parts in [2, 7] {
            var shares = (0..<parts).map { _ in breakdown(plan, preferring: .reported) }
            var whole = breakdown(plan, preferring: .reported)
            for call in calls {
                let share = Int.random(in: 0..<parts, using: &random)
                // Priced with its lines, as calls of a ledger are.
                var lines: [QuoteLine] = []
                var cache = PricerCache()
                #expect(plan.pricer.price(call.call, lines: &lines, cache: &cache) == call.computed)
                _ = shares[share].take(call, lines: lines)
            }
            for share in shares { whole.merge(share) }
            #expect(page(whole.prices) == expected)
        }
    }

    /// Everything that is told of prices.
    private func page(_ prices: [AppliedPrice]) -> String {
        var builder = ReportBuilder(ReportPlan())
        var report = builder.finish(inputs: InputCounts(), catalogue: "2026-11-24")
        report.appliedPrices = prices
        return String(decoding: HTMLReportWriter().bytes(of: report), as: UTF8.self)
    }
}
