import Pricing
import Testing
import TrafficModel

/// Every case of the oracle, to the last digit.
@Suite struct OracleTests {
    static let pricer = try? Fixtures.builtIn()
    static let cases = (try? OracleCase.all()) ?? []

    @Test func allCasesAreRead() throws {
        #expect(try OracleCase.all().count == 59)
    }

    @Test(arguments: cases)
    func costsExactly(_ oracle: OracleCase) throws {
        let pricer = try #require(OracleTests.pricer)
        #expect(pricer.dollars(oracle.call) == oracle.cost)
    }

    @Test(arguments: cases)
    func quoteAddsUpToThePrice(_ oracle: OracleCase) throws {
        let pricer = try #require(OracleTests.pricer)
        let quote = pricer.quote(oracle.call)
        let sum = quote.lines.reduce(Money.zero) { $0.adding($1.amount) ?? $0 }
        #expect(quote.cost == pricer.price(oracle.call))
        #expect(sum.exactText == oracle.cost)
        #expect(quote.lines.allSatisfy { !$0.isRounded })
    }

    @Test(arguments: cases)
    func pinnedRatesGiveTheSamePrice(_ oracle: OracleCase) throws {
        let pricer = try #require(OracleTests.pricer)
        var cache = PricerCache()
        guard let rates = pricer.rates(for: oracle.call, cache: &cache) else { return }
        var pinned = oracle.call
        pinned.costOverride = rates
        #expect(pricer.dollars(pinned) == oracle.cost)
    }

    /// The same calls in any order, split in any way among workers, have the same total.
    @Test(arguments: 0..<20)
    func totalDoesNotDependOnOrderOrSplit(_ seed: UInt64) throws {
        let pricer = try #require(OracleTests.pricer)
        var random = SplitMix(state: seed)
        var workers = (0..<4).map { _ in (cache: PricerCache(), total: Money.zero) }
        for oracle in OracleTests.cases.shuffled(using: &random) {
            let worker = Int.random(in: 0..<workers.count, using: &random)
            guard case .priced(let amount, _) = pricer.price(oracle.call, cache: &workers[worker].cache) else { continue }
            workers[worker].total = try #require(workers[worker].total.adding(amount))
        }
        let total = workers.shuffled(using: &random).reduce(Money.zero) { $0.adding($1.total) ?? $0 }
        let expected = OracleTests.cases.reduce(Money.zero) { sum, oracle in oracle.cost.flatMap { Money($0) }.flatMap(sum.adding) ?? sum }
        #expect(total == expected)
    }
}

/// A small generator of random numbers that starts from a seed, so that a failure can be had again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
