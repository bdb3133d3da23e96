import Pricing
import Testing
import TrafficModel

/// Tiers, bands, units, fees, and the calls that cost nothing or have no price.
@Suite struct PricerTests {
    let pricer = try? Fixtures.builtIn()

    private func cost(_ call: Call) throws -> String {
        try #require(pricer).dollars(call)
    }

    // MARK: - Tier and band

    @Test(arguments: [
        (nil, "0.00225"), ("", "0.00225"), ("default", "0.00225"), ("standard", "0.00225"), ("auto", "0.00225"), ("on_demand", "0.00225"),
        ("flex", "0.001125"), ("priority", "0.0045"), ("fast", "0.0045"), ("batch", "0.001125"),
        ("ultrafast", "unpriced: no_price_for_tier"), ("scale", "unpriced: prepaid_tier"), ("performance", "unpriced: no_price_for_tier"),
    ] as [(String?, String)])
    func tiers(_ tier: String?, _ cost: String) throws {
        #expect(try self.cost(.of("gpt-5") { $0.serviceTier = tier }) == cost)
    }

    @Test func aBatchIsToldByItsRecord() throws {
        #expect(try cost(.of("gpt-5") { $0.isBatch = true; $0.serviceTier = "default" }) == "0.001125")
    }

    @Test func aBandWithoutAPriceInTheTierIsNotTheShorterOne() throws {
        func long(_ tier: String, _ time: String) -> Call {
            .of("gpt-5.6-sol", at: time, input: 272_001, output: 0) { $0.serviceTier = tier }
        }
        #expect(try cost(long("priority", "2026-08-04")) == "unpriced: no_price_for_context")
        #expect(try cost(long("priority", "2026-08-05")) == "5.44002")
        #expect(try cost(long("default", "2026-08-04")) == "2.72001")
        #expect(try cost(.of("gpt-5.4", input: 272_001) { $0.serviceTier = "priority" }) == "unpriced: no_price_for_context")
    }

    @Test func reasonsForNoPrice() throws {
        #expect(try cost(.of(nil)) == "unpriced: no_model")
        #expect(try cost(.of("zeta-1")) == "unpriced: unknown_model")
        #expect(try cost(.of("gpt-5") { $0.time = nil }) == "unpriced: no_time")
        #expect(try cost(.of("gpt-5", at: "2025-08-06")) == "unpriced: no_price_at_time")
        #expect(try cost(.of("o3", at: "2025-06-26") { $0.serviceTier = "priority" }) == "unpriced: no_price_for_tier", "not sold yet")
        #expect(try cost(.of("gpt-4o") { $0.usage?.audioInput = 5 }) == "unpriced: no_price_for_unit")
        #expect(try cost(.of("gpt-5", input: .max, output: 1)) == "unpriced: overflow")
        #expect(try cost(.of("gpt-5", input: -1)) == "unpriced: contradictory_usage")
        #expect(try cost(.of("gpt-5") { $0.usage?.cachedInput = .max; $0.usage?.cacheWrite = .max }) == "unpriced: overflow")
        #expect(try cost(.of("gpt-5") { $0.usageFault = .halfGiven }) == "unpriced: contradictory_usage")
    }

    // MARK: - Nothing used, nothing billed

    @Test func noUsage() throws {
        func call(_ change: (inout Call) -> Void) -> Call {
            .of("gpt-5") {
                $0.usage = nil
                change(&$0)
            }
        }
        #expect(try cost(call { _ in }) == "no usage: not_reported")
        #expect(try cost(call { $0.isStreamed = true }) == "no usage: stream_not_asked_for_usage")
        #expect(try cost(call { $0.isStreamed = true; $0.isCutShort = true; $0.status = .error }) == "no usage: aborted")
        #expect(try cost(call { $0.status = .error; $0.httpStatus = nil }) == "no usage: error")
        #expect(try cost(call { $0.httpStatus = 503; $0.status = .error }) == "no usage: error")
        #expect(try cost(call { $0.httpStatus = 429; $0.status = .error }) == "0")
    }

    @Test func knownZeros() throws {
        #expect(try cost(.of("gpt-5") { $0.isCacheHit = true }) == "0")
        #expect(try cost(.of("omni-moderation-latest", endpoint: .moderations) { $0.usage = nil }) == "0")
        #expect(try cost(.of("mistral-moderation", endpoint: .moderations, provider: "mistral")) == "unpriced: unknown_model")
        #expect(try cost(.of("gpt-5", input: 0, output: 0)) == "0")
    }

    @Test func aFailedCallWithUsageCostsItsTokens() throws {
        #expect(try cost(.of("gpt-5") { $0.status = .error; $0.httpStatus = 500 }) == "0.00225")
        #expect(try cost(.of("gpt-5") { $0.status = .contentFilter }) == "0.00225")
    }

    // MARK: - Units other than tokens

    @Test(arguments: [
        ("dall-e-2", "512x512", nil, "0.036"), ("dall-e-2", nil, nil, "0.04"), ("dall-e-3", "1024x1792", "hd", "0.24"),
        ("dall-e-3", nil, "auto", "0.08"), ("dall-e-3", "512x512", nil, "unpriced: no_price_for_unit"),
    ] as [(String, String?, String?, String)])
    func images(_ model: String, _ size: String?, _ quality: String?, _ cost: String) throws {
        let call = Call.of(model, at: "2024-06-01", endpoint: .images) {
            $0.usage = nil
            $0.quantities.images = 2
            $0.quantities.size = size
            $0.quantities.quality = quality
        }
        #expect(try self.cost(call) == cost)
    }

    @Test func durations() throws {
        func call(_ model: String, _ milliseconds: Int64, _ size: String? = nil, at time: String = "2026-09-10") -> Call {
            .of(model, at: time, endpoint: .transcriptions) {
                $0.usage = nil
                $0.quantities.milliseconds = milliseconds
                $0.quantities.size = size
            }
        }
        #expect(try cost(call("whisper-1", 1_500)) == "0.00015")
        #expect(try cost(call("sora-2-pro", 8_000, "1920x1080")) == "5.6")
        #expect(try cost(call("sora-2", 4_000)) == "0.4")
        #expect(try cost(call("sora-2", 4_000, "1920x1080")) == "unpriced: no_price_for_unit")
        #expect(try cost(call("sora-2-pro", 4_000, "1080p", at: "2025-12-01")) == "unpriced: no_price_for_unit")
        // A 60th of 0.017 is no finite decimal.
        let quote = try #require(pricer).quote(call("gpt-live-transcribe", 1_000))
        #expect(quote.lines.map(\.amount.exactText) == ["0.000283333333333333"])
        #expect(quote.lines.map(\.isRounded) == [true])
        // What was asked for says nothing of a call that failed.
        #expect(try cost(.of("tts-1") { $0.usage = nil; $0.quantities.characters = 9; $0.httpStatus = 500 }) == "no usage: error")
        #expect(try cost(.of("whisper-1", input: 0, output: 0, endpoint: .transcriptions)) == "no usage: not_reported")
        #expect(try cost(.of("whisper-1", endpoint: .transcriptions)) == "unpriced: no_price_for_unit")
        // A token-priced model whose answer reports no tokens.
        #expect(try cost(.of("gpt-image-1") { $0.usage = nil; $0.quantities.images = 1 }) == "no usage: not_reported")
    }

    // MARK: - Kinds of token

    @Test func imageModelsSellTextOutputOnlyWhereItHasAPrice() throws {
        func call(_ model: String) -> Call {
            .of(model, at: "2026-06-01", input: 10, output: 1_000, endpoint: .images) { $0.usage?.textOutput = 100 }
        }
        #expect(try cost(call("gpt-image-1.5")) == "0.02985", "10 × 5 + 100 × 10 + 900 × 32")
        #expect(try cost(call("gpt-image-2")) == "unpriced: no_price_for_unit")
    }

    @Test func speechIsAudioOutput() throws {
        #expect(try cost(.of("gpt-4o-mini-tts", input: 100, output: 1_000, endpoint: .speech)) == "0.01206")
    }

    @Test func imagesGivenToAChatModelAreText() throws {
        #expect(try cost(.of("gpt-5") { $0.usage?.imageInput = 800 }) == "0.00225")
    }

    @Test func cachedKindsWithoutTheirOwnPriceTakeTheirKindsRate() throws {
        let call = Call.of("gpt-4o-audio-preview-2024-12-17", input: 1_000, output: 0) {
            $0.usage?.audioInput = 600
            $0.usage?.cachedInput = 300
            $0.usage?.cachedAudioInput = 200
        }
        #expect(try cost(call) == "0.025", "400 × 2.5 + 600 × 40")
    }

    @Test func twelveHourWritesHaveNoPriceBeforeTheyWereSold() throws {
        func call(_ time: String) -> Call {
            .of("gpt-6-sol", at: time, output: 0) {
                $0.usage?.cacheWrite = 1_000
                $0.cacheTTL = "12h"
            }
        }
        #expect(try cost(call("2026-10-26")) == "0.005")
        #expect(try cost(call("2026-10-25")) == "unpriced: no_price_for_unit")
    }

    // MARK: - Fees

    @Test(arguments: [
        ("gpt-4o", "2025-04-01", "0.0385"), ("gpt-4o-mini-2024-07-18", "2025-04-01", "0.02771"), ("gpt-4o", "2025-07-01", "0.0285"),
        ("gpt-5", "2025-09-01", "0.01225"), ("o3", "2025-07-01", "0.0128"),
    ])
    func previewSearches(_ model: String, _ time: String, _ cost: String) throws {
        #expect(try self.cost(.of(model, at: time, endpoint: .responses) { $0.tools.webSearchPreviews = 1 }) == cost)
    }

    @Test func fees() throws {
        func call(_ model: String, at time: String = "2026-05-04", _ change: (inout HostedToolCalls) -> Void) -> Call {
            .of(model, at: time, endpoint: .responses) { change(&$0.tools) }
        }
        #expect(try cost(call("gpt-5") { $0.webSearches = 3; $0.pagesOpened = 9 }) == "0.03225")
        #expect(try cost(call("gpt-4o-mini") { $0.webSearches = 2 }) == "0.02261", "and twice 8,000 tokens at 0.15")
        #expect(try cost(call("gpt-5") { $0.fileSearches = 1 }) == "0.00475")
        #expect(try cost(call("gpt-5") { $0.codeInterpreterContainers = 2 }) == "0.06225")
        #expect(try cost(call("gpt-5", at: "2025-08-10") { $0.webSearches = 1 }) == "unpriced: no_price_for_unit", "the tool came later")
        // One search on each request, told by nothing in the answer.
        #expect(try cost(.of("gpt-4o-search-preview-2025-03-11", at: "2025-09-01")) == "0.0285")
        #expect(try #require(pricer).quote(call("gpt-5") { $0.codeInterpreterContainers = 1 }).notes == [.containerEstimated])
    }

    @Test func imageGenerationAsATool() throws {
        func call(_ model: String?) -> Call {
            .of("gpt-5", endpoint: .responses) {
                $0.tools.imageGeneration = TokenUsage(input: 50, output: 1_000)
                $0.tools.imageModel = model
            }
        }
        #expect(try cost(call("gpt-image-1")) == "0.0425", "0.00225 + 50 × 5 + 1,000 × 40")
        #expect(try cost(call(nil)) == "unpriced: no_price_for_unit")
        #expect(try #require(pricer).quote(call(nil)).notes == [.imageModelUnknown])
    }

    // MARK: - The caller's own rates

    @Test func theCallersRatesWin() throws {
        var rates = CostOverride(input: try #require(Money("1")), output: try #require(Money("10")))
        func call(_ model: String?) -> Call {
            .of(model, input: 1_000, output: 100) {
                $0.time = nil
                $0.usage?.cachedInput = 400
                $0.usage?.cacheWrite = 100
                $0.usage?.reasoning = 60
                $0.costOverride = rates
            }
        }
        #expect(try cost(call("zeta-1")) == "0.002")
        rates.cacheRead = Money("0.1")
        rates.cacheWrite = Money("2")
        rates.reasoning = Money("20")
        #expect(try cost(call(nil)) == "0.00234", "500 × 1 + 400 × 0.1 + 100 × 2 + 40 × 10 + 60 × 20")
    }

    @Test func pinnedRatesAreThoseOfTheCall() throws {
        var cache = PricerCache()
        let pricer = try #require(pricer)
        let call = Call.of("gpt-5.5", at: "2026-05-10", input: 300_000) { $0.serviceTier = "flex"; $0.region = "eu" }
        let rates = try #require(pricer.rates(for: call, cache: &cache))
        #expect([rates.input, rates.cacheRead, rates.output].map { $0?.exactText } == ["5.5", "0.55", "24.75"])
        #expect(pricer.rates(for: .of("gpt-audio") { $0.usage?.audioInput = 10 }, cache: &cache) == nil, "two kinds on one side")
        #expect(pricer.rates(for: .of("zeta-1"), cache: &cache) == nil)
        #expect(pricer.rates(for: .of("gpt-5") { $0.isCacheHit = true }, cache: &cache)?.input == .zero)
        #expect(pricer.rates(for: .of("text-embedding-3-small", output: 0, endpoint: .embeddings), cache: &cache)?.output == .zero)
    }

    // MARK: - Explaining

    @Test func aQuoteNamesRowTierBandAndFactor() throws {
        let quote = try #require(pricer).quote(.of("gpt-5.5-2026-04-23", at: "2026-06-01") { $0.region = "eu" })
        let basis = try #require(quote.basis)
        #expect(basis.name == "gpt-5.5-2026-04-23")
        #expect(basis.match == .alias)
        #expect(basis.row.model == "gpt-5.5")
        #expect(basis.row.tier == .standard)
        #expect(basis.regionFactor?.exactText == "1.1")
        #expect(quote.lines.map(\.item.name) == ["input", "output"])
        #expect(quote.lines.map(\.rate.exactText) == ["5.5", "33"])
        #expect(quote.lines.map(\.amount.exactText) == ["0.0055", "0.0033"])
    }

    @Test func doubtsAreNoted() throws {
        let pricer = try #require(pricer)
        #expect(pricer.quote(.of("gpt-5") { $0.serviceTier = "auto" }).notes == [.tierUnknown])
        #expect(pricer.quote(.of("gpt-5") { $0.serviceTier = "flex"; $0.serviceTierIsAssumed = true }).notes == [.tierAssumed])
        #expect(pricer.quote(.of("o3", at: "2025-06-10T09:00:00Z")).notes == [.nearPriceChange])
        #expect(pricer.quote(.of("o3", at: "2025-06-12")).notes == [])
    }

    @Test func lookingUpWhatABookHolds() throws {
        let book = try #require(pricer).book
        let time = try #require(Timestamp.parse("2026-11-20".utf8)).timestamp
        let found = book.lookUp("openai/gpt-5.6-sol-2026-06-26", at: time)
        #expect(found.model?.model == "gpt-5.6-sol")
        #expect(found.model?.match == .snapshot)
        #expect(found.rows.count == 8, "four tiers, two bands")
        #expect(book.lookUp("gpt-5.6", at: time, tier: .flex).rows.map { $0.tokens[.input]?.exactText } == ["2", "4"])
        #expect(book.lookUp("gpt-5.6", at: time, tier: .ultrafast).reason == .noPriceForTier)
        #expect(book.lookUp("zeta-1", at: time).reason == .unknownModel)
        #expect(book.rows(at: time, tier: .ultrafast).count == 6)
    }
}
