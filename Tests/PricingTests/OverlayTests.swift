import Pricing
import Testing
import TrafficModel

/// What a file of one's own does to the book.
@Suite struct OverlayTests {
    /// 1,000 input and 100 output tokens of gpt-4o-mini: 0.00015 + 0.00006.
    private let listPrice = "0.00021"

    @Test func aRowTakesThePlaceOfItsTierBandAndPeriodAlone() throws {
        let pricer = try Fixtures.builtIn(
            under: #"{"model": "gpt-4o-mini", "effective_from": "2026-02-01", "effective_to": "2026-03-01", "input": "1", "output": "10"}"#)
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-01-31T23:59:59Z")) == listPrice)
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-02-01T00:00:00Z")) == "0.002")
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-02-28T23:59:59Z")) == "0.002")
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-03-01T00:00:00Z")) == listPrice)
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-02-10") { $0.isBatch = true }) == "0.000105", "another tier")
        #expect(pricer.dollars(.of("gpt-4o-mini-2024-07-18", at: "2026-02-10")) == "0.002", "the row's further name")
        #expect(pricer.dollars(.of("gpt-4o", at: "2026-02-10")) == "0.0035", "another model")
    }

    @Test func aFurtherNameMadeAModelKeepsTheRest() throws {
        let pricer = try Fixtures.builtIn(
            under: #"{"model": "gpt-4o-mini-2024-07-18", "effective_from": "2026-02-01", "input": "1", "output": "10"}"#)
        #expect(pricer.dollars(.of("gpt-4o-mini-2024-07-18", at: "2026-02-10")) == "0.002")
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-02-10")) == listPrice)
        #expect(pricer.dollars(.of("gpt-4o-mini-2024-07-18", at: "2026-01-10")) == listPrice)
        #expect(pricer.dollars(.of("gpt-4o-mini-2024-07-18", at: "2026-02-10") { $0.isBatch = true }) == "0.000105")
    }

    @Test func laterFilesLieOnTop() throws {
        let pricer = try Fixtures.builtIn(
            under: #"{"model": "gpt-4o-mini", "effective_from": "2026-02-01", "input": "1", "output": "10"}"#,
            #"{"model": "gpt-4o-mini", "effective_from": "2026-03-01", "input": "2", "output": "10"}"#)
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-02-10")) == "0.002")
        #expect(pricer.dollars(.of("gpt-4o-mini", at: "2026-03-10")) == "0.003")
    }

    @Test func aDiscountScalesTokenPricesOfAllTiersFromItsDayOn() throws {
        let pricer = try Fixtures.builtIn(under: #"{"model": "gpt-4o", "discount": "0.90", "effective_from": "2026-02-01"}"#)
        #expect(pricer.dollars(.of("gpt-4o", at: "2026-01-31")) == "0.0035")
        #expect(pricer.dollars(.of("gpt-4o", at: "2026-02-01")) == "0.00315")
        #expect(pricer.dollars(.of("gpt-4o", at: "2026-02-01") { $0.isBatch = true }) == "0.001575")
        #expect(pricer.dollars(.of("gpt-4o-2024-08-06", at: "2026-02-01")) == "0.0035", "a model of its own")
        let searching = Call.of("gpt-4o", at: "2026-02-01", endpoint: .responses) { $0.tools.fileSearches = 4 }
        #expect(pricer.dollars(searching) == "0.01315", "fees stay")
        #expect(pricer.quote(searching).basis?.row.discounts.map(\.exactText) == ["0.9"])
    }

    @Test func aDiscountOfOneProviderIsNobodyElses() throws {
        let pricer = try Fixtures.builtIn(under: #"{"model": "gpt-4o", "discount": "0.5", "provider": "azure", "effective_from": "2026-02-01"}"#)
        #expect(pricer.dollars(.of("gpt-4o", at: "2026-02-01", provider: "azure")) == "0.00175")
        #expect(pricer.dollars(.of("gpt-4o", at: "2026-01-01", provider: "azure")) == "0.0035")
        #expect(pricer.dollars(.of("gpt-4o", at: "2026-02-01")) == "0.0035")
    }

    @Test(arguments: [
        (#"{"model": "gpt-9", "discount": "0.9", "effective_from": "2026-02-01"}"#, "no model “gpt-9”"),
        (#"{"model": "whisper-1", "discount": "0.9", "effective_from": "2026-02-01"}"#, "no token price"),
        (#"{"model": "gpt-5-nano", "discount": "0.12345678912", "effective_from": "2026-02-01"}"#, "fewer decimals"),
        (#"{"model": "ft:davinci-002", "match": "exact", "effective_from": "2026-02-01", "input": "1"}"#, "match prefix"),
    ])
    func refusesWhatDoesNotFitTheBook(_ row: String, _ message: String) throws {
        let error = try #require(throws: PriceFileError.self) { try Fixtures.builtIn(under: "# mine\n" + row) }
        #expect(error.line == 2)
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test func aPrivateFineTuneWinsOverTheGeneralRow() throws {
        let pricer = try Fixtures.builtIn(
            under: #"{"model": "ft:gpt-4.1-2025-04-14:acme", "match": "prefix", "effective_from": "2026-01-01", "input": "1", "output": "10"}"#)
        #expect(pricer.dollars(.of("ft:gpt-4.1-2025-04-14:acme:mine:B1")) == "0.002")
        #expect(pricer.dollars(.of("ft:gpt-4.1-2025-04-14:other::B1")) == "0.0042")
        #expect(pricer.dollars(.of("ft:gpt-4.1-2025-04-14:acme::B1") { $0.isBatch = true }) == "0.0021", "the general row of the tier")
    }

    @Test func feesAndMovingNames() throws {
        let pricer = try Fixtures.builtIn(
            under: """
                {"fee": "file_search", "unit": "call", "usd": "1", "models": ["gpt-4o"], "effective_from": "2026-01-01"}
                {"alias": "best", "snapshot": "gpt-4o-mini", "from": "2026-01-01", "to": "2026-06-01"}
                {"alias": "best", "snapshot": "gpt-4o", "from": "2026-06-01"}
                """)
        func searching(_ model: String) -> Call { .of(model, at: "2026-02-01", endpoint: .responses) { $0.tools.fileSearches = 1 } }
        #expect(pricer.dollars(searching("gpt-4o-2024-08-06")) == "1.0035", "a snapshot of the fee's model")
        #expect(pricer.dollars(searching("gpt-4.1")) == "0.0053")
        #expect(pricer.dollars(.of("best", at: "2026-05-31")) == listPrice)
        #expect(pricer.dollars(.of("best", at: "2026-06-01")) == "0.0035")
        #expect(pricer.dollars(.of("best", at: "2025-06-01")) == "unpriced: no_price_at_time")
    }

    @Test func theSampleIsReadAndDoesWhatItSays() throws {
        let pricer = try Fixtures.builtIn(under: String(decoding: Fixtures.bytes("samples/prices/overlay.jsonl"), as: UTF8.self))
        #expect(pricer.dollars(.of("gpt-4o-2024-08-06")) == "0.00315")
        #expect(pricer.dollars(.of("ft:gpt-4.1-mini-2025-04-14:acme:helper:B1")) == "0.00098")
        #expect(pricer.dollars(.of("house-latest", provider: "llm.internal.example")) == "0.000065")
        #expect(pricer.dollars(.of("house-llama")) == "unpriced: unknown_model")
    }
}
