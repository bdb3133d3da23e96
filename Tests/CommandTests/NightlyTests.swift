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
        #expect(outcome.errorText.contains("over budget: 0.0105 USD of 0.0104 USD"))
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
}
