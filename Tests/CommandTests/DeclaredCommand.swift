import Foundation
import TestSupport

/// The command line as the executable declares it.
struct DeclaredCommand: Decodable {
    var commandName: String
    var subcommands: [DeclaredCommand]?
    var arguments: [Argument]?

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        struct Completion: Decodable {
            struct Nothing: Decodable {}

            var file: Nothing?
            var directory: Nothing?
        }

        var kind: String
        var names: [Name]?
        var isRepeating: Bool
        var valueName: String?
        var completionKind: Completion?

        var longName: String? { names?.first { $0.kind == "long" }?.name }
    }

    /// Commands that do work, with their words.
    var leaves: [(words: [String], command: DeclaredCommand)] {
        guard let subcommands else { return [([], self)] }
        return subcommands.filter { $0.commandName != "help" }.flatMap { subcommand in
            subcommand.leaves.map { ([subcommand.commandName] + $0.words, $0.command) }
        }
    }

    /// Options and flags, but for those that every program has and those that take a flag back.
    var options: [Argument] {
        let names = Set((arguments ?? []).compactMap(\.longName))
        return (arguments ?? []).filter { argument in
            guard argument.kind != "positional", let name = argument.longName, !["help", "version"].contains(name) else { return false }
            return !(name.hasPrefix("no-") && names.contains(String(name.dropFirst(3))))
        }
    }

    static func exists(_ words: [String]) async throws -> Bool { try await root().leaves.contains { $0.words == words } }

    static func root() async throws -> DeclaredCommand {
        struct Help: Decodable {
            var command: DeclaredCommand
        }
        let outcome = try await Fluxgate.run(["--experimental-dump-help"], in: FileManager.default.temporaryDirectory)
        return try JSONDecoder().decode(Help.self, from: Data(outcome.output)).command
    }
}
