import Foundation
import TestSupport
import Testing

/// `samples/nightly/fluxgate-nightly`, run with the real executable as cron runs it.
@Suite(.enabled("this executable has no ingest") { try await DeclaredCommand.exists(["ingest"]) })
struct NightlyTests {
    private let folder: TemporaryFolder

    /// Calls of 0.0035 USD each, at 2026-05-04T10:00:00Z.
    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Logs.calls(3), to: "logs/app.jsonl")
        try folder.write("timezone = \"Europe/Berlin\"\nservice-tier = \"default\"\n[report]\nby = \"feature\"\n", to: "fluxgate.toml")
    }

    private func night(_ arguments: String = "2026-05-04", with prefix: String = "") async throws -> Fluxgate.Outcome {
        let script = Repository.path("samples/nightly/fluxgate-nightly")
        return try await Fluxgate.shell(
            "\(prefix) FLUXGATE=\"$fluxgate\" FLUXGATE_CONFIG=fluxgate.toml NIGHTLY_LOGS=logs NIGHTLY_HOME=home '\(script)' \(arguments)",
            in: folder.url, limit: .seconds(60))
    }

    private func reports() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path("home/reports"))) ?? []).sorted()
    }

    @Test func aNightLeavesBothReports() async throws {
        let outcome = try await night()
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.output.isEmpty)
        #expect(reports() == ["2026-05-04.csv", "2026-05-04.html"])
        #expect(try folder.text("home/reports/2026-05-04.csv").contains("total,,,3,3,"))
        #expect(try folder.text("home/reports/2026-05-04.html").contains("$0.0105"))
        #expect(outcome.errorText.hasSuffix("fluxgate-nightly: done\n"))
    }

    @Test func aSecondRunChangesNothingAndTheNextNightAdds() async throws {
        _ = try await night()
        let first = try folder.bytes("home/reports/2026-05-04.csv")
        #expect(try await night().status == 0)
        #expect(try folder.bytes("home/reports/2026-05-04.csv") == first)
        try folder.append(Logs.calls(2, prefix: "d"), to: "logs/app.jsonl")
        #expect(try await night().status == 0)
        #expect(try folder.text("home/reports/2026-05-04.csv").contains("total,,,5,5,"))
    }

    @Test func aRunBesideAnotherLeavesItAlone() async throws {
        try FileManager.default.createDirectory(at: folder.url.appending(path: "home"), withIntermediateDirectories: true)
        let outcome = try await night(with: "exec 8>home/nightly.lock; flock 8;")
        #expect(outcome.status == 75)
        #expect(outcome.errorText.hasSuffix("fluxgate-nightly: another run is still at work; nothing done\n"))
        #expect(reports().isEmpty)
    }

    @Test func aDayOverTheBudgetIsAnAlarmWithItsReports() async throws {
        try folder.append("budget = 0.0104\n", to: "fluxgate.toml")
        let outcome = try await night()
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains("over budget: all calls: 0.0105 USD of 0.0104 USD"))
        #expect(outcome.errorText.hasSuffix("fluxgate-nightly: ALARM: 2026-05-04 was over the budget\n"))
        #expect(reports().count == 2)
    }

    /// What is wrong with a log ends the job with its code, and stands in the way of no report.
    @Test func aDamagedLogIsSaidAndTheRestReported() async throws {
        try folder.write(Gzip.compress(Array(Logs.noise(500).utf8)).dropLast(100), to: "logs/broken.jsonl.gz")
        let outcome = try await night()
        #expect(outcome.status == 74)
        #expect(outcome.errorText.contains("not all logs could be taken in, exit code 74"))
        #expect(reports().count == 2)
    }

    @Test func missingLogsAreSaid() async throws {
        try FileManager.default.removeItem(at: folder.url.appending(path: "logs"))
        #expect(try await night().status == 66)
    }

    @Test func whatIsSetWronglyStopsIt() async throws {
        try folder.write("timezon = \"Europe/Berlin\"\n", to: "fluxgate.toml")
        let outcome = try await night("")
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains("fluxgate.toml:1: error: 'timezon' is not a setting; did you mean 'timezone'?"))
        #expect(try await night("yesterday").status == 64)
    }

    @Test func withoutADayItIsYesterdayWhereDaysAreCounted() async throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Europe/Berlin"))
        func yesterday() -> String {
            // Midday less a day is the day before, whatever the clocks did.
            let noon = calendar.startOfDay(for: Date()).addingTimeInterval(12 * 3_600)
            let day = calendar.dateComponents([.year, .month, .day], from: noon.addingTimeInterval(-24 * 3_600))
            return String(format: "%04d-%02d-%02d", day.year ?? 0, day.month ?? 0, day.day ?? 0)
        }
        let before = yesterday()
        #expect(try await night("").status == 0)
        let found = reports().map { String($0.prefix(10)) }
        #expect(found.contains { $0 == before || $0 == yesterday() }, "\(found)")
    }

    /// A machine set up as the guide says, in a folder that stands for `/`.
    private func machine(with state: String) throws -> TemporaryFolder {
        let root = try TemporaryFolder()
        for path in ["usr/local/bin/fluxgate", "etc/fluxgate/fluxgate.toml"] {
            try FileManager.default.createDirectory(at: root.url.appending(path: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        try FileManager.default.createDirectory(atPath: root.path(state), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Repository.path("samples/nightly/fluxgate-nightly"), toPath: root.path("usr/local/bin/fluxgate-nightly"))
        try FileManager.default.createSymbolicLink(atPath: root.path("usr/local/bin/fluxgate"), withDestinationPath: try Fluxgate.path)
        try FileManager.default.copyItem(atPath: Repository.path("samples/nightly/fluxgate.toml"), toPath: root.path("etc/fluxgate/fluxgate.toml"))
        try root.write(Logs.calls(3), to: "var/log/openai/app.jsonl")
        return root
    }

    /// What systemd would do with the unit: its `ExecStart`, with its `Environment` and nothing of ours. Nothing but the state directory is written to.
    @Test func theServiceRunsAsItsUnitSays() async throws {
        let unit = try UnitFile(Repository.path("samples/nightly/fluxgate-nightly.service"))
        let state = "/var/lib/" + (try unit.value("StateDirectory"))
        let script = try String(contentsOfFile: Repository.path("samples/nightly/fluxgate-nightly"), encoding: .utf8)
        #expect(script.contains(": \"${NIGHTLY_HOME:=\(state)}\""), "the script keeps its files elsewhere")

        let root = try machine(with: state)
        let variables = unit.values("Environment").map { $0.replacing("=/", with: "=\(root.path("/"))") }
        #expect(variables.contains { $0.hasPrefix("NIGHTLY_LOGS=") } && variables.contains { $0.hasPrefix("FLUXGATE_CONFIG=") })
        let others = ["PATH=/usr/bin:/bin", "NIGHTLY_HOME=\(root.path(state))"]
        try await expectANight(of: root, with: variables + others, try unit.value("ExecStart"), state)
    }

    /// What cron would do with the line of its table: it looks for programs in `/usr/bin` and `/bin` alone.
    @Test func cronRunsItsLine() async throws {
        let table = try String(contentsOfFile: Repository.path("samples/nightly/crontab"), encoding: .utf8)
        let line = try #require(table.split(separator: "\n").last).split(separator: " ")
        #expect(line.prefix(6).joined(separator: " ") == "15 3 * * * fluxgate")
        let command = try #require(line.last)
        let root = try machine(with: "/var/lib/fluxgate")
        let variables = line.dropFirst(6).dropLast().map { String($0).replacing("=/", with: "=\(root.path("/"))") }
        let others = [
            "PATH=/usr/bin:/bin", "HOME=/", "SHELL=/bin/sh", "LOGNAME=fluxgate", "NIGHTLY_HOME=\(root.path("/var/lib/fluxgate"))",
            "FLUXGATE_CONFIG=\(root.path("/etc/fluxgate/fluxgate.toml"))",
        ]
        try await expectANight(of: root, with: variables + others, String(command), "/var/lib/fluxgate")
    }

    private func expectANight(of root: TemporaryFolder, with variables: [String], _ command: String, _ state: String) async throws {
        let before = root.files(outside: state)
        let outcome = try await Fluxgate.shell(
            "env -i \(variables.map { "'\($0)'" }.joined(separator: " ")) '\(root.path(command))' 2026-05-04", in: root.url, limit: .seconds(60))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.errorText.hasSuffix("fluxgate-nightly: done\n"))
        #expect(try root.text("\(state)/reports/2026-05-04.csv").contains("total,,,3,3,"))
        #expect(FileManager.default.fileExists(atPath: root.path("\(state)/reports/2026-05-04.html")))
        #expect(root.files(outside: state) == before)
    }

    @Test func aMissingProgramIsSaid() async throws {
        let outcome = try await Fluxgate.shell(
            "FLUXGATE=no-such-program NIGHTLY_LOGS=logs NIGHTLY_HOME=home '\(Repository.path("samples/nightly/fluxgate-nightly"))'", in: folder.url)
        #expect(outcome.status == 127)
        #expect(outcome.errorText.hasSuffix("there is no program 'no-such-program'; install fluxgate beside this script, or name it in FLUXGATE\n"))
    }

    @Test func theTimerIsForTheService() throws {
        let timer = try UnitFile(Repository.path("samples/nightly/fluxgate-nightly.timer"))
        #expect(timer.values("Unit").isEmpty, "without one, a timer starts the service of its own name")
        #expect(try timer.value("OnCalendar") == "*-*-* 03:15:00")
        #expect(try timer.value("WantedBy") == "timers.target")
    }
}

/// A unit of systemd: settings, a line each; one may stand several times.
private struct UnitFile {
    private let settings: [(name: String, value: String)]

    init(_ path: String) throws {
        settings = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "=", maxSplits: 1)
            return line.hasPrefix("#") || line.hasPrefix("[") || parts.count < 2 ? nil : (String(parts[0]), String(parts[1]))
        }
    }

    func values(_ name: String) -> [String] { settings.filter { $0.name == name }.map(\.value) }

    func value(_ name: String) throws -> String { try #require(values(name).first, "no \(name)") }
}

extension TemporaryFolder {
    fileprivate func files(outside path: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: url.path(percentEncoded: false))?.allObjects as? [String] ?? []
        return all.filter { !"/\($0)/".hasPrefix(path + "/") }.sorted()
    }
}
