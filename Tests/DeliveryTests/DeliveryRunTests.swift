import Foundation
import Synchronization
import TestSupport
import Testing
import TrafficModel

@testable import Delivery

/// Deliveries within this process, to a server over real sockets.
@Suite struct DeliveryRunTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func outbox(for server: FakeFluxGate, events: Range<Int>) throws -> (Outbox, IngestEndpoint) {
        let endpoint = try IngestEndpoint(server.url)
        let outbox = try Outbox(path: folder.path("state"), endpoint: endpoint)
        try outbox.beginReading()
        try outbox.add(
            events.map { OutboxEvent(replayID: "id-\($0)", time: Int64($0), model: "m", payload: Array("{\"n\":\($0)}".utf8), localCost: Money("0.001")) })
        try outbox.endReading([], by: nil)
        return (outbox, endpoint)
    }

    private func plan(_ change: (inout DeliveryPlan) -> Void = { _ in }) -> DeliveryPlan {
        var plan = DeliveryPlan()
        plan.backoff.first = .milliseconds(5)
        // However busy the machine is.
        plan.firstTimeout = .seconds(60)
        plan.patience = .seconds(5)
        plan.firstPatience = .seconds(5)
        change(&plan)
        return plan
    }

    private func deliver(_ outbox: Outbox, _ endpoint: IngestEndpoint, _ plan: DeliveryPlan) async throws -> DeliverySummary {
        let key = try #require(APIKey("test-key"))
        return try await DeliveryRun(outbox: outbox, endpoint: endpoint, key: key, plan: plan).run()
    }

    @Test func eventsGoOutInTheOrderOfTimeOverFewConnections() async throws {
        let server = try await FakeFluxGate()
        let (outbox, endpoint) = try outbox(for: server, events: 0..<50)
        let summary = try await deliver(outbox, endpoint, plan { $0.concurrency = 1 })
        #expect(summary.end == .finished)
        #expect(summary.progress.sent == 50 && summary.progress.pending == 0 && summary.progress.refused == 0)
        #expect(server.order == (0..<50).map { "id-\($0)" })
        #expect(server.connections == 1)
        #expect(server.requests.allSatisfy { $0.authorization == "Bearer test-key" && $0.userAgent == "fluxgate" })
        #expect(server.stored["id-7"] == #"{"n":7}"#)
        await server.close()
    }

    @Test func requestsGoOutInOnePiece() async throws {
        let server = try await FakeFluxGate()
        let (outbox, endpoint) = try outbox(for: server, events: 0..<200)
        #expect(try await deliver(outbox, endpoint, plan()).progress.sent == 200)
        #expect(server.arrivals == server.requests.count)
        await server.close()
    }

    @Test func soManyAtATimeAndNoMore() async throws {
        // Long enough for all of them to be under way on a busy machine.
        let server = try await FakeFluxGate { _ in .acceptAfter(.seconds(1)) }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<12)
        #expect(try await deliver(outbox, endpoint, plan { $0.concurrency = 4 }).progress.sent == 12)
        #expect(server.mostInFlight == 4)
        await server.close()
    }

    @Test func theRateIsKept() async throws {
        let server = try await FakeFluxGate()
        let (outbox, endpoint) = try outbox(for: server, events: 0..<20)
        let start = ContinuousClock.now
        _ = try await deliver(outbox, endpoint, plan { $0.rate = 50 })
        #expect(ContinuousClock.now - start >= .milliseconds(380))
        await server.close()
    }

    @Test func theLimitIsKept() async throws {
        let server = try await FakeFluxGate()
        let (outbox, endpoint) = try outbox(for: server, events: 0..<20)
        let first = try await deliver(outbox, endpoint, plan { $0.limit = 6 })
        #expect(first.end == .finished && first.progress.sent == 6 && first.progress.pending == 14)
        #expect(Set(server.order) == Set((0..<6).map { "id-\($0)" }))
        #expect(try await deliver(outbox, endpoint, plan()).progress.sent == 14)
        #expect(server.requests.count == 20)
        await server.close()
    }

    @Test func retryAfterIsHonoured() async throws {
        let server = try await FakeFluxGate { $0.number == 1 ? .answer(status: 429, retryAfter: "1") : .accept }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<1)
        #expect(try await deliver(outbox, endpoint, plan()).end == .finished)
        let times = server.requests.map(\.time)
        #expect(times.count == 2 && times[1] - times[0] >= .seconds(1))
        await server.close()
    }

    @Test func whatHangsIsNotWaitedForLong() async throws {
        let server = try await FakeFluxGate { $0.number == 1 ? .hang : .accept }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<1)
        #expect(try await deliver(outbox, endpoint, plan { $0.firstTimeout = .milliseconds(200) }).progress.sent == 1)
        let times = server.requests.map(\.time)
        #expect(times.count == 2 && times[1] - times[0] >= .milliseconds(100))
        await server.close()
    }

    @Test func aSlowServerGetsItsTime() async throws {
        let server = try await FakeFluxGate { _ in .acceptAfter(.milliseconds(600)) }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<1)
        let summary = try await deliver(outbox, endpoint, plan { plan in
            plan.firstTimeout = .milliseconds(100)
            plan.patience = .seconds(120)
            plan.firstPatience = .seconds(120)
        })
        #expect(summary.end == .finished && summary.progress.sent == 1, "\(summary)")
        await server.close()
    }

    @Test func timeoutsGrowToALimit() {
        let plan = DeliveryPlan()
        #expect((0..<6).map { plan.timeout(afterAttempts: $0) } == [5, 10, 20, 40, 60, 60].map { .seconds($0) })
    }

    @Test func aWaitTooLongEndsTheRun() async throws {
        let server = try await FakeFluxGate { _ in .answer(status: 503, body: "down", retryAfter: "86400") }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<3)
        let summary = try await deliver(outbox, endpoint, plan())
        #expect(summary.end == .unreachable("503 down; it asks to be left alone for 86400 s"))
        #expect(summary.progress.pending == 3)
        await server.close()
    }

    @Test func refusedEventsAreKeptWithTheServersWords() async throws {
        let server = try await FakeFluxGate { $0.key == "id-3" ? .answer(status: 422, body: #"{"error":"no such provider"}"#) : .accept }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<10)
        let summary = try await deliver(outbox, endpoint, plan())
        #expect(summary.end == .finished && summary.progress.sent == 9 && summary.progress.refused == 1 && summary.progress.pending == 0)
        let refused = try outbox.refused(limit: nil)
        #expect(refused.map(\.replayID) == ["id-3"] && refused.map(\.reason) == ["422 no such provider"])
        // Not asked again.
        _ = try await deliver(outbox, endpoint, plan())
        #expect(server.requests.count == 10)
        await server.close()
    }

    @Test(arguments: [401, 403]) func aRefusedKeyEndsTheRunWithNothingLost(_ status: Int) async throws {
        let server = try await FakeFluxGate { $0.number > 5 ? .answer(status: status, body: #"{"error":"key test-key is void"}"#) : .accept }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<1_000)
        let summary = try await deliver(outbox, endpoint, plan())
        #expect(summary.end == .unauthorised("\(status) key … is void"))
        #expect(summary.progress.sent == 5 && summary.progress.pending == 995 && summary.progress.refused == 0)
        #expect(server.requests.count <= 5 + 8)
        await server.close()
    }

    @Test func whatNobodyAnswersForIsNotDelivered() async throws {
        let server = try await FakeFluxGate { _ in .logInPage }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<10)
        let summary = try await deliver(outbox, endpoint, plan { $0.firstPatience = .milliseconds(100) })
        guard case .unreachable(let reason) = summary.end else { return #expect(Bool(false), "\(summary.end)") }
        #expect(reason.contains("is the endpoint right?"))
        #expect(summary.progress.sent == 0 && summary.progress.pending == 10)
        await server.close()
    }

    @Test func aDeadServerIsGivenUp() async throws {
        let server = try await FakeFluxGate()
        let (outbox, endpoint) = try outbox(for: server, events: 0..<10)
        await server.close()
        let start = ContinuousClock.now
        let summary = try await deliver(outbox, endpoint, plan { $0.firstPatience = .milliseconds(100) })
        #expect(summary.end == .unreachable("Connection refused"))
        // At once, but for what other tests make it wait; it would be hours otherwise.
        #expect(ContinuousClock.now - start < .seconds(120))
        #expect(try outbox.counts().pending == 10)
    }

    @Test func anEventThatFailsAloneIsPutOff() async throws {
        let server = try await FakeFluxGate { $0.key == "id-0" ? .answer(status: 500) : .acceptAfter(.milliseconds(2)) }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<200)
        let summary = try await deliver(outbox, endpoint, plan { plan in
            plan.concurrency = 2
            plan.attempts = 4
        })
        #expect(summary.end == .putOff("500 no"))
        #expect(summary.progress.sent == 199 && summary.progress.pending == 1)
        await server.close()
    }

    @Test func aServerThatComesBackIsFoundAgain() async throws {
        let server = try await FakeFluxGate { (20...60).contains($0.number) ? .answer(status: 503) : .accept }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<100)
        // As many attempts as it takes: probes come ever more rarely, so the outage is told in requests of many events.
        let summary = try await deliver(outbox, endpoint, plan { plan in
            plan.concurrency = 32
            plan.attempts = 100
            plan.patience = .seconds(120)
        })
        #expect(summary.end == .finished && summary.progress.sent == 100, "\(summary)")
        await server.close()
    }

    @Test func aStoppedRunSeesItsRequestsThrough() async throws {
        let server = try await FakeFluxGate { _ in .acceptAfter(.milliseconds(200)) }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<1_000)
        let key = try #require(APIKey("test-key"))
        let plan = plan { $0.concurrency = 8 }
        let task = Task { try await DeliveryRun(outbox: outbox, endpoint: endpoint, key: key, plan: plan).run() }
        while server.requests.count < 8 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        let summary = try await task.value
        #expect(summary.end == .interrupted)
        #expect(summary.progress.sent == server.stored.count && summary.progress.sent >= 8)
        #expect(server.requests.count == server.stored.count)
        #expect(try outbox.counts().pending == 1_000 - summary.progress.sent)
        await server.close()
    }

    @Test func costsAreHeldSideBySide() async throws {
        let costs = ["id-0": "0.001", "id-1": "0.0010000000004", "id-2": "0.0011", "id-3": "null"]
        let server = try await FakeFluxGate { .acceptFor(costs[$0.key] ?? "0.001") }
        let (outbox, endpoint) = try outbox(for: server, events: 0..<4)
        _ = try await deliver(outbox, endpoint, plan())
        var comparison = CostComparison()
        var json = JSONWriter()
        try outbox.forEachDelivered { event in
            comparison.add(event)
            if event.costsDiffer { event.writeDifference(to: &json) }
        }
        #expect(comparison.events == 4 && comparison.differing == 2)
        #expect(comparison.local == CostComparison.Side(sum: Money("0.004"), known: 4))
        #expect(comparison.server == CostComparison.Side(sum: Money("0.0031000000004"), known: 3))
        #expect(
            json.text == """
                {"replayId":"id-2","recordId":"record-id-2","timestamp":"1970-01-01T00:00:00.002Z","model":"m","local_usd":"0.001","server_usd":"0.0011",\
                "difference_usd":"0.0001"}
                {"replayId":"id-3","recordId":"record-id-3","timestamp":"1970-01-01T00:00:00.003Z","model":"m","local_usd":"0.001","server_usd":null,\
                "difference_usd":null}

                """)
        await server.close()
    }
}
