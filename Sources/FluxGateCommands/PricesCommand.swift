import ArgumentParser
import Foundation
import Pricing
import TrafficModel

struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices", abstract: "The price book: what is in it, and what a model costs at a date.",
        subcommands: [PricesListCommand.self, PricesShowCommand.self], defaultSubcommand: PricesListCommand.self)
}

/// What both commands take.
struct PriceLookupOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The date (00:00 UTC) or RFC 3339 time that is asked for; now by default.", valueName: "date"))
    var at: String?

    @Option(help: ArgumentHelp("One tier alone: standard, batch, flex, priority, ultrafast.", valueName: "tier"))
    var serviceTier: String?

    @Option(help: ArgumentHelp("A price file over the built-in price book. Repeatable.", valueName: "file"), completion: .file())
    var prices: [String] = []

    @Option(help: ArgumentHelp("A configuration file (TOML).", valueName: "file"), completion: .file())
    var config: String?

    @Option(help: "The form of the answer.")
    var format = AnswerFormat.table

    func validate() throws {
        _ = try tier()
        _ = try time()
    }

    func tier() throws -> PriceTier? {
        guard let serviceTier else { return nil }
        guard case .tier(let tier) = BilledTier(named: serviceTier) else {
            throw ValidationError("--service-tier takes \(PriceTier.allCases.map(\.rawValue).joined(separator: ", ")), not '\(serviceTier)'.")
        }
        return tier
    }

    func time() throws -> Timestamp {
        guard let at else { return Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
        guard let parsed = Timestamp.parse(Array(at.utf8)) else {
            throw ValidationError("--at takes a date (2026-10-01) or an RFC 3339 time (2026-10-01T13:00:00Z), not '\(at)'.")
        }
        return parsed.timestamp
    }
}

struct PricesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All prices that hold at a date.")

    @OptionGroup var lookup: PriceLookupOptions

    func run() throws {
        let book = try PriceBookLoader(messages: Messages(isQuiet: false)).book(overlays: lookup.prices)
        let time = try lookup.time()
        let answer = PriceAnswer(book: book, time: time, rows: book.rows(at: time, tier: try lookup.tier()))
        try answer.write(as: lookup.format)
    }
}

struct PricesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What one model costs at a date: its rates in every tier, and the fees of its hosted tools.")

    @Argument(help: "A model's name as it stands in logs: a snapshot, a moving name, a fine-tuned model.")
    var model: String

    @Option(help: ArgumentHelp("The provider that serves it.", valueName: "name"))
    var provider = "openai"

    @OptionGroup var lookup: PriceLookupOptions

    func run() throws {
        let messages = Messages(isQuiet: false)
        let book = try PriceBookLoader(messages: messages).book(overlays: lookup.prices)
        let time = try lookup.time()
        let found = book.lookUp(model, provider: provider, at: time, tier: try lookup.tier())
        try PriceAnswer(book: book, time: time, rows: found.rows, lookup: found).write(as: lookup.format)
        if let reason = found.reason {
            messages.error("\(model): no price at \(time.utcText): \(reason.rawValue)")
            throw ExitStatus.badData.exit
        }
    }
}
