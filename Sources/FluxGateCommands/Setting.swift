/// A value that the environment or the configuration file gives to an option.
struct Setting {
    let key: SettingKey
    /// One value, or those of a repeatable option. A flag's is `true` or `false`.
    let values: [String]
    let origin: SettingOrigin
}

/// What a setting is called: the option's long name, and the table of its command unless it is for every reading command.
struct SettingKey: Hashable {
    var table: String?
    var name: String

    /// `report.top`
    var text: String { table.map { "\($0).\(name)" } ?? name }

    /// `FLUXGATE_REPORT_TOP`
    var variable: String {
        "FLUXGATE_" + text.uppercased().map { $0 == "." || $0 == "-" ? "_" : "\($0)" }.joined()
    }
}

/// Where a value comes from, the strongest first.
enum SettingOrigin: Equatable {
    case flag
    case environment(variable: String)
    case file(path: String, line: Int?)
    case standard

    /// `FLUXGATE_TIMEZONE`, `fluxgate.toml:3`
    var place: String? {
        switch self {
        case .flag, .standard: nil
        case .environment(let variable): variable
        case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
        }
    }

    var kind: String {
        switch self {
        case .flag: "flag"
        case .environment: "environment"
        case .file: "file"
        case .standard: "default"
        }
    }
}
