import ByteStreams
import Foundation
import Synchronization
import TrafficModel

/// Delivers what waits in an outbox: oldest first, several requests at a time.
package struct DeliveryRun: Sendable {
    private let outbox: Outbox
    private let endpoint: IngestEndpoint
    private let key: APIKey
    private let plan: DeliveryPlan
    private let report: (@Sendable (DeliveryProgress) -> Void)?

    package init(
        outbox: Outbox, endpoint: IngestEndpoint, key: APIKey, plan: DeliveryPlan, report: (@Sendable (DeliveryProgress) -> Void)? = nil
    ) {
        self.outbox = outbox
        self.endpoint = endpoint
        self.key = key
        self.plan = plan
        self.report = report
    }

    /// Runs until nothing waits, or delivery can't go on. Cancelling the task ends it in good order: requests in flight are seen through and
    /// written down. What is thrown is a fault of the outbox.
    package func run() async throws -> DeliverySummary {
        let counts = try outbox.counts()
        let courier = Courier(
            feed: PendingFeed(outbox: outbox, limit: plan.limit), client: IngestClient(endpoint: endpoint, key: key, plan: plan),
            gate: DeliveryGate(plan: plan), ledger: DeliveryLedger(outbox: outbox, counts: counts, limit: plan.limit, report: report), plan: plan)
        var end: DeliverySummary.End
        do {
            try await withThrowingTaskGroup { group in
                for _ in 0..<min(plan.concurrency, counts.pending) { group.addTask { try await courier.work() } }
                try await group.waitForAll()
            }
            end = courier.putOff.withLock { $0 }.map { .putOff($0) } ?? .finished
        } catch DeliveryStop.unauthorised(let words) {
            end = .unauthorised(words)
        } catch DeliveryStop.unreachable(let reason) {
            end = .unreachable(reason)
        } catch is CancellationError {
            end = .interrupted
        } catch {
            await courier.client.shutDown()
            throw error
        }
        await courier.client.shutDown()
        return DeliverySummary(progress: await courier.ledger.progress, end: end)
    }
}

/// How a delivery ended.
package struct DeliverySummary: Sendable {
    package enum End: Sendable, Equatable {
        /// All was sent, or as much as was asked for.
        case finished
        /// Some events found no answer that settles them, the last one for this reason; they wait for the next run.
        case putOff(String)
        case interrupted
        case unauthorised(String)
        case unreachable(String)
    }

    package var progress: DeliveryProgress
    package var end: End
}
