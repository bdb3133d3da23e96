/// What was typed behind the program's name, looked through for options. It reads them as ArgumentParser does: a value never begins with a dash unless it is
/// joined to its option by `=`, and behind `--` all are inputs.
struct TypedArguments {
    /// Where options may stand.
    let options: [String]
    /// From `--` on.
    let inputsOnly: [String]

    init(_ arguments: [String]) {
        options = Array(arguments.prefix { $0 != "--" })
        inputsOnly = Array(arguments.dropFirst(options.count))
    }

    /// Whether something is asked for that no setting has a part in: help, the version, a completion script.
    var asksAboutProgram: Bool {
        let questions: Set = ["-h", "--help", "-help", "--help-hidden", "--version", "--experimental-dump-help"]
        return options.first == "help" || options.first?.hasPrefix("---") == true
            || options.contains { questions.contains($0) || $0.hasPrefix("--generate-completion-script") }
    }

    func names(anyOf spellings: Set<String>) -> Bool {
        options.contains { !spellings.isDisjoint(with: TypedArguments.parts(of: $0).names) }
    }

    /// The values typed for an option, `true` or `false` for a flag; nil when it was not typed.
    func values(of option: CommandOption) -> [String]? {
        var values: [String] = []
        for (place, argument) in options.enumerated() {
            let (names, joined) = TypedArguments.parts(of: argument)
            guard !option.spellings.isDisjoint(with: names) else { continue }
            if option.isFlag {
                values = [names.first == option.negation ? "false" : "true"]
            } else if let value = joined ?? options.dropFirst(place + 1).first {
                values = option.isRepeatable ? values + [value] : [value]
            }
        }
        return values.isEmpty ? nil : values
    }

    /// The options in one argument (several in `-qv`), and the value joined to it.
    private static func parts(of argument: String) -> (names: [String], value: String?) {
        guard argument.hasPrefix("-"), argument != "-" else { return ([], nil) }
        let name = argument.prefix { $0 != "=" }
        let value = name.endIndex < argument.endIndex ? String(argument[argument.index(after: name.endIndex)...]) : nil
        return (name.hasPrefix("--") ? [String(name)] : name.dropFirst().map { "-\($0)" }, value)
    }
}
