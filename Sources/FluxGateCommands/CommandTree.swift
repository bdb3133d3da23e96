import ArgumentParser
import Foundation

/// The commands and their options, as ArgumentParser tells them of itself: an option that is declared can be set from the configuration file and from
/// the environment without another word.
struct CommandTree {
    /// The commands that do work; `prices list` is one, `prices` is none.
    let commands: [Command]
    /// What every reading command takes.
    let readingOptions: [CommandOption]
    private let root: Declaration

    struct Command {
        /// `["prices", "list"]`
        let words: [String]
        let options: [CommandOption]

        /// Its table in the configuration file: `prices-list`.
        var table: String { words.joined(separator: "-") }

        func option(_ name: String) -> CommandOption? { options.first { $0.name == name } }
    }

    init() {
        root = CommandTree.declaration(FluxGateCommand._dumpHelp())
        commands = CommandTree.commands(in: root, words: [])
        readingOptions = CommandTree.declaration(ReadingOptions._dumpHelp()).options
    }

    /// The command that a line of arguments starts; nil where there is none.
    func command(startedBy arguments: [String]) -> Command? {
        var place = root
        var words: [String] = []
        var rest = arguments[...]
        while let subcommands = place.subcommands {
            if let next = subcommands.first(where: { $0.commandName == rest.first }) {
                place = next
                rest = rest.dropFirst()
            } else if let next = subcommands.first(where: { $0.commandName == place.defaultSubcommand }) {
                place = next
            } else {
                return nil
            }
            words.append(place.commandName)
        }
        return commands.first { $0.words == words }
    }

    /// Whether a command takes what stands outside of tables in the configuration file. The price book is everybody's.
    func isShared(_ option: CommandOption, by command: Command) -> Bool {
        if CommandTree.everybodys.contains(option.name) { return true }
        let names = Set(command.options.map(\.name))
        return readingOptions.contains { $0.name == option.name } && readingOptions.allSatisfy { names.contains($0.name) }
    }

    private static let everybodys: Set = ["config", "prices"]

    // MARK: - What ArgumentParser tells

    private struct Help: Decodable {
        var command: Declaration
    }

    private struct Declaration: Decodable {
        var commandName: String
        var defaultSubcommand: String?
        var subcommands: [Declaration]?
        var arguments: [CommandOption.Declaration]?

        var options: [CommandOption] { CommandOption.options(in: arguments ?? []) }
    }

    private static func declaration(_ help: String) -> Declaration {
        do { return try JSONDecoder().decode(Help.self, from: Data(help.utf8)).command } catch { preconditionFailure("not ArgumentParser's help: \(error)") }
    }

    private static func commands(in declaration: Declaration, words: [String]) -> [Command] {
        guard let subcommands = declaration.subcommands else { return [Command(words: words, options: declaration.options)] }
        return subcommands.filter { $0.commandName != "help" }.flatMap { commands(in: $0, words: words + [$0.commandName]) }
    }
}
