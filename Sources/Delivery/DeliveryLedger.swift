/// Writes outcomes down in the order in which they come, as many at a time as came while the last ones were being written.
actor DeliveryLedger {
    private let outbox: Outbox
    private let report: (@Sendable (DeliveryProgress) -> Void)?
    private var waiting: [Settlement] = []
    private var isWriting = false
    private(set) var progress: DeliveryProgress

    init(outbox: Outbox, counts: OutboxCounts, limit: Int?, report: (@Sendable (DeliveryProgress) -> Void)?) {
        self.outbox = outbox
        self.report = report
        progress = DeliveryProgress(pending: counts.pending, refused: counts.refused, limit: limit)
    }

    /// Returns when the outcome is written down, or when somebody else is about to.
    func settle(_ settlement: Settlement) async throws {
        waiting.append(settlement)
        guard !isWriting else { return }
        isWriting = true
        defer { isWriting = false }
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            // In a task of its own: a run that is being stopped still writes down what it has done.
            try await Task { try await outbox.settle(batch) }.value
            for settlement in batch { progress.count(settlement.outcome) }
            report?(progress)
        }
    }
}

/// How far a delivery has come.
package struct DeliveryProgress: Sendable {
    /// Delivered by this run.
    package var sent = 0
    package var pending: Int
    package var refused: Int
    /// What this run has still to do.
    package var left: Int

    package init(pending: Int, refused: Int, limit: Int? = nil) {
        self.pending = pending
        self.refused = refused
        left = min(pending, limit ?? .max)
    }

    mutating func count(_ outcome: Settlement.Outcome) {
        pending -= 1
        left -= 1
        switch outcome {
        case .delivered: sent += 1
        case .refused: refused += 1
        }
    }
}
