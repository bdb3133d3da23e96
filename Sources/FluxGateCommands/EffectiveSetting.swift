/// A setting as it stands in the end.
struct EffectiveSetting {
    let key: SettingKey
    let option: CommandOption
    /// Nil where nothing sets it and it has no value of its own.
    let values: [String]?
    let origin: SettingOrigin

    init(key: SettingKey, option: CommandOption, typed: [String]? = nil, setting: Setting?) {
        self.key = key
        self.option = option
        let set = setting?.values ?? option.standard.map { [$0] }
        values = typed.map { option.addsToTyped ? $0 + (set ?? []) : $0 } ?? set
        origin = typed == nil ? setting?.origin ?? .standard : .flag
    }
}

extension Settings {
    /// All there is to set: what is for all commands, then what is for one. What is for all is listed under a command when it is set there.
    var all: [EffectiveSetting] {
        Settings.keys(of: tree).compactMap { key, option in
            let setting = setting(key)
            if setting == nil, let command = tree.commands.first(where: { $0.table == key.table }), tree.isShared(option, by: command) { return nil }
            return EffectiveSetting(key: key, option: option, typed: key.name == CommandOption.config.name ? namedFile : nil, setting: setting)
        }
    }

    /// What holds for a command as it was typed.
    func effective(for command: CommandTree.Command, typed: TypedArguments) -> [EffectiveSetting] {
        command.options.map { option in
            let setting = setting(option, of: command, typed: typed)
            let key = setting?.key ?? SettingKey(table: tree.isShared(option, by: command) ? nil : command.table, name: option.name)
            let values = option.name == CommandOption.config.name ? namedFile : typed.values(of: option)
            return EffectiveSetting(key: key, option: option, typed: values, setting: setting)
        }
    }

    /// The configuration file, where a flag named it.
    private var namedFile: [String]? {
        guard let file, setting(SettingKey(name: CommandOption.config.name))?.values != [file] else { return nil }
        return [file]
    }
}
