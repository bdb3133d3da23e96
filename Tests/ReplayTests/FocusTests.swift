import CostReports
import Foundation
import Pricing
import Replay
import TestSupport
import Testing
import TrafficModel

/// `--format focus`: rows of a bill that add up, whatever was called.
@Suite struct FocusTests {
    /// A report as the command makes it, and the rows of its file.
    private struct Bill {
        var report: Report
        var rows: [[String: String]]
        var bytes: [UInt8]

        init(_ plan: ReplayPlan, preferring preference: CostPreference = .reported, parts: Int = 1) async throws {
            let (found, summary) = try await plan.run()
            var reportPlan = ReportPlan()
            reportPlan.keepsCharges = true
            reportPlan.preference = preference
            var breakdown = CostBreakdown(reportPlan, pricer: plan.pricer)
            var whole = FocusTests.builder(reportPlan, found.calls.map { (call: $0, charges: breakdown.take($0)) }, parts: parts)
            report = whole.finish(inputs: summary.counts, catalogue: "")
            bytes = FocusReportWriter().bytes(of: report)
            rows = CSVRows.read(bytes)
        }

        func sum(_ column: String, currency: String = "USD") -> Money {
            rows.filter { $0["BillingCurrency"] == currency }.reduce(.zero) { $0.adding(Money($1[column]!)!)! }
        }
    }

    /// A builder that calls were added to in so many parts.
    private static func builder(_ plan: ReportPlan, _ charged: [(call: PricedCall, charges: [Charge])], parts: Int) -> ReportBuilder {
        var builders = (0..<parts).map { _ in ReportBuilder(plan) }
        for (place, (call, charges)) in charged.enumerated() { builders[place % parts].add(call, charges: charges) }
        var whole = builders[parts - 1]
        for builder in builders.dropLast() { whole.merge(builder) }
        return whole
    }

    /// What holds for every row, and for all of them together.
    private func check(_ bill: Bill) throws {
        #expect(bill.sum("BilledCost") == bill.report.totals.cost.amount ?? .zero)
        for (currency, sum) in bill.report.totals.otherCurrencies { #expect(bill.sum("BilledCost", currency: currency.code) == sum.amount) }
        var listPrices: [String: String] = [:]
        for row in bill.rows {
            let priced = ["SkuId", "SkuPriceId", "SkuMeter", "ListUnitPrice", "ContractedUnitPrice", "PricingQuantity", "PricingUnit", "ConsumedQuantity", "ConsumedUnit"]
            let empty = priced.filter { row[$0] == "" }
            #expect(empty.isEmpty || empty == priced, "a price is told by half: \(empty)")
            #expect(row["PricingCategory"] == (empty.isEmpty ? "Standard" : ""))
            for (price, cost) in [("ListUnitPrice", "ListCost"), ("ContractedUnitPrice", "ContractedCost")] {
                guard let price = Money(row[price]!) else { continue }
                #expect(price.scaled(by: Money(row["PricingQuantity"]!)!)?.exactText == row[cost], "\(row["SkuPriceId"]!)")
            }
            for column in ["EffectiveCost", "ContractedCost"] { #expect(row[column] == row["BilledCost"]) }
            if empty == priced { #expect(row["ListCost"] == row["BilledCost"]) }
            if row["SkuPriceId"]!.hasSuffix("own-rate") { continue }
            let price = [row["SkuPriceId"]!, row["ChargePeriodStart"]!, row["BillingCurrency"]!].joined(separator: " ")
            #expect(listPrices.updateValue(row["ListUnitPrice"]!, forKey: price) ?? row["ListUnitPrice"] == row["ListUnitPrice"], "\(price) has two list prices")
            for (id, name) in [("RegionId", "RegionName"), ("SubAccountId", "SubAccountName"), ("ResourceId", "ResourceName")] {
                #expect((row[id] == "") == (row[name] == ""), "\(id) goes with \(name)")
            }
            for column in ["BillingAccountId", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "ChargeCategory", "InvoiceIssuerName", "ServiceProviderName", "HostProviderName", "ServiceCategory", "ServiceName"] {
                #expect(row[column] != "", "\(column) is null")
            }
            for column in ["Tags", "SkuPriceDetails"] where row[column] != "" {
                #expect(try JSONSerialization.jsonObject(with: Data(row[column]!.utf8)) is [String: String])
            }
        }
    }

    private static let models = [
        "gpt-4o-2024-08-06", "gpt-4o-mini", "o3-mini", "gpt-5", "gpt-5.6-sol", "text-embedding-3-small", "gpt-4o-audio-preview", "no-such-model",
    ]

    /// Calls of all kinds: tiers, cached and audio tokens, searches, embeddings, refusals, calls without usage, costs that providers told.
    private func traffic(_ count: Int, seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { number in
            let model = random.pick(FocusTests.models)
            let input = random.number(0..<300_000)
            let time = 1_759_276_800 + random.number(0..<40 * 86_400)
            let context = #"{"feature":"\#(random.pick(["chat", "=1+1", "se\\\"arch\\n"]))","user":"u\#(random.number(0..<5))","sessionId":"s\#(random.number(0..<20))"}"#
            if random.once(in: 12) {
                return #"{"ts":\#(time),"context":\#(context),"request":{"model":"\#(model)"},"response":{"status":429,"body":{"error":{"message":"slow down"}}}}"#
            }
            let usage = random.once(in: 12) ? "" : #","usage":{"prompt_tokens":\#(input),"completion_tokens":\#(random.number(0..<9_000)),"prompt_tokens_details":{"cached_tokens":\#(random.number(0..<input + 1)),"audio_tokens":0}}"#
            let tier = random.pick(["", #","service_tier":"flex""#, #","service_tier":"priority""#])
            if random.once(in: 6) {
                let searches = String(repeating: #"{"type":"web_search_call","id":"w","status":"completed","action":{"type":"search","query":"q"}},"#, count: random.number(1..<4))
                return #"{"ts":\#(time),"context":\#(context),"request":{"url":"https://eu.api.openai.com/v1/responses","body":{"model":"gpt-4.1"}},"response":{"status":200,"body":{"id":"resp_\#(number)","object":"response","status":"completed","model":"gpt-4.1","output":[\#(searches){"type":"message","id":"m","content":[]}],"usage":{"input_tokens":\#(input),"output_tokens":17}}}}"#
            }
            if random.once(in: 9) {
                return #"{"ts":\#(time),"context":\#(context),"request":{"url":"https://openrouter.ai/api/v1/chat/completions","body":{"model":"openai/\#(model)"}},"response":{"status":200,"body":{"id":"gen-\#(number)","model":"openai/\#(model)","usage":{"prompt_tokens":20,"completion_tokens":10,"cost":0.00\#(random.number(1..<9_999))}}}}"#
            }
            return #"{"ts":\#(time),"context":\#(context),"request":{"model":"\#(model)"},"response":{"status":200,"body":{"id":"r\#(number)","model":"\#(model)"\#(tier)\#(usage)}}}"#
        }.joined(separator: "\n")
    }

    @Test(arguments: [CostPreference.reported, .computed]) func rowsAddUpToTheReport(preference: CostPreference) async throws {
        let folder = try TemporaryFolder()
        let plan = try ReplayPlan.reading([try folder.write(traffic(3_000, seed: 11), to: "log.jsonl")])
        let bill = try await Bill(plan, preferring: preference)
        try check(bill)
        let meters = Set(bill.rows.map { $0["SkuMeter"]! })
        #expect(meters.isSuperset(of: ["Input Tokens", "Cached Input Tokens", "Output Tokens", "Web Search Calls"]))
        #expect(Set(bill.rows.map { $0["x_UsageSource"]! }) == (preference == .reported ? ["response", "cost_only", "none"] : ["response", "none"]))
        // Parts in any number make the same file.
        #expect(try await Bill(plan, preferring: preference, parts: 7).bytes == bill.bytes)
    }

    @Test func rowsOfTheSampleAddUp() async throws {
        let samples = Fixtures.path("../samples/traffic/")
        let bill = try await Bill(.reading(["2026-10-early.jsonl.gz", "2026-10-late.jsonl", "one-stream.sse"].map { samples + $0 }))
        try check(bill)
        #expect(bill.sum("BilledCost") == Money("1.65766186")!)
    }

    /// Every worked case of pricing, each with its own way to a price.
    @Test func rowsOfAllPricedCasesAddUp() async throws {
        let folder = URL(filePath: Fixtures.path("cases/pricing"))
        let cases = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        var book = try PriceBook.builtIn()
        try book.add(PriceFileReader.read(try Fixtures.bytes("prices/card-c.jsonl"), name: "card-c.jsonl"))
        for name in cases {
            let input = folder.appending(path: "\(name)/input")
            guard let files = try? FileManager.default.contentsOfDirectory(atPath: input.path) else { continue }
            var plan = ReplayPlan(pricer: Pricer(book: book))
            plan.inputs = files.sorted().map { input.appending(path: $0).path }
            plan.assumedTime = Timestamp.parse("2026-05-04T00:00:00Z".utf8)?.timestamp
            let bill = try await Bill(plan)
            try check(bill)
            #expect(bill.rows.isEmpty == (bill.report.totals.pricedCalls == 0), "\(name)")
        }
    }

    // MARK: - What the specification asks of ids and prices

    /// The rows of a few calls at the built-in prices and those of `card`.
    private func rows(of lines: [String], card: String = "") async throws -> [[String: String]] {
        let folder = try TemporaryFolder()
        var book = try PriceBook.builtIn()
        if !card.isEmpty { try book.add(PriceFileReader.read(Array(card.utf8), name: "card")) }
        var plan = ReplayPlan(pricer: Pricer(book: book))
        plan.inputs = [try folder.write(lines.joined(separator: "\n"), to: "log.jsonl")]
        let bill = try await Bill(plan)
        try check(bill)
        return bill.rows
    }

    private func line(_ id: Int, day: String, model: String, context: String = "", output: String = "") -> String {
        """
        {"timestamp":"\(day)T10:00:00Z"\(context),"request":{"url":"https://api.openai.com/v1/responses","body":{"model":"\(model)"}},"response":{"status":200,\
        "body":{"id":"resp_\(id)","object":"response","status":"completed","model":"\(model)","output":[\(output)],"usage":{"input_tokens":1000000,"output_tokens":0}}}}
        """
    }

    /// "MUST remain consistent over time": a new price is no new SKU price. https://focus.finops.org
    @Test func aPriceKeepsItsIDWhenItChanges() async throws {
        let card = """
            {"model": "gx-9", "match": "snapshot", "effective_from": "2026-01-01", "effective_to": "2026-03-01", "input": "2", "output": "4"}
            {"model": "gx-9", "match": "snapshot", "effective_from": "2026-03-01", "input": "3", "output": "4"}
            """
        let found = try await rows(of: [line(1, day: "2026-02-28", model: "gx-9"), line(2, day: "2026-03-01", model: "gx-9")], card: card)
        #expect(found.map { $0["ListUnitPrice"] } == ["2", "3"])
        #expect(found.map { $0["SkuPriceId"] } == ["openai/gx-9/input/standard", "openai/gx-9/input/standard"])
    }

    /// List prices are "exclusive of any discounts"; what is billed has them in it.
    @Test(arguments: [("0.9", "1.8"), ("0", "0")]) func discountsAreNotInTheListPrice(factor: String, rate: String) async throws {
        let card = """
            {"model": "gx-9", "match": "snapshot", "effective_from": "2026-01-01", "input": "2", "output": "4", "region_factor": "1.1"}
            {"model": "gx-9", "discount": "\(factor)", "effective_from": "2026-02-01"}
            """
        let found = try await rows(of: [line(1, day: "2026-01-31", model: "gx-9"), line(2, day: "2026-02-01", model: "gx-9")], card: card)
        #expect(found.map { $0["ListUnitPrice"] } == ["2", "2"])
        #expect(found.map { $0["ListCost"] } == ["2", "2"])
        #expect(found.map { $0["ContractedUnitPrice"] } == ["2", rate])
        #expect(found.map { $0["BilledCost"] } == ["2", rate])
        let regional = line(3, day: "2026-02-01", model: "gx-9").replacing("api.openai.com", with: "eu.api.openai.com")
        let row = try #require(try await rows(of: [regional], card: card).first)
        #expect(row["ListUnitPrice"] == "2.2" && row["RegionId"] == "eu" && row["RegionName"] == "eu")
    }

    /// One SKU has one id: fees go by the model's name in the book, own rates by the call's.
    @Test func oneThingHasOneSKU() async throws {
        let search = #"{"type":"web_search_call","id":"w","status":"completed","action":{"type":"search","query":"q"}}"#
        var calls = ["gpt-4.1", "gpt-4.1-2025-04-14"].enumerated().map { line($0, day: "2026-02-01", model: $1, output: search) }
        calls.append(line(9, day: "2026-02-02", model: "gpt-4.1-2025-04-14", output: search).replacing("1000000", with: "0"))
        let fees = try await rows(of: calls)
        let searches = Set(fees.filter { $0["SkuMeter"] == "Web Search Calls" }.map { $0["SkuId"]! })
        #expect(searches.count == 1, "\(searches)")
        let own = #","context":{"costOverride":{"inputCostPer1MTokens":7,"outputCostPer1MTokens":7}}"#
        let overridden = try await rows(of: ["gx-1", "gx-2"].enumerated().map { line($0, day: "2026-02-01", model: $1, context: own) })
        #expect(overridden.map { $0["SkuId"] } == ["openai/gx-1/input", "openai/gx-2/input"])
        #expect(overridden.map { $0["SkuPriceId"] } == ["openai/gx-1/input/own-rate", "openai/gx-2/input/own-rate"])
    }

    /// "MUST be sufficient to look up the ListUnitPrice": what has a price of its own has an id of its own.
    @Test func eachSizeHasItsOwnPriceID() async throws {
        let found = try await rows(of: [("standard", "1024x1024"), ("hd", "1024x1024"), ("hd", "1792x1024")].map { quality, size in
            """
            {"timestamp":"2026-02-01T10:00:00Z","request":{"url":"https://api.openai.com/v1/images/generations","body":{"model":"dall-e-3","n":1,\
            "size":"\(size)","quality":"\(quality)"}},"response":{"status":200,"body":{"created":1,"data":[{"url":"x"}]}}}
            """
        })
        #expect(Set(found.map { $0["SkuPriceId"]! }).count == 3 && Set(found.map { $0["SkuId"]! }).count == 1)
        #expect(found.contains { $0["SkuPriceId"] == "openai/dall-e-3/images/standard/hd 1792x1024" && $0["ListUnitPrice"] == "0.12" })
    }

    /// The list price of an entry that is kept for twelve hours is that of the day too: before there was one, the input's.
    @Test(arguments: ["0.5", "0"]) func listPricesAreThoseOfTheDay(factor: String) async throws {
        let card = """
            {"model": "gx-9", "match": "snapshot", "effective_from": "2026-01-01", "input": "2", "output": "4", "cache_write_12h": "8", "cache_write_12h_from": "2026-06-01"}
            {"model": "gx-9", "discount": "\(factor)", "effective_from": "2026-01-01"}
            """
        let written = line(1, day: "2026-05-01", model: "gx-9").replacing(#""body":{"model""#, with: #""body":{"prompt_cache_options":{"ttl":"12h"},"model""#)
            .replacing(#""output_tokens":0"#, with: #""output_tokens":0,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":400000}"#)
        let found = try await rows(of: [written], card: card)
        #expect(found.map { $0["SkuMeter"] } == ["Cache Write Input Tokens for 12 Hours", "Input Tokens"])
        #expect(found.map { $0["ListUnitPrice"] } == ["2", "2"])
    }

    /// A refused call is no charge of a model, but a request at no price.
    @Test func callsThatCostNothingHaveASKUToo() async throws {
        let refused = #"{"timestamp":"2026-02-01T10:00:00Z","request":{"body":{"model":"gpt-4o"}},"response":{"status":429,"body":{"error":{"message":"slow down"}}}}"#
        let row = try #require(try await rows(of: [refused]).first)
        #expect(row["SkuId"] == "openai/uncharged-requests" && row["PricingQuantity"] == "1" && row["ListUnitPrice"] == "0" && row["x_UsageSource"] == "none")
    }

    @Test func aPriceWithoutAFiniteDecimalHasNoUnitPrice() async throws {
        var book = try PriceBook.builtIn()
        let card = #"{"model": "odd-stt", "match": "snapshot", "effective_from": "2026-01-01", "per_minute": "0.017"}"#
        try book.add(PriceFileReader.read(Array(card.utf8), name: "card"))
        var call = Call(endpoint: .transcriptions, provider: "openai", source: SourceLocation(input: 0, line: 1, offset: 0))
        call.servedModel = "odd-stt"
        call.quantities.milliseconds = 1_000
        call.time = Timestamp.parse("2026-05-04T10:00:00Z".utf8)!.timestamp
        let pricer = Pricer(book: book)
        var cache = PricerCache()
        let priced = PricedCall(call: call, computed: pricer.price(call, cache: &cache))
        var plan = ReportPlan()
        plan.keepsCharges = true
        var breakdown = CostBreakdown(plan, pricer: pricer)
        let found = breakdown.take(priced)
        #expect(found.map(\.basis) == [.indivisiblePrice] && found.map(\.amount) == [Money("0.000283333333333333")!])
    }

    private static let price = UnitPrice(
        provider: "openai", model: "gpt-4o", meter: ChargeMeter(id: "input", name: "Input Tokens"), rate: Money("2.5")!, unit: ChargeQuantity("Tokens", size: 1_000_000))

    private func call(at time: String, _ change: (inout Call) -> Void = { _ in }) -> PricedCall {
        var call = Call(endpoint: .chatCompletions, provider: "openai", source: SourceLocation(input: 0, line: 1, offset: 0))
        call.time = Timestamp.parse(time.utf8)!.timestamp
        call.servedModel = "gpt-4o"
        change(&call)
        return PricedCall(call: call, computed: .noUsage(.error))
    }

    private func rows(of charged: [(call: PricedCall, charges: [Charge])], parts: Int = 1) -> [[String: String]] {
        var plan = ReportPlan()
        plan.keepsCharges = true
        var whole = FocusTests.builder(plan, charged, parts: parts)
        return CSVRows.read(FocusReportWriter().bytes(of: whole.finish(inputs: InputCounts(), catalogue: "")))
    }

    /// Far more rows than are written at a time: by day, names, tier and price, with what was not told behind what was.
    @Test func manyRowsStandInOrder() {
        var random = SeededGenerator(seed: 5)
        var output = FocusTests.price
        output.meter = ChargeMeter(id: "output", name: "Output Tokens")
        var charged: [(call: PricedCall, charges: [Charge])] = []
        for _ in 0..<30_000 {
            let priced = call(at: "2026-05-0\(random.number(1..<4))T10:00:00Z") {
                $0.attribution.feature = random.pick(["chat", "search", nil])
                $0.attribution.user = random.once(in: 50) ? nil : EndUser(id: "user-\(random.number(0..<900))")
                $0.project = random.pick(["proj-a", nil])
                $0.isBatch = random.once(in: 3)
            }
            let charges = [FocusTests.price, output].map { Charge(.price($0), count: 1_000_000, amount: $0.rate, currency: .usd) }
            charged.append((priced, charges))
        }
        let rows = rows(of: charged)
        let order = rows.map { row in
            ["ChargePeriodStart", "SubAccountId", "x_Feature", "x_UserId", "x_ServiceTier", "SkuPriceId"].map { row[$0] == "" ? "~" : row[$0]! }
        }
        #expect(rows.count > 20_000)
        #expect(zip(order, order.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }, "each row is there once, behind those before it")
        #expect(rows.reduce(0) { $0 + Int($1["x_RequestCount"]!)! } == 60_000)
        #expect(rows.allSatisfy { Money($0["BilledCost"]!) == Money("2.5")!.multiplied(by: Int64($0["x_RequestCount"]!)!) })
        #expect(self.rows(of: charged.shuffled(using: &random), parts: 5) == rows)
    }

    /// Prices that differ in nothing but what they buy.
    @Test func theOrderOfCallsDoesNotShow() {
        var each = FocusTests.price
        each.unit = ChargeQuantity("Tokens")
        let calls = [FocusTests.price, each].map { price in
            (call: call(at: "2026-05-01T00:00:00Z"), charges: [Charge(.price(price), count: 2, amount: price.unit.size == 1 ? Money("5")! : Money("0.000005")!, currency: .usd)])
        }
        let found = rows(of: calls)
        #expect(found.count == 2 && rows(of: calls.reversed()) == found)
    }

    /// A sum that left its range is no number: without a quantity there is no price, and without an amount there is no row.
    @Test func sumsBeyondTheirRangeAreNotTold() {
        let cost = Money("1")!
        let most = Charge(.price(FocusTests.price), count: .max, amount: cost, currency: .usd)
        let one = call(at: "2026-05-01T00:00:00Z")
        let rows = rows(of: [(one, [most]), (one, [most])])
        #expect(rows.map { $0["BilledCost"] } == ["2"] && rows.map { $0["x_RequestCount"] } == ["2"])
        for column in ["SkuId", "SkuPriceId", "ListUnitPrice", "PricingQuantity", "PricingUnit", "ConsumedQuantity", "ConsumedUnit"] {
            #expect(rows[0][column] == "", "\(column)")
        }
        #expect(rows[0]["ChargeDescription"] == "gpt-4o, Input Tokens")
        // List cost and cost may lie far apart.
        var discounted = FocusTests.price
        discounted.listRate = Money("30")!
        let much = Charge(.price(discounted), count: 1_100_000_000_000_000_000, amount: Money("2750000000000")!, currency: .usd)
        let row = self.rows(of: Array(repeating: (one, [much]), count: 7))
        #expect(row.map { $0["ListCost"] } == ["231000000000000"] && row.map { $0["BilledCost"] } == ["19250000000000"])
        let huge = Charge(.toldSum, amount: Money(quintillionths: .max), currency: .usd)
        #expect(self.rows(of: [(one, [huge]), (one, [huge])]).isEmpty)
    }
}
