import ArgumentParser
import CostReports

/// What the environment and the configuration file set, and what of it holds for a command.
struct Settings {
    let tree: CommandTree
    /// The configuration file, if there is one.
    let file: String?
    private let configuration: ConfigurationFile?
    /// The strongest first: what the environment says wins over the file.
    private let layers: [[SettingKey: Setting]]

    /// `config`: the file that a flag names; else the environment may name one. No file is looked for: what is not named is not read.
    init(tree: CommandTree, config: String?, environment: [String: String]) throws {
        self.tree = tree
        file = config ?? environment[SettingKey(name: "config").variable].flatMap { $0.isEmpty ? nil : $0 }
        configuration = try file.map { try ConfigurationFile(path: $0) }
        let fromFile = try configuration?.settings(of: tree) ?? []
        let fromEnvironment = try Settings.keys(of: tree).compactMap { key, option in try Settings.setting(key, option, environment) }
        layers = [fromEnvironment, fromFile].map { settings in Dictionary(settings.map { ($0.key, $0) }) { first, _ in first } }
    }

    /// Every key with its option: those of all reading commands, then those of each command. There is one configuration file for all.
    static func keys(of tree: CommandTree) -> [(key: SettingKey, option: CommandOption)] {
        let ofCommands = tree.commands.flatMap { command in command.options.map { (key: SettingKey(table: command.table, name: $0.name), option: $0) } }
        return tree.readingOptions.map { (SettingKey(name: $0.name), $0) } + ofCommands.filter { $0.key.name != CommandOption.config.name }
    }

    /// The budgets of the file.
    func budgets() throws -> [Budget] { try configuration?.budgets() ?? [] }

    /// What is set under a key itself.
    func setting(_ key: SettingKey) -> Setting? {
        layers.lazy.compactMap { $0[key] }.first
    }

    /// What is set for an option of a command. In each layer, the command's own table is stronger than what stands outside of tables.
    func setting(_ option: CommandOption, of command: CommandTree.Command, typed: TypedArguments) -> Setting? {
        var keys = [SettingKey(table: command.table, name: option.name)]
        if tree.isShared(option, by: command), !saysNothing(option, to: command, typed) { keys.append(SettingKey(name: option.name)) }
        for layer in layers {
            for key in keys {
                if let setting = layer[key] { return setting }
            }
        }
        return nil
    }

    /// Whether an option that is set for all commands is none of this one's business, so that one file can serve all: `ingest` keeps every call, whichever
    /// are asked for later, and what a ledger holds is not read anew.
    private func saysNothing(_ option: CommandOption, to command: CommandTree.Command, _ typed: TypedArguments) -> Bool {
        if command.words == ["ingest"] { return Settings.selecting.contains(option.name) }
        guard Settings.reading.contains(option.name), let ledger = command.option("ledger") else { return false }
        return typed.values(of: ledger) != nil || setting(ledger, of: command, typed: typed) != nil
    }

    private static let selecting: Set = ["since", "until", "where", "no-dedupe", "assume-time", "service-tier"]
    private static let reading: Set = ["log-format", "map", "rejects"]

    // MARK: - Environment

    /// Variables that look like a setting's and are none, with what they probably should be. Others have their FLUXGATE_ variables too, so none is refused.
    static func misspelt(in environment: [String: String], tree: CommandTree) -> [(variable: String, meant: String)] {
        let known = Set(keys(of: tree).map(\.key.variable)).union([APIKeySource.variable])
        return environment.keys.sorted().filter { $0.hasPrefix("FLUXGATE_") && !known.contains($0) }.compactMap { name in
            Suggestion.nearest(to: String(name.dropFirst(9)), among: known.map { String($0.dropFirst(9)) }).map { (name, "FLUXGATE_\($0)") }
        }
    }

    /// An empty variable is none. A repeatable option takes one value a line.
    private static func setting(_ key: SettingKey, _ option: CommandOption, _ environment: [String: String]) throws -> Setting? {
        guard let text = environment[key.variable], !text.isEmpty else { return nil }
        let origin = SettingOrigin.environment(variable: key.variable)
        if option.isFlag {
            guard let flag = switches[text.lowercased()] else { throw ValidationError("\(key.variable): error: takes true or false, not '\(text)'") }
            return Setting(key: key, values: ["\(flag)"], origin: origin)
        }
        let lines = text.split(whereSeparator: \.isNewline).map { String($0) }
        return Setting(key: key, values: option.isRepeatable ? lines : [text], origin: origin)
    }

    private static let switches = ["true": true, "1": true, "yes": true, "false": false, "0": false, "no": false]
}
