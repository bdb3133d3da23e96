/// An option or flag of a command.
struct CommandOption {
    /// The long name, without dashes: its key in the configuration file.
    let name: String
    /// All that may be typed for it: `--output`, `-o`.
    let spellings: Set<String>
    /// The flag that takes a flag back: `--no-pin-prices`.
    let negation: String?
    let isFlag: Bool
    let isRepeatable: Bool
    /// Whether it names a file or folder.
    let isPath: Bool
    /// Its value when nothing sets it.
    let standard: String?

    /// The option that names the configuration file. It has to be known before anything else is.
    static let config = CommandOption(
        name: "config", spellings: ["--config"], negation: nil, isFlag: false, isRepeatable: false, isPath: true, standard: nil)

    /// Whether what is set stays behind what is typed, instead of making way for it: a place typed for one field says nothing of the other fields.
    var addsToTyped: Bool { name == "map" }

    /// What ArgumentParser is told for a value that somebody set.
    func arguments(for values: [String]) -> [String] {
        guard isFlag else { return values.map { "--\(name)=\($0)" } }
        return values == ["true"] ? ["--\(name)"] : negation.map { [$0] } ?? []
    }

    struct Declaration: Decodable {
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
        var defaultValue: String?
        var completionKind: Completion?

        var longName: String? { names?.first { $0.kind == "long" }?.name }
    }

    /// A flag and the one that takes it back are one option.
    static func options(in declarations: [Declaration]) -> [CommandOption] {
        let names = Set(declarations.compactMap(\.longName))
        return declarations.compactMap { declaration in
            guard declaration.kind != "positional", let name = declaration.longName, !["help", "version"].contains(name) else { return nil }
            if name.hasPrefix("no-"), names.contains(String(name.dropFirst(3))) { return nil }
            let isFlag = declaration.kind == "flag"
            let negation = names.contains("no-\(name)") ? "--no-\(name)" : nil
            let spellings = (declaration.names ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name } + [negation].compactMap(\.self)
            return CommandOption(
                name: name, spellings: Set(spellings), negation: negation, isFlag: isFlag, isRepeatable: declaration.isRepeating,
                isPath: declaration.completionKind?.file != nil || declaration.completionKind?.directory != nil,
                standard: isFlag ? "\(declaration.defaultValue == "--\(name)")" : declaration.defaultValue)
        }
    }
}
