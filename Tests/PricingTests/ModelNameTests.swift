import Pricing
import Testing
import TrafficModel

/// Which names lead to which model, and which lead nowhere.
@Suite struct ModelNameTests {
    let book = try? PriceBook.builtIn()

    @Test(arguments: [
        ("gpt-4o", "gpt-4o", NameMatch.exact),
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini", .alias),
        ("gpt-6.1-sol-2026-09-29", "gpt-6.1-sol", .snapshot),
        ("gpt-5.6", "gpt-5.6-sol", .alias),
        ("openai/gpt-4o", "gpt-4o", .exact),
        ("azure/gpt-4o", "gpt-4o", .exact),
        ("models/gpt-4o", "gpt-4o", .exact),
        ("openrouter/openai/gpt-4o", "gpt-4o", .exact),
        ("openai/gpt-5.4-nano-20260317", "gpt-5.4-nano", .alias),
        ("gpt-35-turbo", "gpt-3.5-turbo", .exact),
        ("gpt-35-turbo-16k-0613", "gpt-3.5-turbo-16k", .alias),
        ("ft:gpt-4o-mini-2024-07-18:acme:helper:abc:ckpt-step-90", "ft:gpt-4o-mini-2024-07-18", .prefix),
        ("ft:gpt-3.5-turbo-0613:acme::8ab", "ft:gpt-3.5-turbo", .prefix),
        ("curie:ft-acme-2022-11-01-10-00-00", "curie:ft-", .prefix),
        ("gpt-4o-mini-2024-07-18.ft-0e208cf33a6a466994aff31a08aba678", "ft:gpt-4o-mini-2024-07-18", .prefix),
        ("gpt-35-turbo-0613.ft-0e208cf33a6a", "ft:gpt-3.5-turbo", .prefix),
    ])
    func leadsTo(_ name: String, _ model: String, _ match: NameMatch) throws {
        guard case .model(let found) = try #require(book).resolve(name, provider: "openai") else {
            Issue.record("\(name) leads nowhere")
            return
        }
        #expect(found.model == model)
        #expect(found.match == match)
    }

    @Test(arguments: [
        "gpt-4o-audio", "gpt-5.1-codex-tiny", "gpt-4o-2024-02-30", "gpt-4o-2025-01-01", "gpt-6-sol-2026-13-01", "GPT-4o", "",
        "ft:gpt-4o-2024-05-13:acme::x", "ft:gpt-4o:acme::x", "gpt-oss-120b", "openai/gpt-oss-20b", "openai.gpt-oss-20b-1:0",
        "openai/gpt-4o:nitro", "openai/gpt-4o:free", "curie:feature", "gpt-4o-20240806",
    ])
    func leadsNowhere(_ name: String) throws {
        guard case .unknown = try #require(book).resolve(name, provider: "openai") else {
            Issue.record("\(name) leads somewhere")
            return
        }
    }

    /// Whoever passes a call on passes it to these models; vendors of others may borrow a name.
    @Test(arguments: [
        ("openai", true), ("azure", true), ("openrouter", true), ("vercel", true), ("gateway.example.com", true), ("", true),
        ("groq", false), ("api.groq.com", false), ("ollama", false), ("localhost", false), ("localhost:11434", false),
        ("127.0.0.1:8080", false), ("0.0.0.0:11434", false), ("bedrock-runtime.us-west-2.amazonaws.com", false),
    ])
    func providers(_ provider: String, _ isPriced: Bool) throws {
        let pricer = Pricer(book: try #require(book))
        #expect(pricer.dollars(.of("gpt-4", provider: provider)) == (isPriced ? "0.036" : "unpriced: unknown_model"))
    }

    @Test func aNameOfTheVendorsOwnMakingIsPricedAsTheModelAskedFor() throws {
        let pricer = Pricer(book: try #require(book))
        func call(_ served: String, _ provider: String, asked: String = "babbage-002") -> Call {
            .of(served, provider: provider) { $0.requestedModel = asked }
        }
        #expect(pricer.dollars(call("babbage:2023-07-21-v2", "openai")) == "0.00044")
        #expect(pricer.dollars(call("babbage:2023-07-21-v2", "")) == "0.00044")
        #expect(pricer.quote(call("babbage:2023-07-21-v2", "openai")).notes == [.pricedAsRequested])
        #expect(pricer.dollars(call("gpt-3.5-turbo-instruct:20230824-v2", "azure", asked: "gpt-35-turbo-instruct")) == "0.0017")
        #expect(pricer.dollars(call("claude-sonnet-4", "gateway.example.com", asked: "gpt-4o")) == "unpriced: unknown_model", "another model answered")
        #expect(pricer.dollars(call("zeta-1", "openai", asked: "gpt-4o")) == "unpriced: unknown_model", "the request was a wish")
    }

    @Test func theFreeVariantOfARouterIsFree() throws {
        let pricer = Pricer(book: try #require(book))
        #expect(pricer.dollars(.of("meta-llama/llama-3.2-3b-instruct:free", provider: "openrouter")) == "0")
        #expect(pricer.dollars(.of("openai/gpt-4o:online", provider: "openrouter")) == "unpriced: unknown_model")
    }
}
