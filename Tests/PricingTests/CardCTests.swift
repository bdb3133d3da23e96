import Pricing
import Testing
import TrafficModel

/// Faults that hit people who price recorded traffic, with an invented price card whose sums anyone can check. The numbers are the cases'.
@Suite struct CardCTests {
    let pricer = try? Fixtures.cardC()

    private func cost(_ calls: Call...) throws -> [String] {
        let pricer = try #require(pricer)
        return calls.map(pricer.dollars)
    }

    @Test func c01CachedTokensAreInsideTheInput() throws {
        #expect(try cost(.of("gx-5", input: 10_000, output: 500) { $0.usage?.cachedInput = 8_000 }) == ["0.012"])
    }

    @Test func c03CacheWritesReplaceTheInputRate() throws {
        func call(_ model: String) -> Call {
            .of(model, input: 10_000, output: 100) {
                $0.usage?.cachedInput = 3_000
                $0.usage?.cacheWrite = 5_000
            }
        }
        #expect(try cost(call("gx-5"), call("gx-5-mini")) == ["0.0188", "0.002025"])
    }

    @Test func c04MoreCachedThanInputHasNoPrice() throws {
        #expect(try cost(.of("gx-5", input: 100, output: 10) { $0.usage?.cachedInput = 150 }, .of("gx-5")) == ["unpriced: contradictory_usage", "0.0028"])
        #expect(try cost(.of("gx-5") { $0.usageFault = .cachedExceedsInput }) == ["unpriced: contradictory_usage"])
    }

    @Test func c05ReasoningIsInsideTheOutput() throws {
        #expect(try cost(.of("gx-5", input: 100, output: 1_000) { $0.usage?.reasoning = 800 }) == ["0.0082"])
    }

    @Test func c07MoreReasoningThanOutputIsPricedOnTheOutput() throws {
        let call = Call.of("gx-5", input: 50, output: 102) {
            $0.usage?.reasoning = 109
            $0.usage?.reportedTotal = 152
        }
        #expect(try cost(call) == ["0.000916"])
        #expect(try #require(pricer).quote(call).notes == [.reasoningExceedsOutput])
    }

    @Test func c09PredictionTokensAreInsideTheOutput() throws {
        #expect(
            try cost(
                .of("gx-5", input: 200, output: 100) {
                    $0.usage?.acceptedPrediction = 60
                    $0.usage?.rejectedPrediction = 15
                }) == ["0.0012"])
    }

    @Test func c10TheServedTierSetsThePrice() throws {
        func call(_ tier: String) -> Call { .of("gx-5") { $0.serviceTier = tier } }
        #expect(try cost(call("default"), call("flex"), call("priority")) == ["0.0028", "0.0014", "0.0056"])
    }

    @Test func c12And14BatchLines() throws {
        let done = Call.of("gx-5") { $0.isBatch = true }
        let rejected = Call.of(nil) {
            $0.isBatch = true
            $0.httpStatus = 400
            $0.status = .error
            $0.usage = nil
        }
        let expired = Call.of(nil) {
            $0.isBatch = true
            $0.httpStatus = nil
            $0.status = .error
            $0.usage = nil
        }
        #expect(try cost(done, rejected, expired) == ["0.0014", "0", "0"])
        #expect(try cost(.of("gx-5-mini") { $0.isBatch = true }) == ["0.000225"])
    }

    @Test func c17TheStepIsGreaterThanAndMovesTheWholeCall() throws {
        #expect(
            try cost(.of("gx-5", input: 272_000, output: 1_000), .of("gx-5", input: 272_001, output: 1_000)) == ["0.552", "1.100004"])
    }

    @Test func c19EachCallHasItsOwnLength() throws {
        let call = Call.of("gx-5", input: 150_000, output: 0)
        #expect(try cost(call, call) == ["0.3", "0.3"])
    }

    @Test func c20AudioTokensHaveTheirOwnRate() throws {
        let call = Call.of("gx-audio", input: 1_000, output: 500) {
            $0.usage?.audioInput = 800
            $0.usage?.textInput = 200
            $0.usage?.audioOutput = 400
            $0.usage?.textOutput = 100
        }
        #expect(try cost(call) == ["0.0655"])
    }

    @Test func c22EmbeddingsCostTheirInput() throws {
        #expect(try cost(.of("gx-embed", input: 5_000, output: 0, endpoint: .embeddings)) == ["0.0001"])
    }

    @Test func c23TranscriptionByTime() throws {
        func call(_ seconds: Int64) -> Call {
            .of("gx-stt", endpoint: .transcriptions) {
                $0.usage = nil
                $0.quantities.milliseconds = seconds * 1_000
            }
        }
        #expect(try cost(call(90), call(1)) == ["0.009", "0.0001"])
    }

    @Test func c24SearchesAreChargedByTheCall() throws {
        let searching = Call.of("gx-5", endpoint: .responses) {
            $0.tools.webSearches = 2
            $0.tools.pagesOpened = 1
        }
        #expect(try cost(searching, .of("gx-5", endpoint: .responses)) == ["0.0228", "0.0028"])
    }

    @Test func c26OnlyRealDatesAreTakenOffAName() throws {
        #expect(
            try cost(.of("gx-5-mini-2026-02-10"), .of("gx-5.4-turbo"), .of("gx-5-2026-02-30"))
                == ["0.00045", "unpriced: unknown_model", "unpriced: unknown_model"])
    }

    @Test func c27FineTunedModelsNeverTakeTheBasePrice() throws {
        #expect(
            try cost(.of("ft:gx-5-mini-2026-02-10:acme::abc123"), .of("ft:gx-5:acme:helper:zz9"))
                == ["0.0009", "unpriced: unknown_model"])
    }

    @Test func c28AzureIsPricedByTheServedModel() throws {
        let call = Call.of("gx-5-2026-04-01", provider: "azure") {
            $0.requestedModel = nil
            $0.deployment = "prod-chat"
        }
        #expect(try cost(call) == ["0.0028"])
    }

    @Test func c30AnUnknownModelIsNotFree() throws {
        #expect(try cost(.of("gx-5"), .of("zeta-1")) == ["0.0028", "unpriced: unknown_model"])
        #expect(try cost(.of("gx-fc", input: 1_000, output: 0) { $0.usage?.cachedInput = 1_000 }) == ["0"], "a stated 0 is a price")
        #expect(try cost(.of("gx-nc", input: 1_000, output: 0) { $0.usage?.cachedInput = 1_000 }) == ["0.001"], "no discount stated")
    }

    @Test func c31ThePriceIsThatOfTheCallsOwnInstant() throws {
        #expect(
            try cost(
                .of("gx-old", at: "2026-02-28T23:59:59Z"), .of("gx-old", at: "2026-03-01T00:00:00Z"),
                .of("gx-old", at: "2026-02-28T19:30:00-05:00")) == ["0.014", "0.0028", "0.0028"])
    }

    @Test func c63NoNoiseInTheLastDigits() throws {
        let pricer = try #require(pricer)
        let call = Call.of("gx-odd", input: 1, output: 1)
        #expect(pricer.dollars(call) == "0.0000004")
        var total = Money.zero
        for _ in 0..<3 {
            guard case .priced(let amount, _) = pricer.price(call) else { continue }
            total = try #require(total.adding(amount))
        }
        #expect(total.exactText == "0.0000012")
    }

    @Test func c71TheRoutersNameIsTheSameModel() throws {
        #expect(try cost(.of("openai/gx-5", input: 200, output: 100, provider: "openrouter")) == ["0.0012"])
    }

    @Test func c73AmountsCarryTheirCurrency() throws {
        #expect(try cost(.of("gx-5"), .of("gx-yuan")) == ["0.0028", "CNY 0.012"])
    }

    @Test func c74RefusedFailedAndFilteredCalls() throws {
        func failed(_ status: Int) -> Call {
            .of("gx-5") {
                $0.httpStatus = status
                $0.status = .error
                $0.usage = nil
            }
        }
        let filtered = Call.of("gx-5", input: 1_000, output: 20) { $0.status = .contentFilter }
        #expect(try cost(failed(401), failed(503), filtered) == ["0", "no usage: error", "0.00216"])
    }

    @Test func regionalHostsScaleTokensAndNotFees() throws {
        let call = Call.of("gx-5") {
            $0.region = "eu"
            $0.tools.webSearches = 1
        }
        #expect(try cost(call) == ["0.01308"])
        #expect(try cost(.of("gx-old", at: "2026-05-04") { $0.region = "eu" }) == ["0.0028"], "no factor in the row")
    }

    @Test func imagesWithRatesOfTheirOwn() throws {
        let call = Call.of("gx-img", input: 1_000, output: 500, endpoint: .images) { $0.usage?.imageInput = 800 }
        #expect(try cost(call) == ["0.029"])
    }
}
