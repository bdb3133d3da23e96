package import CostReports
package import TrafficModel

/// Whoever the calls are for: a report, an event stream. Calls come in input order, duplicates and filtered ones left out.
package protocol CallSink: SendableMetatype {
    /// Takes the next call; its source names the input and the line in it.
    mutating func take(_ call: borrowing PricedCall) throws

    /// Takes a record that could not be read.
    mutating func take(_ reject: Reject) throws

    /// Forgets the calls taken so far: the inputs are read again, since some of their calls are to be put together of several records.
    mutating func restart() throws

    /// An empty batch, for a sink that takes calls in any order: batches are filled in parallel. Nil where each call is wanted after the one
    /// before. `texts` are those that calls have numbers for.
    func makeBatch(_ texts: any KeyTexts) -> CallBatch?

    /// Takes the calls of a batch, and empties it.
    mutating func take(_ batch: inout CallBatch)
}

extension CallSink {
    package func makeBatch(_ texts: any KeyTexts) -> CallBatch? { nil }
    package mutating func take(_ batch: inout CallBatch) {}
}

/// A record that could not be read.
package struct Reject: Sendable {
    package var location: SourceLocation
    package var reason: RejectReason
    package var message: String
    /// What a user might do about it.
    package var hint: String?
}
