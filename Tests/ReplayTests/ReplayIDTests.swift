import ByteStreams
import Replay
import TestSupport
import Testing

/// The name of a call that makes a backfill repeatable.
@Suite struct ReplayIDTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func ids(_ paths: [String], _ change: (inout ReplayPlan) throws -> Void = { _ in }) async throws -> [String] {
        try await Products(.reading(paths, change)).replayIDs
    }

    @Test func theyAreTheSameInEveryRun() async throws {
        let first = try folder.write(Log.mixed.text, to: "first.jsonl")
        let copy = try folder.write(Log.mixed.text, to: "elsewhere/under/another.name")
        let ids = try await ids([first])
        #expect(try await self.ids([first]) == ids)
        #expect(try await self.ids([copy]) == ids)
        #expect(
            try await self.ids([copy]) {
                $0.jobs = 8
                $0.limits.blockSize = 300
            } == ids)
        #expect(ids.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func everyCountedCallHasItsOwn() async throws {
        let ids = try await ids([folder.write(Log.mixed.text, to: "log.jsonl")])
        #expect(!ids.isEmpty)
        #expect(Set(ids).count == ids.count)
    }

    @Test func equalCallsWithoutAnIDStayApart() async throws {
        var log = Log()
        for _ in 0..<3 { log.call(input: 10) }
        log.call(input: 11)
        let ids = try await ids([folder.write(log.text, to: "log.jsonl")])
        #expect(Set(ids).count == 4)
    }

    /// A call's own id names it, whatever else a second record of it says.
    @Test func anIDNamesTheCall() async throws {
        var log = Log()
        log.call(id: "a", input: 10, feature: "chat")
        log.call(id: "a", at: "2026-05-05T00:00:00Z", input: 20)
        log.call(id: "b", input: 10, feature: "chat")
        let ids = try await ids([folder.write(log.text, to: "log.jsonl")]) { $0.dedupes = false }
        #expect(ids[0] == ids[1])
        #expect(ids[0] != ids[2])
    }
}
