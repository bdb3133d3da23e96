import ByteStreams
import Foundation
import Synchronization
import TrafficModel

/// Takes one event after the other to the server, each until its fate is known. Several work side by side.
final class Courier: Sendable {
    let client: IngestClient
    let ledger: DeliveryLedger
    /// Why an event was left for the next run, if any was.
    let putOff = Mutex<String?>(nil)

    private let feed: PendingFeed
    private let gate: DeliveryGate
    private let plan: DeliveryPlan

    init(feed: PendingFeed, client: IngestClient, gate: DeliveryGate, ledger: DeliveryLedger, plan: DeliveryPlan) {
        self.feed = feed
        self.client = client
        self.gate = gate
        self.ledger = ledger
        self.plan = plan
    }

    func work() async throws {
        let reader = JSONReader()
        while let event = try await feed.next() { try await deliver(event, reader) }
    }

    private func deliver(_ event: PendingEvent, _ reader: JSONReader) async throws {
        var attempts = 0
        while true {
            try await gate.enter()
            let answer = await client.post(event, timeout: plan.timeout(afterAttempts: attempts))
            attempts += 1
            switch Verdict(answer, now: Courier.now, reader: reader) {
            case .delivered(let recordID, let cost):
                gate.succeed()
                return try await ledger.settle(Settlement(id: event.id, outcome: .delivered(recordID: recordID, cost: cost)))
            case .refused(let reason):
                // The server is well.
                gate.succeed()
                return try await ledger.settle(Settlement(id: event.id, outcome: .refused(reason: reason)))
            case .unauthorised(let words):
                throw DeliveryStop.unauthorised(words)
            case .again(let reason, let wait):
                let failuresInARow = gate.fail(reason, wait: wait)
                if let wait, wait > plan.longestWait {
                    throw DeliveryStop.unreachable("\(reason); it asks to be left alone for \(wait.components.seconds) s")
                }
                if attempts >= plan.attempts {
                    // With others served in between, it is this event; with nobody served, it is the server.
                    if failuresInARow >= attempts { throw DeliveryStop.unreachable(reason) }
                    return putOff.withLock { $0 = reason }
                }
                try await Task.sleep(for: max(wait ?? .zero, plan.backoff.wait(afterAttempts: attempts)), clock: .suspending)
            }
        }
    }

    private static var now: Timestamp {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded()))
    }
}
