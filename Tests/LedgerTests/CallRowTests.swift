import CostReports
import GRDB
import Replay
import StateFiles
import TestSupport
import Testing
import TrafficModel

@testable import Ledger

/// Calls come out of a ledger as they went in.
@Suite struct CallRowTests {
    /// Writes calls into a ledger and reads them back; what `depth` leaves out is added one by one.
    private func written(_ calls: [(call: Call, notes: [Diagnostic.Name], isPending: Bool)], to depth: CallDepth = .everything) throws -> [KeptCall] {
        let folder = try TemporaryFolder()
        var configuration = StateFile.configuration(label: "test", cache: 1_000)
        configuration.foreignKeysEnabled = false
        let queue = try StateFile.open(folder.path("ledger"), configuration)
        try queue.inDatabase { db in
            try LedgerSchema.create(in: db)
            try db.beginTransaction()
        }
        var writer = try CallRowWriter(queue)
        for (call, notes, isPending) in calls { try writer.write(call, notes: notes, isPending: isPending, source: nil, part: 1) }
        try writer.endPart()
        try writer.finish()
        try queue.inDatabase { try $0.commit() }
        let connection = try LedgerConnection(path: folder.path("ledger"))
        var kept: [KeptCall] = []
        let batch = LedgerContents.Batch(input: 0, calls: 1...Int64(calls.count))
        try connection.read(batch, LedgerTexts(LedgerConnection(path: folder.path("ledger"))), [:], to: depth) { call, complete in
            #expect(call.depth >= depth)
            if call.depth < .everything { try complete(&call) }
            kept.append(call)
        }
        return kept
    }

    /// All that a call is made of, as text.
    private func text(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    private var bare: Call { Call(endpoint: nil, provider: "openai", source: SourceLocation(input: 0, line: 3, offset: 99)) }

    /// Of the kind of ``bare``, with all that needs no detail.
    private var plain: Call {
        var call = bare
        call.responseID = "resp_2"
        call.requestID = "req_2"
        call.time = Timestamp(seconds: 9)
        call.usage = TokenUsage(input: 3, output: 4)
        call.attribution.feature = "f"
        call.attribution.user = EndUser(id: "u2")
        return call
    }

    private var full: Call {
        var call = Call(endpoint: .responses, provider: "azure", source: SourceLocation(input: 0, line: 1, offset: 0))
        call.region = "eu"
        call.deployment = "prod"
        call.requestedModel = "gpt-4o"
        call.servedModel = "gpt-4o-2024-08-06"
        call.serviceTier = "flex"
        call.serviceTierIsAssumed = true
        call.isBatch = true
        call.cacheTTL = "12h"
        call.responseID = "resp_1"
        call.requestID = ""
        call.customID = "row \"1\""
        call.logicalCall = "retry-7"
        call.status = .contentFilter
        call.httpStatus = 400
        call.finishReasons = ["stop", nil, "content_filter"]
        call.errorMessage = "no\u{0} \u{1F642}\n"
        call.isStreamed = true
        call.isCutShort = true
        call.isCacheHit = true
        var usage = TokenUsage(input: 1_000, output: 20)
        usage.reportedTotal = 1_021
        usage.cachedInput = 0
        usage.cacheWrite = 7
        usage.audioInput = 0
        usage.imageOutput = -1
        usage.reasoning = 5
        call.usage = usage
        call.usageFault = .cachedExceedsInput
        call.quantities.milliseconds = 1_500
        call.quantities.size = "1024x1024"
        call.tools.webSearches = 2
        call.tools.imageGeneration = TokenUsage(input: 4, output: 5)
        call.tools.imageModel = "gpt-image-1"
        call.reportedCost = Money("0.000000000000000001")
        call.costOverride = CostOverride(input: Money("2.5") ?? .zero, output: Money("10") ?? .zero)
        call.costOverride?.reasoning = Money("1")
        call.time = Timestamp(microseconds: -5)
        call.latency = 1_234_567
        call.latencySource = .processingHeader
        call.streamDuration = 0
        call.attribution.feature = "e\u{301}"
        call.attribution.user = EndUser(id: "u1")
        call.attribution.user?.email = "a@example.org"
        call.attribution.user?.monthlyRevenue = .json("12.50")
        call.attribution.sessionID = ""
        call.attribution.conversationID = "c"
        call.attribution.step = "s"
        call.attribution.metadata = [
            MetadataEntry(name: "z", value: .json("{\"a\": [1, null]}")), MetadataEntry(name: "a", value: .string("12")), MetadataEntry(name: "n", value: .json("1e3")),
        ]
        call.project = "proj"
        call.apiKeyName = "sk-…abcd"
        return call
    }

    @Test(arguments: [CallDepth.numbers, .texts, .everything]) func everythingComesBack(depth: CallDepth) throws {
        let notes: [Diagnostic.Name] = [.zoneMissing, .streamCutShort]
        let calls = try written([(full, notes, false), (bare, [], false), (plain, [], false), (full, notes, false), (bare, [], false)], to: depth)
        #expect(calls.map { text($0.found.priced.call) } == [text(full), text(bare), text(plain), text(full), text(bare)])
        #expect(calls.map(\.found.notes) == [notes, [], [], notes, []])
    }

    /// Packed calls, and those between them that are in rows alone: as many are packed as a stretch needs for it.
    @Test(arguments: [CallDepth.numbers, .texts]) func everythingComesBackFromAStretch(depth: CallDepth) throws {
        var described = plain
        described.responseID = "resp_3"
        described.errorMessage = "no"
        described.logicalCall = "retry-8"
        described.attribution.metadata = [MetadataEntry(name: "env", value: .string("prod"))]
        described.attribution.user?.name = "Ann"
        let cycle: [(call: Call, notes: [Diagnostic.Name], isPending: Bool)] = [
            (bare, [], false), (described, [], false), (full, [.zoneMissing], false), (plain, [], false), (bare, [.streamCutShort], false),
        ]
        let calls = (0..<100).map { place in
            var call = cycle[place % cycle.count]
            call.call.responseID = call.call.responseID.map { "\($0)-\(place)" }
            return call
        }
        let kept = try written(calls, to: depth)
        #expect(kept.map(\.order) != kept.map(\.order).sorted(), "nothing was packed")
        let back = kept.sorted { $0.order < $1.order }
        #expect(back.map { text($0.found.priced.call) } == calls.map { text($0.call) })
        #expect(back.map(\.found.notes) == calls.map(\.notes))
        #expect(!back.contains { $0.isEntangled })
    }

    /// Who shares an id with whom is known of each, whichever came first.
    @Test func callsThatShareAnIDAreKnown() throws {
        func call(_ id: String?, line: String? = nil) -> (Call, [Diagnostic.Name], Bool) {
            var call = bare
            call.responseID = id
            call.customID = line
            return (call, [], false)
        }
        let calls = try written([call("a"), call("b"), call(nil), call("c"), call("a"), call(nil, line: "1"), call(nil), call(nil, line: "1"), call("c"), call("c")])
        #expect(calls.map(\.isEntangled) == [true, false, false, true, true, true, false, true, true, true])
    }

    @Test func spellingsOfALetterStayApart() throws {
        var composed = bare
        composed.requestedModel = "mod\u{E9}le"
        composed.attribution.user = EndUser(id: "\u{E9}")
        var decomposed = bare
        decomposed.requestedModel = "mode\u{301}le"
        decomposed.attribution.user = EndUser(id: "e\u{301}")
        let calls = try written([(composed, [], false), (decomposed, [], false)]).map(\.found.priced.call)
        #expect(calls.map { Array(($0.requestedModel ?? "").utf8).count } == [7, 8])
        #expect(calls.map { Array(($0.attribution.user?.id ?? "").utf8).count } == [2, 3])
    }

    @Test func pendingResponsesStandBetweenTheCallsTheyCameBetween() throws {
        var attribution = Attribution()
        attribution.feature = "f"
        var pending = PendingResponse(id: "resp_9", attribution: attribution, at: SourceLocation(input: 0, line: 2, offset: 4))
        pending.time = Timestamp(seconds: 5)
        pending.requestedModel = "gpt-4o"
        pending.cacheTTL = "12h"
        let calls = try written([(bare, [], false), (Call(pending), [], true), (bare, [], false)])
        #expect(calls.map { $0.pending.map { text($0) } } == [nil, text(pending), nil])
        #expect(calls.map(\.isEntangled) == [false, true, false])
    }

    @Test func databasesOfOthersAreRefused() throws {
        let other = try DatabaseQueue()
        try other.inDatabase { try $0.execute(sql: "CREATE TABLE t (a)") }
        #expect(throws: StateFileFault.unusable("it is a database of something else")) { try other.inDatabase { try LedgerSchema.create(in: $0) } }
        let refusals = [
            1: "an earlier version of fluxgate made it, in another form; ingest the logs into a new one", 4: "a later version of fluxgate made it",
        ]
        for (version, words) in refusals {
            let other = try DatabaseQueue()
            try other.inDatabase { db in
                try LedgerSchema.create(in: db)
                try db.execute(sql: "PRAGMA user_version = \(version)")
            }
            #expect(throws: StateFileFault.unusable(words)) { try other.inDatabase { try LedgerSchema.create(in: $0) } }
        }
    }
}
