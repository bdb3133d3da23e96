import ArgumentParser
import CostReports
import Foundation
import TOMLKit

/// A configuration file (TOML). Outside of tables stand options of every reading command by their long name, in a command's table the options of that
/// command, and the table `map` has what `--map` has: fields and their places, one or several each. For its tables `budget` see ``BudgetTable``.
///
/// ```toml
/// timezone = "Europe/Berlin"
/// prices = ["prices.jsonl"]
///
/// [report]
/// top = 10
///
/// [map]
/// time = "/ts"
/// user = ["/usr/id", "/usr"]
/// ```
///
/// What is not known is refused: a setting that is passed over in silence is worse than none.
struct ConfigurationFile {
    let path: String
    private let table: TOMLTable
    private let places: TOMLPlaces

    private static let mappingTable = "map"
    /// Tables that are no command's.
    private static let budgetTable = "budget"
    private static let otherTables: Set = [mappingTable, budgetTable]

    init(path: String) throws {
        self.path = path
        // Through a handle, since a pipe (`--config <(…)`) has no contents to ask for.
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() ?? Data() else {
            throw ValidationError("--config: \(path) can't be read.")
        }
        let text = String(decoding: data, as: UTF8.self)
        do { table = try TOMLTable(string: text) } catch let error as TOMLParseError {
            throw ValidationError("\(path):\(error.source.begin.line): error: \(error.description)")
        }
        places = TOMLPlaces(text)
    }

    /// The tables `budget`.
    func budgets() throws -> [Budget] {
        guard let value = table[ConfigurationFile.budgetTable] else { return [] }
        do throws(BudgetTable.Fault) { return try BudgetTable.budgets(value) } catch {
            throw fault(ConfigurationFile.budgetTable, "\(error.message)")
        }
    }

    // MARK: - Settings

    /// The options that the file sets.
    func settings(of tree: CommandTree) throws -> [Setting] {
        var settings = try mappings().map { [$0] } ?? []
        if let value = table[ConfigurationFile.budgetTable], value.array == nil {
            throw fault(ConfigurationFile.budgetTable, "is a list of tables, [[budget]]; a limit for the whole report is budget in [report]")
        }
        for (name, value) in table where !ConfigurationFile.otherTables.contains(name) {
            if let command = tree.commands.first(where: { $0.table == name }), let inner = value.table {
                for (name, value) in inner {
                    let key = SettingKey(table: command.table, name: name)
                    settings.append(try setting(key, value, among: command.options, of: "a setting of '\(command.words.joined(separator: " "))'"))
                }
            } else if value.table != nil, !tree.readingOptions.contains(where: { $0.name == name }) {
                throw fault(name, "is no command's table" + Suggestion.text(for: name, among: tree.commands.map(\.table) + ConfigurationFile.otherTables))
            } else {
                let owners = tree.commands.filter { $0.option(name) != nil }.map { "[\($0.table)]" }
                let isShared = tree.readingOptions.contains { $0.name == name }
                if !isShared, !owners.isEmpty { throw fault(name, "is not for every command: it belongs in a table, \(owners.joined(separator: " or "))") }
                settings.append(try setting(SettingKey(name: name), value, among: tree.readingOptions, of: "a setting"))
            }
        }
        return settings
    }

    /// The table `map`, as `--map` has it: `FIELD=POINTER`.
    private func mappings() throws -> Setting? {
        let name = ConfigurationFile.mappingTable
        guard let value = table[name] else { return nil }
        guard let map = value.table else { throw fault(name, "takes a table: [map], and below it FIELD = \"POINTER\"") }
        let mappings = try map.flatMap { field, places in
            guard let pointers = ConfigurationFile.texts(places) else { throw fault("\(name).\(field)", "takes a JSON Pointer in quotes, or a list of them") }
            return pointers.map { "\(field)=\($0)" }
        }
        return Setting(key: SettingKey(name: name), values: mappings, origin: .file(path: path, line: places.line(of: name)))
    }

    private func setting(_ key: SettingKey, _ value: any TOMLValueConvertible, among options: [CommandOption], of what: String) throws -> Setting {
        guard key.name != "config" else { throw fault(key.text, "can't be set here: a configuration file names no other") }
        guard let option = options.first(where: { $0.name == key.name }) else {
            if key.name == "api-key" { throw fault(key.text, "is not taken: no key belongs in a configuration; name a file with it as api-key-file in [send]") }
            throw fault(key.text, "is not \(what)" + Suggestion.text(for: key.name, among: options.map(\.name)))
        }
        let values = try values(of: option, key, value)
        return Setting(key: key, values: option.isPath ? values.map(besideThisFile) : values, origin: .file(path: path, line: places.line(of: key.text)))
    }

    private func values(of option: CommandOption, _ key: SettingKey, _ value: any TOMLValueConvertible) throws -> [String] {
        if option.isFlag {
            guard let flag = value.bool else { throw fault(key.text, "takes true or false") }
            return ["\(flag)"]
        }
        if let text = ConfigurationFile.text(value) { return [text] }
        guard let list = value.array else { throw fault(key.text, "takes a number, or a text in quotes") }
        guard option.isRepeatable else { throw fault(key.text, "takes one value, not a list") }
        let texts = list.compactMap { ConfigurationFile.text($0) }
        guard texts.count == list.count else { throw fault(key.text, "takes a list of numbers and of texts in quotes") }
        return texts
    }

    /// Files stand where the configuration says, wherever the command is run.
    private func besideThisFile(_ name: String) -> String {
        guard name != "-", !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }

    private func fault(_ key: String, _ what: String) -> ValidationError {
        let place = SettingOrigin.file(path: path, line: places.line(of: key)).place ?? path
        return ValidationError("\(place): error: '\(key)' \(what)")
    }

    // MARK: - Values

    private static func texts(_ value: any TOMLValueConvertible) -> [String]? {
        if let text = value.string { return [text] }
        guard let list = value.array else { return nil }
        let texts = list.compactMap { $0.string }
        return texts.count == list.count ? texts : nil
    }

    /// A value that may be typed on a command line as well. Times go in quotes, dates need none.
    private static func text(_ value: any TOMLValueConvertible) -> String? {
        value.string ?? value.int.map { "\($0)" } ?? value.double.map { "\($0)" } ?? value.date.map { $0.debugDescription }
    }
}
