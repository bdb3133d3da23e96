import Foundation
import GRDB
import TestSupport
import Testing

/// `fluxgate ingest` as a process of its own.
@Suite struct IngestTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func ingest(_ more: String..., shell: String? = nil) async throws -> Fluxgate.Outcome {
        try await Fluxgate.run(["ingest", "logs", "--ledger", "ledger"] + more, in: folder, shell: shell)
    }

    private func report(_ more: String...) async throws -> Fluxgate.Outcome {
        try await Fluxgate.run(["report", "--ledger", "ledger", "--format", "json"] + more, in: folder)
    }

    private func call(_ number: Int) -> String {
        """
        {"timestamp":\(1_759_276_800 + number),"context":{"feature":"chat","user":"u\(number % 7)"},"request":{"method":"POST",\
        "url":"https://api.openai.com/v1/chat/completions","body":{"model":"gpt-4o"}},"response":{"status":200,"body":{"id":"chatcmpl-\(number)",\
        "object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{"index":0,"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}}}

        """
    }

    private func calls(_ numbers: Range<Int>) -> String { numbers.map { call($0) }.joined() }

    @Test func onlyWhatIsNewIsRead() async throws {
        try folder.write(calls(0..<10), to: "logs/a.jsonl")
        #expect(try await ingest().lastLine == "read 1 of 1 inputs: 10 records, 10 of them calls; the ledger holds 10")
        try folder.append(calls(10..<13) + "garbage\n", to: "logs/a.jsonl")
        let second = try await ingest()
        #expect(second.lastLine == "read 1 of 1 inputs: 4 records, 3 of them calls; the ledger holds 13")
        #expect(second.status == 0 && second.error.contains("logs/a.jsonl:14: error: invalid_json"))
        // A night that brings nothing but garbage is no reason to wake anybody, unless asked to be strict.
        try folder.append("garbage\n", to: "logs/a.jsonl")
        #expect(try await ingest().status == 0)
        try folder.append("garbage\n", to: "logs/a.jsonl")
        #expect(try await ingest("--strict").status == 65)
        // Had it been read, it would be missed now: it is known by its beginning and by what stands before the place.
        try folder.write(Gzip.compress(try folder.bytes("logs/a.jsonl")), to: "logs/b.gz")
        try FileManager.default.removeItem(atPath: folder.path("logs/a.jsonl"))
        #expect(try await ingest().lastLine == "read 0 of 1 inputs: 0 records, 0 of them calls; the ledger holds 13")
        #expect(try await report().output == Fluxgate.run(["report", "logs", "--format", "json"], in: folder).output)
    }

    @Test func callsOfADeletedLogStay() async throws {
        try folder.write(calls(0..<4), to: "logs/a.jsonl")
        try folder.write(calls(4..<9), to: "logs/b.jsonl")
        let whole = try await Fluxgate.run(["report", "logs", "--format", "json"], in: folder).output
        _ = try await ingest()
        try FileManager.default.removeItem(atPath: folder.path("logs/a.jsonl"))
        #expect(try await ingest().status == 0)
        #expect(try await report().output == whole)
    }

    @Test func aLogThatWasEditedIsReadAgain() async throws {
        try folder.write(calls(0..<200), to: "logs/a.jsonl")
        _ = try await ingest()
        // The same beginning, and other lines where the reading had ended.
        try folder.write(calls(0..<150) + calls(500..<560), to: "logs/a.jsonl")
        #expect(try await ingest().lastLine == "read 1 of 1 inputs: 210 records, 210 of them calls; the ledger holds 210")
        #expect(try await report().output == Fluxgate.run(["report", "logs", "--format", "json"], in: folder).output)
    }

    @Test func aTornArchiveIsReadAgainWhenItIsWhole() async throws {
        let packed = Gzip.compress(Array(calls(0..<300).utf8))
        try folder.write(packed.prefix(packed.count / 2), to: "logs/a.gz")
        #expect(try await ingest().status == 74)
        #expect(try await ingest().status == 74)
        try folder.write(packed, to: "logs/a.gz")
        #expect(try await ingest().status == 0)
        #expect(try await report().output == Fluxgate.run(["report", "logs", "--format", "json"], in: folder).output)
    }

    @Test func oneRunAtATime() async throws {
        try folder.write(calls(0..<2), to: "logs/a.jsonl")
        _ = try await ingest()
        // Whoever holds the lock is a run; this test is one.
        let descriptor = open(folder.path("ledger.lock"), O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let second = try await ingest()
        #expect(second.status == 73 && second.error.contains("ledger: error: in use by another run"))
        // Reports do not mind.
        #expect(try await report().status == 0)
        close(descriptor)
        #expect(try await ingest().status == 0)
    }

    @Test func aFullDiskLeavesTheLedgerAsItWas() async throws {
        try folder.write(calls(0..<20), to: "logs/a.jsonl")
        _ = try await ingest()
        let before = try await report().output
        try folder.write(calls(20..<6_000), to: "logs/b.jsonl")
        let full = try await ingest(shell: "ulimit -f 200")
        #expect(full.status == 73 && full.error.contains("ledger: error: can't be written"), "\(full.status) \(full.error)")
        #expect(try await report().output == before)
        #expect(try await ingest().lastLine == "read 1 of 2 inputs: 5980 records, 5980 of them calls; the ledger holds 6000")
    }

    @Test func aLedgerIsReadInOneWay() async throws {
        try folder.write(calls(0..<2), to: "logs/a.jsonl")
        _ = try await ingest()
        let other = try await ingest("--status-mapping", "wrapper")
        #expect(other.status == 64 && other.error.contains("read otherwise (status mapping detailed; log format auto)"))
        #expect(try await report("--status-mapping", "wrapper").status == 64)
        for options in [["--rejects", "r"], ["--log-format", "exchange"], ["--map", "time=/t"], ["logs"]] {
            let outcome = try await Fluxgate.run(["report", "--ledger", "ledger"] + options, in: folder)
            #expect(outcome.status == 64, "\(options): \(outcome.error)")
        }
        for options in [["--since", "2025-10-01"], ["--where", "feature=chat"], ["--no-dedupe"], ["--assume-time", "2025-10-01"]] {
            let outcome = try await Fluxgate.run(["ingest", "logs", "--ledger", "ledger"] + options, in: folder)
            #expect(outcome.status == 64, "\(options): \(outcome.error)")
        }
    }

    @Test func whatIsNoLedgerIsRefused() async throws {
        try folder.write(calls(0..<2), to: "logs/a.jsonl")
        let text = String(repeating: "a log and no database\n", count: 100)
        try folder.write(text, to: "ledger")
        let outcome = try await ingest()
        #expect(outcome.status == 73 && outcome.error.contains("no ledger of fluxgate ingest"), "\(outcome.error)")
        #expect(try await report().status == 66)
        #expect(try folder.text("ledger") == text)
    }

    @Test func otherInputsAreReadWhereOneIsMissing() async throws {
        try folder.write(calls(0..<2), to: "logs/a.jsonl")
        let outcome = try await ingest("gone.jsonl")
        #expect(outcome.status == 66 && outcome.error.contains("the ledger holds 2"))
        #expect(try await ingest().status == 0)
    }

    @Test func pipesAreLeftOut() async throws {
        try folder.write(calls(0..<2), to: "logs/a.jsonl")
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        let outcome = try await ingest("pipe")
        #expect(outcome.status == 66 && outcome.error.contains("pipe: error: no plain file") && outcome.error.contains("the ledger holds 2"))
    }

    @Test func theLedgerMayStandAmongTheLogs() async throws {
        try folder.write(calls(0..<2), to: "logs/a.jsonl")
        for _ in 0..<2 {
            let outcome = try await Fluxgate.run(["ingest", "logs", "--ledger", "logs/ledger"], in: folder)
            #expect(outcome.status == 0 && outcome.error.contains("of 1 inputs"), "\(outcome.error)")
        }
    }

    @Test func theViewsAreForPeople() async throws {
        try folder.write(calls(0..<5) + call(1), to: "logs/a.jsonl")
        _ = try await ingest()
        let sums = try rows("SELECT feature, model, count(*), sum(input_tokens) FROM calls GROUP BY 1, 2")
        #expect(sums == ["chat|gpt-4o-2024-08-06|5|50"])
        let first = try rows("SELECT file, line, time, status, endpoint FROM records ORDER BY id LIMIT 1")
        #expect(first == ["logs/a.jsonl|1|2025-10-01T00:00:00.000Z|SUCCESS|chat.completions"])
        #expect(try rows("SELECT count(*) FROM records") == ["6"])
    }

    /// Rows as the sqlite3 shell shows them.
    private func rows(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: folder.path("ledger")).read { db in
            try Row.fetchAll(db, sql: sql).map { row in row.databaseValues.map { $0.description.trimmingCharacters(in: ["\""]) }.joined(separator: "|") }
        }
    }
}
