import ArgumentParser
import Foundation

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "What is set in the configuration file and in the environment.",
        subcommands: [ConfigShowCommand.self], defaultSubcommand: ConfigShowCommand.self)
}

struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Each setting's value and where it comes from: a flag, the environment, the configuration file, or nowhere.",
        discussion: "Behind --, a whole command line may stand: fluxgate config show -- report logs/ --top 5")

    @Argument(help: "The command whose settings are shown, such as report or prices list; without, all settings.")
    var command: [String] = []

    @Option(help: ArgumentHelp("A configuration file (TOML).", valueName: "file"), completion: .file())
    var config: String?

    @Option(help: "The form of the answer.")
    var format = AnswerFormat.table

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let tree = CommandTree()
        let typed = TypedArguments(command)
        let settings = try Settings(tree: tree, config: typed.values(of: .config)?.last ?? config, environment: environment)
        let rows: [EffectiveSetting]
        if command.isEmpty {
            rows = settings.all
        } else {
            guard let named = tree.command(startedBy: command), named.words.first == command.first else {
                throw ValidationError("'\(command[0])' is no command; known: \(tree.commands.map { $0.words.joined(separator: " ") }.joined(separator: ", ")).")
            }
            rows = settings.effective(for: named, typed: typed)
        }
        try SettingsAnswer(file: settings.file, rows: rows).write(as: format)
    }
}
