import Foundation
import Synchronization
import TestSupport
import Testing
import TrafficModel

/// `fluxgate send` as a process of its own.
@Suite struct BackfillTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func arguments(_ server: FakeFluxGate, _ more: String..., log: String = "log.jsonl") -> [String] {
        ["send", log, "--endpoint", server.url] + more
    }

    /// The ids that `fluxgate events` gives.
    private func replayIDs(_ log: String = "log.jsonl") async throws -> [String] {
        let outcome = try await Fluxgate.run(["events", log, "--quiet"], in: folder)
        return outcome.output.split(separator: "\n").compactMap { $0.split(separator: "\"replayId\":\"").dropFirst().first?.prefix(32) }.map(String.init)
    }

    @Test func whateverHappensEveryEventIsStoredOnce() async throws {
        try folder.write(Logs.calls(0..<3_000), to: "log.jsonl")
        let server = try await FakeFluxGate { .atRandom($0, faultIn: 12) }
        let command = arguments(server, "--concurrency", "16")
        var chance = SystemRandomNumberGenerator()
        var storedAtKills: [Int] = []
        for _ in 0..<20 {
            let process = try await Fluxgate(command, in: folder)
            try await Task.sleep(for: .milliseconds(Int.random(in: 30...330, using: &chance)))
            process.send(SIGKILL)
            #expect(try await process.outcome().status == 128 + SIGKILL)
            storedAtKills.append(server.stored.count)
        }
        let last = try await Fluxgate.run(command, in: folder)
        #expect(last.status == 0, "\(last.error)")
        #expect(last.lastLine.hasSuffix(", pending 0, refused 0"))
        let ids = try await replayIDs()
        #expect(ids.count == 3_000 && Set(ids) == Set(server.stored.keys))
        for (key, body) in server.stored { #expect(body.contains("\"replayId\":\"\(key)\"") && body.contains("\"timestamp\":17592")) }
        #expect(!last.error.contains("test-key") && !last.output.contains("test-key"))
        // And nothing is left to do.
        let requests = server.requests.count
        let again = try await Fluxgate.run(command, in: folder)
        #expect(again.status == 0 && again.lastLine == "sent 0, pending 0, refused 0")
        #expect(server.requests.count == requests)
        await server.close()
    }

    @Test func aLogThatGrowsSendsItsNewCallsAlone() async throws {
        try folder.write(Logs.calls(0..<10), to: "log.jsonl")
        let server = try await FakeFluxGate()
        let first = try await Fluxgate.run(arguments(server), in: folder)
        #expect(first.lastLine == "sent 10, pending 0, refused 0", "\(first.error)")
        try folder.append(Logs.calls(10..<17), to: "log.jsonl")
        #expect(try await Fluxgate.run(arguments(server), in: folder).lastLine == "sent 7, pending 0, refused 0")
        #expect(server.requests.count == 17 && server.stored.count == 17)
        await server.close()
    }

    @Test func callsThatALaterRecordCompletesAreSentWhole() async throws {
        // A poor record of a call first, the whole one behind it: the run takes a second look.
        let poor = #"{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-4o-2024-08-06","created":1759276801,"choices":[]}"# + "\n"
        try folder.write(poor + Logs.calls(0..<5), to: "log.jsonl")
        let server = try await FakeFluxGate()
        let outcome = try await Fluxgate.run(arguments(server), in: folder)
        #expect(outcome.lastLine == "sent 5, pending 0, refused 0", "\(outcome.error)")
        #expect(try await Set(server.stored.keys) == Set(replayIDs()))
        #expect(server.stored.values.filter { $0.contains("noUsage") }.isEmpty)
        await server.close()
    }

    @Test func pricesArePinnedUnlessAskedNotTo() async throws {
        try folder.write(Logs.call(0), to: "log.jsonl")
        let server = try await FakeFluxGate()
        _ = try await Fluxgate.run(arguments(server), in: folder)
        _ = try await Fluxgate.run(arguments(server, "--no-pin-prices", "--state", "other"), in: folder)
        let bodies = server.requests.map(\.body)
        #expect(bodies.count == 2)
        #expect(bodies.first?.contains(#""costOverride":{"inputCostPer1MTokens":2.5,"outputCostPer1MTokens":10"#) == true)
        #expect(bodies.last?.contains("costOverride") == false)
        await server.close()
    }

    @Test func callsWithoutATimeAreHeldBack() async throws {
        try folder.write(Logs.calls(0..<2) + Logs.call(2, time: ""), to: "log.jsonl")
        let server = try await FakeFluxGate()
        let first = try await Fluxgate.run(arguments(server), in: folder)
        #expect(first.status == 0 && first.lastLine == "sent 2, pending 0, refused 1")
        #expect(first.error.contains("the call carries no time; give it one with --assume-time"))
        let second = try await Fluxgate.run(arguments(server, "--assume-time", "2025-10-02"), in: folder)
        #expect(second.lastLine == "sent 1, pending 0, refused 0")
        #expect(server.requests.last?.body.contains("\"timestamp\":1759363200000") == true)
        await server.close()
    }

    @Test func oneRunAtATime() async throws {
        try folder.write(Logs.calls(0..<200), to: "log.jsonl")
        // The first run hangs for as long as it lives, so that the second one meets it however busy the machine is.
        let holds = Mutex(true)
        let server = try await FakeFluxGate { _ in holds.withLock { $0 } ? .acceptAfter(.seconds(60)) : .acceptAfter(.zero) }
        let first = try await Fluxgate(arguments(server, "--concurrency", "4"), in: folder)
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let second = try await Fluxgate(arguments(server), in: folder).outcome()
        #expect(second.status == 73)
        #expect(second.error == "fluxgate: fluxgate-send.sqlite: error: in use by another run (process \(first.id)); wait for it, or name another file with --state\n")
        holds.withLock { $0 = false }
        first.send(SIGKILL)
        _ = try await first.outcome()
        // The lock went with its process.
        #expect(try await Fluxgate.run(arguments(server, "--limit", "1"), in: folder).status == 0)
        await server.close()
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsTheRunInGoodOrder(_ signal: CInt) async throws {
        try folder.write(Logs.calls(0..<5_000), to: "log.jsonl")
        let server = try await FakeFluxGate { _ in .acceptAfter(.milliseconds(150)) }
        let process = try await Fluxgate(arguments(server), in: folder)
        while server.requests.count < 10 { try await Task.sleep(for: .milliseconds(10)) }
        process.send(signal)
        let outcome = try await process.outcome()
        #expect(outcome.status == 69)
        #expect(outcome.error.contains("interrupted; the next run goes on where this one ended"))
        // What was on its way has arrived, and is known to have.
        #expect(server.requests.count == server.stored.count)
        #expect(outcome.lastLine == "sent \(server.stored.count), pending \(5_000 - server.stored.count), refused 0")
        await server.close()
    }

    @Test func exitCodesTellWhatIsWrong() async throws {
        try folder.write(Logs.calls(0..<3), to: "log.jsonl")
        let server = try await FakeFluxGate { $0.authorization == "Bearer test-key" ? .accept : .answer(status: 401, body: #"{"error":"bad key"}"#) }
        let wrongKey = try await Fluxgate.run(arguments(server), in: folder, key: "wrong")
        #expect(wrongKey.status == 77 && wrongKey.lastLine == "sent 0, pending 3, refused 0" && wrongKey.error.contains("401 bad key"))
        let noKey = try await Fluxgate.run(arguments(server), in: folder, key: nil)
        #expect(noKey.status == 77 && noKey.error.contains("FLUXGATE_API_KEY"))
        #expect(try await Fluxgate.run(arguments(server, "--api-key-file", "none"), in: folder).status == 77)
        try folder.write("wrong\n", to: "key")
        #expect(try await Fluxgate.run(arguments(server, "--api-key-file", "key"), in: folder).status == 77)

        let otherHost = try await Fluxgate.run(["send", "log.jsonl", "--endpoint", "http://192.0.2.1/api/events"], in: folder)
        #expect(otherHost.status == 64 && otherHost.error.contains("--allow-insecure-endpoint"))
        let otherEndpoint = try await Fluxgate.run(["send", "log.jsonl", "--endpoint", "http://127.0.0.1:1/other"], in: folder)
        #expect(otherEndpoint.status == 64 && otherEndpoint.error.contains("holds what goes to \(server.url)"))
        let unreachable = try await Fluxgate.run(
            ["send", "log.jsonl", "--endpoint", "http://127.0.0.1:1/", "--state", "other", "--give-up-after", "1"], in: folder)
        #expect(unreachable.status == 69 && unreachable.error.contains("Connection refused") && unreachable.lastLine == "sent 0, pending 3, refused 0")
        let missing = try await Fluxgate.run(arguments(server, "gone.jsonl"), in: folder)
        #expect(missing.status == 66 && missing.lastLine == "sent 3, pending 0, refused 0")
        await server.close()
    }

    @Test func refusedEventsAreNamed() async throws {
        try folder.write(Logs.calls(0..<20), to: "log.jsonl")
        let server = try await FakeFluxGate { $0.number % 2 == 0 ? .answer(status: 400, body: "no\u{1B}[31m room") : .accept }
        let outcome = try await Fluxgate.run(arguments(server, "--concurrency", "1"), in: folder)
        #expect(outcome.status == 0 && outcome.lastLine == "sent 10, pending 0, refused 10")
        #expect(outcome.error.contains("refused: 400 no\u{FFFD}[31m room"))
        #expect(outcome.error.contains("5 more were refused"))
        #expect(try await Fluxgate.run(arguments(server, "--strict"), in: folder).status == 65)
        await server.close()
    }

    @Test func aDryRunSendsAndSavesNothing() async throws {
        try folder.write(Logs.calls(0..<100), to: "log.jsonl")
        let server = try await FakeFluxGate()
        let fresh = try await Fluxgate.run(arguments(server, "--dry-run", "--rate", "10"), in: folder, key: nil)
        #expect(fresh.status == 0 && fresh.lastLine == "sent 0, pending 100, refused 0")
        #expect(
            fresh.output == """
                Would send  100 events to \(server.url)
                Period      2025-10-01T00:00:00.000Z to 2025-10-01T00:01:39.000Z
                Takes       about 10 s (10 a second)

                """)
        #expect(!FileManager.default.fileExists(atPath: folder.path("fluxgate-send.sqlite")))
        _ = try await Fluxgate.run(arguments(server, "--limit", "30"), in: folder)
        #expect(try await Fluxgate.run(arguments(server, "--dry-run"), in: folder).lastLine == "sent 0, pending 70, refused 0")
        #expect(server.requests.count == 30)
        await server.close()
    }

    @Test func costsThatDifferAreWrittenDown() async throws {
        try folder.write(Logs.call(0), to: "log.jsonl")
        let server = try await FakeFluxGate { _ in .acceptFor("0.5") }
        let outcome = try await Fluxgate.run(arguments(server, "--report-differences", "differences.jsonl"), in: folder)
        #expect(
            outcome.output == """
                Delivered  1 event, 1 by this run
                Cost       $0.000075 by the log and the price book
                           $0.50 by FluxGate
                Differing  1 event

                """)
        #expect(try folder.text("differences.jsonl").contains(#""local_usd":"0.000075","server_usd":"0.5","difference_usd":"0.499925"}"#))
        await server.close()
    }

    @Test func theStateFileMayStandAmongTheLogs() async throws {
        try FileManager.default.createDirectory(at: folder.url.appending(path: "logs"), withIntermediateDirectories: true)
        try folder.write(Logs.calls(0..<5), to: "logs/log.jsonl")
        let server = try await FakeFluxGate()
        let command = arguments(server, "--state", "logs/state", log: "logs")
        #expect(try await Fluxgate.run(command, in: folder).lastLine == "sent 5, pending 0, refused 0")
        let again = try await Fluxgate.run(command, in: folder)
        #expect(again.status == 0 && !again.error.contains("rejected") && again.error.contains("the inputs are as they were"))
        await server.close()
    }

    @Test(arguments: [300, 2_000]) func aFullDiskIsSaidAndCorruptsNothing(_ blocks: Int) async throws {
        // A limit on file sizes stands in for the disk: it is reached while the inputs are read.
        try folder.write(Logs.calls(0..<3_000), to: "log.jsonl")
        let server = try await FakeFluxGate()
        let full = try await Fluxgate.run(arguments(server), in: folder, shell: "ulimit -f \(blocks)")
        #expect(full.status == 73, "\(full.error)")
        #expect(full.error.contains("fluxgate-send.sqlite: error: can't be written: "))
        #expect(server.requests.isEmpty)
        let outcome = try await Fluxgate.run(arguments(server), in: folder)
        #expect(outcome.status == 0 && outcome.lastLine == "sent 3000, pending 0, refused 0", "\(outcome.error)")
        await server.close()
    }
}
