import Foundation
import TestSupport
import Testing

/// Options that are set in the configuration file and in the environment.
@Suite(.serialized) struct SettingsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Logs.calls(3), to: "log.jsonl")
    }

    /// What `config show --format json` says of a setting.
    private struct Shown: Decodable {
        enum Value: Decodable, Equatable {
            case flag(Bool), text(String), list([String]), none

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if container.decodeNil() {
                    self = .none
                } else if let flag = try? container.decode(Bool.self) {
                    self = .flag(flag)
                } else if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else {
                    self = .list(try container.decode([String].self))
                }
            }
        }

        var setting, variable, source: String
        var value: Value
        var place: String?
    }

    private func shown(_ shell: String) async throws -> [Shown] {
        struct Answer: Decodable {
            var settings: [Shown]
        }
        let outcome = try await Fluxgate.shell(shell, in: folder.url)
        try #require(outcome.status == 0, "\(outcome.errorText)")
        return try JSONDecoder().decode(Answer.self, from: Data(outcome.output)).settings
    }

    private func run(_ shell: String) async throws -> Fluxgate.Outcome { try await Fluxgate.shell(shell, in: folder.url) }

    // MARK: - All options

    /// Whoever adds an option need not think of this: all are found where they are declared.
    @Test func everyOptionOfEveryCommandCanBeSet() async throws {
        let leaves = try await DeclaredCommand.root().leaves
        try #require(leaves.count >= 6)
        for (words, command) in leaves {
            // One file names no other; and [map] has its own form.
            let options = command.options.filter { !["config", "map"].contains($0.longName) }
            let table = words.joined(separator: "-")
            var file = "[\(table)]\n"
            var environment: [String] = []
            for option in options {
                let name = try #require(option.longName)
                let quoted = option.isRepeating ? #"["/a", "/b"]"# : #""/a""#
                file += "\(name) = \(option.kind == "flag" ? "true" : quoted)\n"
                let variable = "FLUXGATE_\(table)_\(name)".uppercased().replacing("-", with: "_")
                environment.append("\(variable)='\(option.kind == "flag" ? "true" : option.isRepeating ? "/c\n/d" : "/c")'")
            }
            try folder.write(file, to: "all.toml")
            // `config show` is set here too, and what is typed wins.
            let typed = #""$fluxgate" config show --format json --config all.toml "# + words.joined(separator: " ")
            let fromFile = try await shown(typed)
            let fromEnvironment = try await shown("env \(environment.joined(separator: " ")) \(typed)")
            for (place, option) in options.enumerated() {
                let name = option.longName ?? ""
                for (settings, source, values) in [(fromFile, "file", ["/a", "/b"]), (fromEnvironment, "environment", ["/c", "/d"])] {
                    let setting = try #require(settings.first { $0.setting == "\(table).\(name)" }, "\(words) --\(name) can't be set from \(source)")
                    #expect(setting.source == source)
                    #expect(setting.value == (option.kind == "flag" ? .flag(true) : option.isRepeating ? .list(values) : .text(values[0])))
                    if source == "file" { #expect(setting.place == "all.toml:\(place + 2)") } else { #expect(setting.place == setting.variable) }
                }
            }
        }
    }

    @Test func noTwoSettingsShareAVariable() async throws {
        let variables = try await shown(#""$fluxgate" config show --format json"#).map(\.variable)
        #expect(variables.count > 30)
        #expect(Set(variables).count == variables.count)
    }

    /// That an option names a file is known by its completion; then it stands beside the configuration file, and shells complete it.
    @Test func optionsThatTakeAFileSaySo() async throws {
        for (words, command) in try await DeclaredCommand.root().leaves {
            for option in command.options where ["file", "folder"].contains(option.valueName) {
                #expect(option.completionKind?.file != nil || option.completionKind?.directory != nil, "\(words) --\(option.longName ?? "")")
            }
        }
    }

    // MARK: - Which one wins

    @Test func whatIsTypedWinsOverTheEnvironmentAndThatOverTheFile() async throws {
        try folder.write("timezone = \"Europe/Berlin\"\n[report]\nformat = \"csv\"\nby = [\"day\", \"model\"]\n", to: "conf.toml")
        let period = #""$fluxgate" report log.jsonl --config conf.toml --format json --quiet"#
        #expect(try await run(period).outputText.contains(#""timezone":"Europe/Berlin""#))
        #expect(try await run("FLUXGATE_TIMEZONE=Asia/Tokyo \(period)").outputText.contains(#""timezone":"Asia/Tokyo""#))
        #expect(try await run("FLUXGATE_TIMEZONE=Asia/Tokyo FLUXGATE_REPORT_TIMEZONE=America/Lima \(period)").outputText.contains(#""timezone":"America/Lima""#))
        #expect(try await run("FLUXGATE_TIMEZONE=Asia/Tokyo \(period) --timezone UTC").outputText.contains(#""timezone":"UTC""#))
        #expect(try await run(#"FLUXGATE_CONFIG=conf.toml "$fluxgate" log.jsonl"#).outputText.hasPrefix("by,key,"))
        #expect(try await run(#"FLUXGATE_CONFIG=conf.toml FLUXGATE_REPORT_FORMAT= "$fluxgate" log.jsonl"#).outputText.hasPrefix("by,key,"), "an empty variable is none")
    }

    /// A list that is typed takes the place of the one that is set: nobody could shorten it otherwise.
    @Test func aTypedListReplacesTheSetOne() async throws {
        try folder.write("where = [\"feature=none\"]\n", to: "conf.toml")
        let calls = #""$fluxgate" report log.jsonl --config conf.toml --format json"#
        #expect(try ReportFacts(json: await run(calls).output).inputs.calls == 0)
        #expect(try ReportFacts(json: await run("\(calls) --where feature=chat").output).inputs.calls == 3)
        #expect(try ReportFacts(json: await run("FLUXGATE_WHERE='feature=none\nfeature=chat' \(calls)").output).inputs.calls == 3)
    }

    @Test func aFlagOfTheFileCanBeTakenBack() async throws {
        try folder.write("strict = true\n", to: "conf.toml")
        try folder.append("no record\n", to: "log.jsonl")
        #expect(try await run(#""$fluxgate" report log.jsonl --config conf.toml"#).status == 65)
        #expect(try await run(#"FLUXGATE_STRICT=false "$fluxgate" report log.jsonl --config conf.toml"#).status == 0)
    }

    @Test func placesOfFieldsAddToTypedOnes() async throws {
        try folder.write("[map]\ntime = \"/t\"\nuser = \"/nobody\"\n", to: "conf.toml")
        let shown = try await shown(#""$fluxgate" config show --format json --config conf.toml -- report log.jsonl --map user=/u"#)
        #expect(shown.first { $0.setting == "map" }?.value == .list(["user=/u", "time=/t", "user=/nobody"]))
    }

    @Test func filesStandBesideTheConfiguration() async throws {
        try folder.write(#"{"model": "gpt-4o-2024-08-06", "effective_from": "2024-01-01", "input": "1", "cached_input": "1", "output": "1"}"# + "\n", to: "etc/prices.jsonl")
        try folder.write("prices = [\"prices.jsonl\"]\n[report]\noutput = \"../report.json\"\nformat = \"json\"\n", to: "etc/fluxgate.toml")
        #expect(try await run(#""$fluxgate" log.jsonl --config etc/fluxgate.toml"#).errorText == "")
        #expect(try ReportFacts(json: folder.bytes("report.json")).totals.cost_usd == "0.0033", "3 x 1,100 tokens at 1 USD a million")
        let prices = try await run(#"FLUXGATE_CONFIG=etc/fluxgate.toml "$fluxgate" prices show gpt-4o-2024-08-06 --format json"#)
        #expect(prices.outputText.contains(#""file":"etc/prices.jsonl""#), "the price book is everybody's")
    }

    @Test func theSampleIsTaken() async throws {
        let sample = Repository.path("samples/nightly/fluxgate.toml")
        let shown = try await shown(#""$fluxgate" config show --format json --config '\#(sample)' report"#)
        #expect(shown.first { $0.setting == "report.budget" }?.value == .text("250"))
        #expect(shown.first { $0.setting == "report.by" }?.value == .list(["feature", "user", "model"]))
        #expect(shown.first { $0.setting == "timezone" }?.value == .text("Europe/Berlin"))
    }

    // MARK: - What is refused

    @Test(arguments: [
        ("timezon = \"UTC\"", "c.toml:1: error: 'timezon' is not a setting; did you mean 'timezone'?"),
        ("\n# here\nbudget = 5", "c.toml:3: error: 'budget' is a list of tables, [[budget]]; a limit for the whole report is budget in [report]"),
        ("[report]\ntopp = 5", "c.toml:2: error: 'report.topp' is not a setting of 'report'; did you mean 'top'?"),
        ("[reprot]\ntop = 5", "c.toml:1: error: 'reprot' is no command's table; did you mean 'report'?"),
        ("strict = \"yes\"", "c.toml:1: error: 'strict' takes true or false"),
        ("jobs = [1]", "c.toml:1: error: 'jobs' takes one value, not a list"),
        ("jobs = true", "c.toml:1: error: 'jobs' takes a number, or a text in quotes"),
        ("where = [true]", "c.toml:1: error: 'where' takes a list of numbers and of texts in quotes"),
        ("jobs = 0", "c.toml:1: error: --jobs takes a number from 1 up."),
        ("timezone = \"Mars/Base\"", "c.toml:1: error: Unknown --timezone 'Mars/Base'; IANA names such as Europe/Berlin are known."),
        ("[report]\nby = \"colour\"", "c.toml:2: error: --by: "),
        ("[map]\ntime = 3", "c.toml:2: error: 'map.time' takes a JSON Pointer in quotes, or a list of them"),
        ("[map]\ntime = \"ts\"", "c.toml:1: error: --map: "),
        ("config = \"d.toml\"", "c.toml:1: error: 'config' can't be set here: a configuration file names no other"),
        ("[send]\napi-key = \"k\"", "c.toml:2: error: 'send.api-key' is not taken: no key belongs in a configuration"),
        ("timezone = ", "c.toml:1: error: "),
    ])
    func whatIsWrongIsRefusedWithItsPlace(_ text: String, _ message: String) async throws {
        try folder.write(text + "\n", to: "c.toml")
        let outcome = try await run(#""$fluxgate" report log.jsonl --config c.toml"#)
        #expect(outcome.status == 64)
        #expect(outcome.errorText.hasPrefix("fluxgate: \(message)"), "\(outcome.errorText)")
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: [
        ("FLUXGATE_JOBS=0", "FLUXGATE_JOBS: error: --jobs takes a number from 1 up."),
        ("FLUXGATE_STRICT=maybe", "FLUXGATE_STRICT: error: takes true or false, not 'maybe'"),
        (
            "FLUXGATE_REPORT_FORMAT=jsn",
            "FLUXGATE_REPORT_FORMAT: error: The value 'jsn' is invalid for '--format <format>'. Please provide one of the following: table, json, csv, markdown, html, focus\n"
        ),
        ("FLUXGATE_CONFIG=gone.toml", "--config: gone.toml can't be read."),
    ])
    func wrongVariablesAreRefused(_ variable: String, _ message: String) async throws {
        let outcome = try await run(#"\#(variable) "$fluxgate" report log.jsonl"#)
        #expect(outcome.status == 64)
        #expect(outcome.errorText.hasPrefix("fluxgate: \(message)"), "\(outcome.errorText)")
        let help = try await run(#"\#(variable) "$fluxgate" report --help"#)
        #expect(help.status == 0, "help is given all the same")
    }

    /// What comes from a pipe can be read once.
    @Test func aConfigurationMayComeFromAPipe() async throws {
        try folder.write("[report]\nformat = \"json\"\n[[budget]]\nusd = \"0.001\"\n", to: "budgets.toml")
        let outcome = try await run(#"mkfifo pipe; cat budgets.toml >pipe & "$fluxgate" report log.jsonl --config pipe"#)
        #expect(outcome.status == 1 && outcome.errorText.contains("over budget: all calls"), "\(outcome.errorText)")
        #expect(outcome.outputText.contains(#""budgets":[{"#))
    }

    /// Nobody else's variables are refused; what looks like a slip is noted.
    @Test func misspeltVariablesAreNoted() async throws {
        let slip = try await run(#"FLUXGATE_TIMEZON=UTC FLUXGATE_ORCHARD=1 "$fluxgate" report log.jsonl"#)
        #expect(slip.status == 0)
        #expect(slip.errorText == "fluxgate: FLUXGATE_TIMEZON is no setting; did you mean FLUXGATE_TIMEZONE?\n")
        #expect(try await run(#"FLUXGATE_TIMEZON=UTC "$fluxgate" report log.jsonl --quiet"#).errorText == "")
    }

    @Test func secretsAreNotShown() async throws {
        try folder.write("[send]\nendpoint = \"https://me:hunter2@example.org/api\"\n", to: "conf.toml")
        for form in ["table", "json"] {
            let outcome = try await run(#"FLUXGATE_API_KEY=fg-hunter2 FLUXGATE_WHERE=key=sk-proj-hunter2hunter2 "$fluxgate" config show --format \#(form) --config conf.toml"#)
            #expect(outcome.outputText.contains("example.org"))
            #expect(!outcome.outputText.contains("hunter2") && !outcome.errorText.contains("hunter2"))
        }
    }
}
