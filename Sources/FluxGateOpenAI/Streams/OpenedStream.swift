import AsyncHTTPClient
import FluxGateSDK
import TrafficModel

/// A streamed answer of which the head has come.
struct OpenedStream: Sendable {
    let body: HTTPClientResponse.Body
    let attempt: Attempt
    let endpoint: Endpoint
    let books: CallBooks
    /// Kept open as long as the stream.
    let connections: HTTPConnections
    /// Whether a chunk that holds nothing but the usage is kept from the caller, who did not ask for it.
    let hidesUsage: Bool
    let outcome = TrackingOutcome()
}
