import ArgumentParser
import CostReports

/// The command line as if everything that is set had been typed. One parser then judges all of it.
struct CompleteArguments {
    let arguments: [String]
    /// Variables of the environment that are no setting's, though they look like one's: for a note.
    private(set) var misspelt: [(variable: String, meant: String)] = []
    /// What was added, with the options it is for.
    private let added: [(option: CommandOption, setting: Setting)]
    /// Nil where nothing is set.
    private let settings: Settings?

    init(_ typed: [String], environment: [String: String]) throws {
        let line = TypedArguments(typed)
        let config = line.values(of: .config)?.last
        let isSet = config != nil || environment.contains { $0.key.hasPrefix("FLUXGATE_") && $0.key != APIKeySource.variable && !$0.value.isEmpty }
        guard isSet, !line.asksAboutProgram else {
            (arguments, added, settings) = (typed, [], nil)
            return
        }
        let tree = CommandTree()
        guard let command = tree.command(startedBy: typed) else {
            (arguments, added, settings) = (typed, [], nil)
            return
        }
        let settings = try Settings(tree: tree, config: config, environment: environment)
        self.settings = settings
        added = command.options.filter { $0.addsToTyped || line.values(of: $0) == nil }.compactMap { option in
            settings.setting(option, of: command, typed: line).map { (option, $0) }
        }
        misspelt = Settings.misspelt(in: environment, tree: tree)
        arguments = line.options + added.flatMap { $0.option.arguments(for: $0.setting.values) } + line.inputsOnly
    }

    /// The budgets of the configuration file, for which no option stands.
    func budgets() throws -> [Budget] { try settings?.budgets() ?? [] }

    var isQuiet: Bool { TypedArguments(arguments).names(anyOf: ["--quiet", "-q"]) }

    /// Where the options were set that a message speaks of; nil when they were typed.
    func places(spokenOfIn message: String) -> String? {
        let words = Set(message.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map { String($0) })
        let places = added.filter { words.contains("--\($0.option.name)") }.compactMap(\.setting.origin.place)
        return places.isEmpty ? nil : places.joined(separator: ", ")
    }
}
