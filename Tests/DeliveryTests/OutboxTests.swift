import Foundation
import GRDB
import StateFiles
import TestSupport
import Testing
import TrafficModel

@testable import Delivery

@Suite struct OutboxTests {
    private let folder: TemporaryFolder
    private let endpoint: IngestEndpoint

    init() throws {
        folder = try TemporaryFolder()
        endpoint = try IngestEndpoint("http://127.0.0.1:9/api/events")
    }

    private func open() throws -> Outbox { try Outbox(path: folder.path("state"), endpoint: endpoint) }

    private func event(_ id: String, time: Int64? = 1, payload: String = "{}") -> OutboxEvent {
        OutboxEvent(replayID: id, time: time, model: "m", payload: Array(payload.utf8), localCost: Money("0.5"))
    }

    private func fill(_ outbox: Outbox, _ events: [OutboxEvent]) throws {
        try outbox.beginReading()
        try outbox.add(events)
        try outbox.endReading([], by: nil)
    }

    private func pending(_ outbox: Outbox) throws -> [String] {
        try outbox.pending(after: nil, limit: 100).map { "\($0.replayID) \(String(decoding: $0.payload, as: UTF8.self))" }
    }

    @Test func eventsComeOldestFirstAPageAtATime() throws {
        let outbox = try open()
        try fill(outbox, [event("c", time: 3), event("a", time: 1), event("d", time: 3), event("b", time: 2), event("old", time: -5)])
        let page = try outbox.pending(after: nil, limit: 3)
        #expect(page.map(\.replayID) == ["old", "a", "b"])
        #expect(try outbox.pending(after: page.last, limit: 3).map(\.replayID) == ["c", "d"])
    }

    @Test func nothingStandsBeforeAllIsRead() throws {
        try fill(try open(), [event("a")])
        do {
            let outbox = try open()
            try outbox.beginReading()
            try outbox.add([event("b"), event("a", payload: "{1}")])
        }
        #expect(try pending(open()) == ["a {}"])
        let outbox = try open()
        try outbox.beginReading()
        try outbox.add([event("b")])
        try outbox.cancelReading()
        #expect(try pending(outbox) == ["a {}"])
    }

    @Test func readingAgainUpdatesWhatWaitsAndLeavesWhatIsDelivered() async throws {
        let outbox = try open()
        try fill(outbox, [event("sent"), event("refused"), event("stubborn"), event("waits")])
        try await outbox.settle([
            Settlement(id: 1, outcome: .delivered(recordID: "r", cost: Money("0.25"))), Settlement(id: 2, outcome: .refused(reason: "422 no")),
            Settlement(id: 3, outcome: .refused(reason: "422 no")),
        ])
        #expect(try outbox.counts() == OutboxCounts(pending: 1, refused: 2))
        try fill(outbox, [event("sent", payload: "{2}"), event("refused", payload: "{2}"), event("stubborn"), event("waits", payload: "{2}")])
        #expect(try pending(outbox) == ["refused {2}", "waits {2}"])
        #expect(try outbox.refused(limit: nil).map(\.replayID) == ["stubborn"])
        var delivered: [DeliveredEvent] = []
        try outbox.forEachDelivered { delivered.append($0) }
        #expect(delivered.map(\.replayID) == ["sent"])
        #expect(delivered.first?.recordID == "r")
        #expect(delivered.first?.localCost == Money("0.5") && delivered.first?.serverCost == Money("0.25"))
    }

    @Test func anEventWithoutATimeIsNeverSent() throws {
        let outbox = try open()
        try fill(outbox, [event("timeless", time: nil)])
        #expect(try outbox.counts() == OutboxCounts(pending: 0, refused: 1))
        #expect(try outbox.refused(limit: nil).map(\.reason) == [Outbox.noTime])
        try fill(outbox, [event("timeless", time: 4)])
        #expect(try outbox.counts() == OutboxCounts(pending: 1, refused: 0))
    }

    @Test func inputsThatWereReadAreKnownUntilTheyChange() throws {
        try folder.write("one\n", to: "log")
        let mark = try #require(InputMark(path: folder.path("log")))
        let outbox = try open()
        #expect(try !outbox.hasRead([mark], by: "x"))
        try outbox.beginReading()
        try outbox.endReading([(mark, 4)], by: "x")
        #expect(try outbox.hasRead([mark], by: "x"))
        #expect(try !outbox.hasRead([mark], by: "y"))
        try folder.append("two\n", to: "log")
        #expect(try !outbox.hasRead([#require(InputMark(path: folder.path("log")))], by: "x"))
        // Read to a place that is not its end.
        try outbox.beginReading()
        try outbox.endReading([(mark, 3)], by: "x")
        #expect(try !outbox.hasRead([mark], by: "x"))
    }

    @Test func oneProcessAtATime() throws {
        let outbox = try open()
        #expect(throws: StateFileFault.inUse(process: Int(ProcessInfo.processInfo.processIdentifier))) { try open() }
        withExtendedLifetime(outbox) {}
    }

    @Test func anOutboxBelongsToOneAddress() throws {
        _ = try open()
        let other = try IngestEndpoint("https://example.org/")
        #expect(throws: StateFileFault.boundElsewhere(endpoint.url)) { try Outbox(path: folder.path("state"), endpoint: other) }
    }

    @Test func otherFilesAreLeftAlone() throws {
        let text = String(repeating: "a log and no database\n", count: 100)
        try folder.write(text, to: "state")
        #expect(throws: StateFileFault.unusable("file is not a database")) { try open() }
        #expect(try folder.text("state") == text)
    }

    @Test func aLaterVersionsFileIsLeftAlone() throws {
        do {
            let outbox = try open()
            try outbox.database.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2')") }
        }
        #expect(throws: StateFileFault.unusable("a later version of fluxgate made it")) { try open() }
    }
}
