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

    private func call(_ number: Int, model: String = "gpt-4o-2024-08-06", isTimed: Bool = true) -> String {
        """
        {\(isTimed ? "\"timestamp\":\(1_759_276_800 + number)," : "")"context":{"feature":"chat","user":"u\(number % 7)"},"request":{"method":"POST",\
        "url":"https://api.openai.com/v1/chat/completions","body":{"model":"gpt-4o"}},"response":{"status":200,"body":{"id":"chatcmpl-\(number)",\
        "object":"chat.completion","model":"\(model)","choices":[{"index":0,"finish_reason":"stop"}],\
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

    // MARK: - Packed calls

    private func expectTheSameAsTheLogs(_ what: Comment) async throws {
        let questions = [
            [], ["--since", "2025-10-01T00:01:00Z", "--until", "2025-10-01T00:02:00Z", "--by", "user,model"], ["--by", "metadata.env"],
            ["--where", "user!=u1*", "--by", "feature,user"], ["--where", "user=u1"], ["--where", "metadata.responseId=*7"],
            ["--by", "model", "--config", "budgets.toml"],
        ]
        // Limits that only some calls count for, and nothing else asks about users.
        try folder.write("[[budget]]\nuser = \"u1\"\nusd = \"0.0000001\"\n[[budget]]\nuser = \"u2\"\nusd = \"9\"\n", to: "budgets.toml")
        for options in questions {
            let ledger = try await Fluxgate.run(["report", "--ledger", "ledger", "--format", "json"] + options, in: folder)
            let logs = try await Fluxgate.run(["report", "logs", "--format", "json"] + options, in: folder)
            #expect(ledger.output == logs.output && !logs.output.isEmpty, what)
            #expect(ledger.status == logs.status && (ledger.status == 1) == options.contains("budgets.toml"), what)
        }
    }

    /// A record that comes nights later may tell of a call that was packed.
    @Test func whatIsPackedMayTurnOutToBeToldTwice() async throws {
        try folder.write(calls(0..<2_000), to: "logs/a.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT count(*) FROM packed") == ["2"])
        try folder.write(call(7) + call(1_100) + calls(2_000..<2_100) + call(2_050), to: "logs/b.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT count(*) FROM packed") == ["3"])
        #expect(try rows("SELECT count(*) FROM call WHERE is_shared") == ["6"])
        try await expectTheSameAsTheLogs("told twice")
        // So may nearly all.
        try folder.write(calls(0..<1_950), to: "logs/c.jsonl")
        _ = try await ingest()
        try await expectTheSameAsTheLogs("nearly all told twice")
    }

    /// Packed calls lie kind by kind; where something was first is told by the order of the log.
    @Test func whatIsNotedComesInTheOrderOfTheLog() async throws {
        let models = ["gpt-4o-2024-08-06", "zeta-1", "gpt-4o-mini-2024-07-18", "alpha-2"]
        let lines = (0..<80).map { call($0, model: models[($0 + 2) % 4], isTimed: $0 % 9 != 5) }
        // Unknown ones of the same id come first in one place, and last in another.
        try folder.write(lines.joined() + call(3, model: "beta-3") + call(90, model: "beta-3"), to: "logs/a.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT count(*) FROM packed") == ["1"])
        let report = try await report()
        #expect(report.output.contains("\"name\":\"unknown-model\""))
        try await expectTheSameAsTheLogs("order")
        let events = try await Fluxgate.run(["events", "logs", "--quiet", "--source"], in: folder).output
        #expect(try await Fluxgate.run(["events", "--ledger", "ledger", "--quiet", "--source"], in: folder).output == events)
    }

    /// The first night's calls are looked through for shared ids when all are there, later ones as they come.
    @Test func idsAreLookedForAcrossAllInputs() async throws {
        try folder.write(calls(0..<50) + call(3), to: "logs/a.jsonl")
        try folder.write(calls(40..<90), to: "logs/b.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT count(*) FROM call WHERE is_shared") == ["22"])
        #expect(try rows("SELECT name FROM sqlite_schema WHERE name = 'call_identity'") == ["call_identity"])
        try await expectTheSameAsTheLogs("first night")
        try folder.append(calls(89..<95), to: "logs/b.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT count(*) FROM call WHERE is_shared") == ["24"])
        try await expectTheSameAsTheLogs("second night")
    }

    /// Rows are what counts, whoever changes them.
    @Test func aRowThatIsChangedIsReadAsItIs() async throws {
        try folder.write(calls(0..<3_000), to: "logs/a.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT stretch FROM packed") == ["1", "1025", "2049"])
        // A column that is packed, one that is not, and no row at all.
        try execute("UPDATE call SET input_tokens = 1000010 WHERE id = 1500")
        #expect(try rows("SELECT stretch FROM packed") == ["1", "2049"])
        #expect(try await report("--by", "feature").output.contains("\"input_tokens\":1030000,"))
        try execute("UPDATE call SET request_id = 'r' WHERE id = 7; UPDATE call SET is_shared = is_shared")
        #expect(try rows("SELECT stretch FROM packed") == ["1", "2049"])
        try execute("DELETE FROM call WHERE id = 3000; UPDATE part SET calls = calls - 1")
        #expect(try rows("SELECT stretch FROM packed") == ["1"])
        #expect(try await report("--by", "feature").output.contains("\"input_tokens\":1029990,"))
    }

    @Test func whatIsReadAgainIsPackedAgain() async throws {
        try folder.write(calls(0..<200), to: "logs/a.jsonl")
        try folder.write(calls(300..<2_200), to: "logs/b.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT stretch FROM packed") == ["1", "201", "1225"])
        try folder.write(calls(0..<150) + calls(3_000..<3_060), to: "logs/a.jsonl")
        _ = try await ingest()
        #expect(try rows("SELECT stretch FROM packed") == ["201", "1225", "2101"])
        try await expectTheSameAsTheLogs("read again")
    }

    /// A ledger from before calls were packed answers as it did, and goes on with packed ones.
    @Test func aLedgerWithoutPackedCallsIsReadAndGoesOn() async throws {
        try folder.write(calls(0..<100), to: "logs/a.jsonl")
        _ = try await ingest()
        try execute("DROP TRIGGER call_changed; DROP TRIGGER call_deleted; DROP TABLE packed; PRAGMA user_version = 2")
        try await expectTheSameAsTheLogs("before")
        #expect(try rows("PRAGMA user_version") == ["2"])
        try folder.append(calls(100..<200) + call(5), to: "logs/a.jsonl")
        #expect(try await ingest().status == 0)
        #expect(try rows("PRAGMA user_version") == ["3"])
        #expect(try rows("SELECT stretch FROM packed") == ["101"])
        try await expectTheSameAsTheLogs("after")
        try execute("DELETE FROM call WHERE id = 150")
        #expect(try rows("SELECT stretch FROM packed") == [])
    }

    /// What is damaged is told, and nothing is made of it.
    @Test func damagedPackedCallsAreTold() async throws {
        try folder.write(calls(0..<100), to: "logs/a.jsonl")
        _ = try await ingest()
        try execute("UPDATE packed SET calls = substr(calls, 1, 50)")
        let outcome = try await report()
        #expect(outcome.status == 74 && outcome.output.isEmpty && outcome.error.contains("packed calls are damaged"), "\(outcome.error)")
        try execute("DELETE FROM packed")
        try await expectTheSameAsTheLogs("without packed calls")
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

    private func execute(_ sql: String) throws {
        try DatabaseQueue(path: folder.path("ledger")).writeWithoutTransaction { try $0.execute(sql: sql) }
    }
}
