import CostReports
import Testing
import TrafficModel

@Suite struct RollupTests {
    /// Case C63.
    @Test func sumsTinyCostsExactly() {
        let rollup = rollup(Array(repeating: sample(dollars("0.0000004")), count: 3))
        #expect(rollup.cost.amount?.exactText == "0.0000012")
    }

    /// Case C71: two calls through a gateway, one with the user's own key and a fee.
    @Test func keepsReportedAndComputedApart() {
        let calls = ["0.0012", "0.00126"].map { told in sample(dollars("0.0012")) { $0.reportedCost = Money(told) } }
        let reported = rollup(calls)
        #expect(reported.cost.amount?.exactText == "0.00246")
        #expect(reported.reportedCost.amount?.exactText == "0.00246")
        #expect(reported.computedCost.amount?.exactText == "0.0024")
        #expect(rollup(calls, preferring: .computed).cost.amount?.exactText == "0.0024")
    }

    /// Case C73.
    @Test func neverAddsTwoCurrencies() {
        let yuan = sample(.priced(Money("0.012")!, currency: Currency(code: "CNY")))
        let both = rollup([sample(dollars("0.0028")), yuan])
        #expect(both.cost.amount?.exactText == "0.0028")
        #expect(both.computedCost.amount?.exactText == "0.0028")
        #expect(both.otherCurrencies.map { "\($0.currency.code) \($0.sum.amount!.exactText)" } == ["CNY 0.012"])
        #expect(both.pricedCalls == 2)
        #expect(rollup([yuan]).cost.amount == nil)
    }

    /// Case C74.
    @Test func keepsStatusAndCostApart() {
        let calls = [
            sample(dollars("0")) { $0.status = .malformedRequest; $0.usage = nil },
            sample(.noUsage(.error)) { $0.status = .error; $0.usage = nil },
            sample(dollars("0.00216")) { $0.status = .contentFilter },
        ]
        let rollup = rollup(calls)
        #expect(rollup.cost.amount?.exactText == "0.00216")
        #expect([rollup.calls, rollup.pricedCalls, rollup.noUsageCalls, rollup.unpricedCalls, rollup.errors] == [3, 2, 1, 0, 3])
        #expect(rollup.statuses.map(\.status) == [.error, .contentFilter, .malformedRequest])
    }

    @Test func aKnownZeroIsAPriceAndNothingIsNone() {
        #expect(rollup([sample(dollars("0"))]).cost.amount == .zero)
        #expect(rollup([sample(.unpriced(.unknownModel)), sample(.noUsage(.cutShort))]).cost.amount == nil)
        #expect(rollup([]).cost.amount == nil)
    }

    @Test func aReportedCostPricesAnUnpricedCallWhereItIsPreferred() {
        let call = sample(.unpriced(.unknownModel)) { $0.reportedCost = Money("0.5") }
        #expect(rollup([call]).pricedCalls == 1)
        #expect(rollup([call]).cost.amount == Money("0.5"))
        #expect(rollup([call], preferring: .computed).unpricedCalls == 1)
        #expect(rollup([call], preferring: .computed).cost.amount == nil)
        #expect(rollup([call], preferring: .computed).reportedCost.amount == Money("0.5"))
    }

    @Test func addsEveryKindOfToken() {
        let call = sample { call in
            call.usage?.cachedInput = 5
            call.usage?.cacheWrite = 4
            call.usage?.reasoning = 3
            call.usage?.audioInput = 2
            call.usage?.audioOutput = 1
        }
        let rollup = rollup([call, call, sample()])
        let sums = [rollup.inputTokens, rollup.cachedInputTokens, rollup.cacheWriteTokens, rollup.outputTokens, rollup.reasoningTokens]
        #expect(sums.map(\.value) == [3_000, 10, 8, 300, 6])
        #expect([rollup.audioInputTokens.value, rollup.audioOutputTokens.value, rollup.tokens] == [4, 2, 3_300])
    }

    @Test func aSumOutOfRangeHasNoValue() {
        let huge = sample { $0.usage?.input = .max }
        let tokens = rollup([huge, sample(), huge])
        #expect(tokens.inputTokens.value == nil)
        #expect(tokens.outputTokens.value == 300)
        #expect(tokens.hasOverflowed)
        let rich = sample(.priced(Money(quintillionths: .max), currency: .usd))
        let money = rollup([rich, rich])
        #expect(money.cost.amount == nil && money.cost.hasOverflowed && money.hasOverflowed)
        var merged = rollup([sample()])
        merged.merge(money)
        #expect(merged.cost.hasOverflowed)
        #expect(!rollup([rich]).hasOverflowed)
    }

    @Test func negativeCountsAddNothing() {
        #expect(rollup([sample { $0.usage?.output = -5 }, sample()]).outputTokens.value == 100)
    }

    @Test(arguments: 1...5) func partsMergeIntoTheWhole(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let calls = variedCalls(1_000, seed: seed)
        let whole = rollup(calls)
        for _ in 0..<5 {
            var parts = Array(repeating: Rollup(), count: Int.random(in: 1...9, using: &random))
            for call in calls.shuffled(using: &random) {
                parts[Int.random(in: 0..<parts.count, using: &random)].add(CallFigures(call, preferring: .reported))
            }
            var merged = Rollup()
            for part in parts { merged.merge(part) }
            #expect(merged == whole)
            #expect(merged.calls == merged.pricedCalls + merged.unpricedCalls + merged.noUsageCalls)
        }
    }
}
