import Pricing
import Testing
import TrafficModel

/// A price file that can't be read exactly is refused, and the message names the line and what to do.
@Suite struct PriceFileTests {
    private func refusal(_ text: String) -> PriceFileError? {
        do {
            _ = try PriceFileReader.read(Array(text.utf8), name: "my.jsonl")
            return nil
        } catch {
            return error
        }
    }

    private static let start = #""effective_from": "2026-01-01""#

    @Test(arguments: [
        // Not a row at all.
        (#"{"model": "a", "#, "no JSON"),
        (#"["model"]"#, "JSON object"),
        (#"{"model": "a", "model": "b", \#(start), "input": "1"}"#, "stands twice"),
        // Names and kinds.
        (#"{"model": "a", \#(start), "input": "1", "imput": "2"}"#, "“imput” is no field of a price row"),
        (#"{"model": "a", \#(start), "discount": "0.9", "input": "1"}"#, "“input” is no field of a discount row"),
        (#"{"alias": "a", "snapshot": "b", "from": "2026-01-01", "till": null}"#, "“till” is no field of a moving name"),
        (#"{"model": "a", \#(start), "input": "1", "tier": "turbo"}"#, "standard, batch, flex, priority, ultrafast"),
        (#"{"model": "a", \#(start), "input": "1", "match": "fuzzy"}"#, "exact, alias, snapshot, prefix"),
        (#"{"fee": "coffee", "unit": "call", "usd": "1", \#(start)}"#, "web_search"),
        (#"{\#(start), "input": "1"}"#, "“model” is missing"),
        // Units.
        (#"{"model": "a", \#(start)}"#, "names no price"),
        (#"{"fee": "web_search", "usd": "1", \#(start)}"#, "“unit” is missing"),
        (#"{"fee": "web_search", "unit": "hour", "usd": "1", \#(start)}"#, "1000 calls, call, container"),
        (#"{"fee": "web_search", "unit": "call", \#(start)}"#, "“usd” is missing"),
        (#"{"fee": "web_search", "unit": "call", "usd": "1", "every_call": true, \#(start)}"#, "needs “models”"),
        // Numbers.
        (#"{"model": "a", \#(start), "input": 2.50}"#, #"in quotes: "2.50""#),
        (#"{"model": "a", \#(start), "input": "2,50"}"#, "can't be held exactly"),
        (#"{"model": "a", \#(start), "input": "-1"}"#, "can't be held exactly"),
        (#"{"model": "a", \#(start), "input": "0.0000000000001"}"#, "can't be held exactly"),
        (#"{"model": "a", \#(start), "per_image": {"1x1": "x"}}"#, "can't be held exactly"),
        (#"{"model": "a", \#(start), "input": "0.000000000001", "region_factor": "1.1"}"#, "use fewer decimals"),
        (#"{"model": "a", \#(start), "input": "1", "above_input_tokens": "272000"}"#, "whole number above 0"),
        (#"{"model": "a", \#(start), "input": "1", "currency": "euro"}"#, "three capitals"),
        // Dates.
        (#"{"model": "a", "input": "1"}"#, "“effective_from” is missing"),
        (#"{"model": "a", "effective_from": "2026-02-30", "input": "1"}"#, "is no date: “2026-02-30”"),
        (#"{"model": "a", "effective_from": "2026-02-01T00:00:00", "input": "1"}"#, "is no date"),
        (#"{"model": "a", \#(start), "effective_to": "2026-01-01", "input": "1"}"#, "must be later"),
        (#"{"model": "a", \#(start), "input": "1", "released": "soon"}"#, "is no date"),
    ])
    func refusesALine(_ line: String, _ message: String) throws {
        let error = try #require(refusal("# prices\n\n\(line)\n"))
        #expect(error.file == "my.jsonl")
        #expect(error.line == 3)
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test(arguments: [
        ([#"{"model": "a", \#(start), "input": "1"}"#, #"{"model": "a", "effective_from": "2026-06-01", "input": "2"}"#], "on line 1"),
        (
            [
                #"{"model": "a", \#(start), "tier": "flex", "above_input_tokens": 9, "input": "1"}"#,
                #"{"model": "a", "effective_from": "2025-01-01", "effective_to": "2026-01-02", "tier": "flex", "above_input_tokens": 9, "input": "2"}"#,
            ], "on line 1"
        ),
        ([#"{"model": "a", "aliases": ["x"], \#(start), "input": "1"}"#, #"{"model": "b", "aliases": ["x"], \#(start), "input": "1"}"#], "two models, a and b"),
        ([#"{"model": "a", "aliases": ["b"], \#(start), "input": "1"}"#, #"{"model": "b", \#(start), "input": "1"}"#], "two models, a and b"),
        ([#"{"model": "a", "match": "exact", \#(start), "input": "1"}"#, #"{"model": "a", "match": "prefix", \#(start), "tier": "flex", "input": "1"}"#], "same match"),
        ([#"{"fee": "web_search", "unit": "call", "usd": "1", \#(start)}"#, #"{"fee": "web_search", "unit": "call", "usd": "2", \#(start)}"#], "on line 1"),
        ([#"{"model": "a", "discount": "0.9", \#(start)}"#, #"{"model": "a", "discount": "0.8", \#(start)}"#], "on line 1"),
        ([#"{"alias": "a", "snapshot": "b", "from": "2026-01-01"}"#, #"{"alias": "a", "snapshot": "c", "from": "2026-02-01"}"#], "on line 1"),
        ([#"{"model": "a", \#(start), "input": "1"}"#, #"{"catalogue": "2026-11-24"}"#], "on the first line"),
    ])
    func refusesRowsThatContradictEachOther(_ lines: [String], _ message: String) throws {
        let error = try #require(refusal(lines.joined(separator: "\n")))
        #expect(error.line == 2)
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test func rowsThatDifferInTierBandOrProviderMayOverlap() {
        let rows = [
            "", #""tier": "flex", "#, #""above_input_tokens": 272000, "#, #""provider": "azure", "#, #""provider": "openrouter", "#,
        ].map { #"{"model": "a", \#($0)\#(Self.start), "input": "1"}"# }
        #expect(refusal(rows.joined(separator: "\n")) == nil)
        #expect(refusal(#"{"model": "a", \#(Self.start), "input": "0"}"# + "\r\n  # comment\r\n") == nil)
    }

    @Test func theBuiltInBookIsWhole() throws {
        let book = try PriceBook.builtIn()
        #expect(book.catalogue?.text == "2026-11-24")
        #expect(book.models.count == 143)
        #expect(book.rows().count == 380)
        #expect(book.movingNames.count == 78)
        #expect(Set(book.models.flatMap { [$0.name] + $0.aliases }).count == 266)
        #expect(book.rows().allSatisfy { $0.provenance.source != nil && $0.provenance.confidence != nil })
        // The regional uplift is for models released from 2026-03-05 on.
        let released = try #require(CivilDate(year: 2026, month: 3, day: 5))
        #expect(book.rows().allSatisfy { ($0.regionFactor == nil) == ($0.provenance.released == nil) })
        #expect(book.rows().compactMap(\.provenance.released).allSatisfy { $0 >= released })
    }
}
