import Foundation
import GRDB
import TestSupport
import Testing

/// What a ledger answers after each night is what reading all of the logs anew gives, byte for byte.
@Suite(.serialized) struct TenNightsTests {
    private static let questions: [[String]] = [
        [], ["--by", "day,model", "--since", "2025-10-02", "--until", "2025-10-05", "--timezone", "Europe/Berlin"], ["--no-dedupe", "--by", "metadata.env"],
        ["--where", "feature=f1", "--assume-time", "2025-10-03", "--service-tier", "flex", "--cost", "computed"],
        ["--format", "html"], ["--format", "csv", "--by", "model,user"], ["--format", "focus", "--assume-time", "2025-10-03"], ["--format", "markdown"],
        ["--since", "2025-10-04", "--until", "2025-10-06", "--compare", "previous"],
    ]

    @Test func theLedgerEqualsTheFullReplay() async throws {
        try await liveTenNights(seed: 1, recordings: [])
    }

    @Test(.enabled(if: Corpus.folder != nil, "skipped: FLUXGATE_CORPUS names no folder with recorded traffic"))
    func soItDoesOverRecordedTraffic() async throws {
        try await liveTenNights(seed: 3, recordings: try await Corpus.lines)
    }

    private func liveTenNights(seed: UInt64, recordings: [String]) async throws {
        let folder = try TemporaryFolder()
        var logs = NightlyLogs(in: folder, seed: seed, recordings: recordings)
        for night in 0..<10 {
            try logs.live(through: night)
            if night == 5 { try await killHalfWay(in: folder) }
            let outcome = try await Fluxgate.run(["ingest", "logs", "--ledger", "ledger", "--quiet"], in: folder)
            #expect(outcome.status == 0, "night \(night): \(outcome.error)")
            // The night of the killed runs, and the last one, are asked everything.
            let isAskedAll = night == 5 || night == 9
            for question in TenNightsTests.questions.prefix(isAskedAll ? .max : 1) { try await expectSameAnswer(question, in: folder, night) }
            guard isAskedAll else { continue }
            let again = try await Fluxgate.run(["ingest", "logs", "--ledger", "ledger", "--quiet"], in: folder)
            #expect(again.error.hasPrefix("read 0 of "), "night \(night): \(again.error)")
        }
        let events = try await Fluxgate.run(["events", "logs", "--quiet", "--source"], in: folder)
        #expect(try await Fluxgate.run(["events", "--ledger", "ledger", "--quiet", "--source"], in: folder).output == events.output)
        // Both ways to read a stretch were taken.
        let (stretches, packed) = try await DatabaseQueue(path: folder.path("ledger")).read { db in
            try (Int.fetchOne(db, sql: "SELECT count(*) FROM stretch") ?? 0, Int.fetchOne(db, sql: "SELECT count(*) FROM packed") ?? 0)
        }
        #expect(0 < packed && packed < stretches, "\(packed) of \(stretches)")
        // No text of an answer is kept.
        #expect(try !folder.bytes("ledger").contains("secret answer"))
    }

    private func expectSameAnswer(_ question: [String], in folder: TemporaryFolder, _ night: Int) async throws {
        let options = (question.contains("--format") ? [] : ["--format", "json"]) + ["--quiet"] + question
        let replay = try await Fluxgate.run(["report", "logs"] + options, in: folder)
        let ledger = try await Fluxgate.run(["report", "--ledger", "ledger"] + options, in: folder)
        #expect(replay.status == 0 && !replay.output.isEmpty)
        #expect(ledger.output == replay.output, "night \(night) \(question)")
    }

    /// Runs that die at some moment, of which one at least was at work in the ledger.
    private func killHalfWay(in folder: TemporaryFolder) async throws {
        for delay in stride(from: 5, through: 200, by: 15) {
            let process = try await Fluxgate(["ingest", "logs", "--ledger", "ledger", "--quiet"], in: folder)
            try await Task.sleep(for: .milliseconds(delay))
            process.send(SIGKILL)
            // One that was quicker has done all there was to do.
            if try await process.outcome().status != 128 + SIGKILL { return }
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool { Data(self).range(of: Data(text.utf8)) != nil }
}

/// Recorded traffic of other projects.
private enum Corpus {
    static let folder: URL? = ProcessInfo.processInfo.environment["FLUXGATE_CORPUS"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }

    static var lines: [String] {
        get async throws {
            guard let folder else { return [] }
            var lines: [String] = []
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasSuffix(".jsonl.gz") {
                let packed = try Data(contentsOf: folder.appending(path: name))
                lines += String(decoding: Gzip.textOfTorn(Array(packed), limit: 64 << 20), as: UTF8.self).split(separator: "\n").map { String($0) }
            }
            return lines
        }
    }
}
