public import Logging
import TrafficModel

/// FluxGate's client: takes events of calls to language models.
///
/// It never makes the caller's own work fail: where FluxGate is down, slow or wrong, events get no answer, and a log message says why. The key
/// is never logged. It may be dropped without being shut down; events that wait are still sent, as long as the process runs.
///
/// ```swift
/// let fluxGate = try FluxGate(apiKey: key, delivery: .queued(capacity: 10_000))
/// ```
public final class FluxGate: Sendable {
    /// Where events go unless told otherwise (FluxGate's documentation, SDK 0.0.5).
    public static let defaultEndpoint = "https://fluxgate.app/api/events"

    private let delivery: FluxGateDelivery
    private let client: IngestClient
    private let queue: EventQueue

    /// - Parameters:
    ///   - apiKey: FluxGate's key; white space around it is ignored.
    ///   - endpoint: where events are posted.
    ///   - timeout: how long an event may take at most; with immediate delivery, how much a call may be slowed.
    ///   - debug: logs every event and what became of it.
    ///   - logger: where messages go; without one, those above debug level go to standard error.
    ///   - delivery: whether calls wait for FluxGate.
    /// - Throws: ``FluxGateConfigurationError`` where the key is empty or the endpoint is no HTTP address.
    public init(
        apiKey: String, endpoint: String = FluxGate.defaultEndpoint, timeout: Duration = .seconds(5), debug: Bool = false, logger: Logger? = nil,
        delivery: FluxGateDelivery = .immediate
    ) throws(FluxGateConfigurationError) {
        let key = apiKey.trimmingSpace
        guard !key.isEmpty else { throw .emptyAPIKey }
        guard endpoint.hasPrefix("http://") || endpoint.hasPrefix("https://") else { throw .invalidEndpoint(endpoint) }
        var logger = logger ?? Logger(label: "fluxgate")
        if debug { logger.logLevel = min(logger.logLevel, .debug) }
        self.delivery = delivery
        client = IngestClient(apiKey: key, endpoint: endpoint, timeout: timeout, logger: logger)
        queue = EventQueue(capacity: delivery.capacity, client: client)
    }

    /// Hands an event to FluxGate.
    ///
    /// With immediate delivery the event is tried once and FluxGate's answer returned: nil where there is none. With a queue, nil at once; an event
    /// without a timestamp gets the present one, since it leaves later. An event that FluxGate did not take is counted by ``droppedEvents``.
    @discardableResult
    public func recordEvent(_ event: FluxGateEvent) async -> CreateAiEventResponse? {
        switch delivery {
        case .queued:
            deliverInBackground(event) { _ in }
            return nil
        case .immediate:
            let client = client
            let queue = queue
            let json = event.jsonText
            // Whoever made the call may be cancelled by now; its event is to arrive all the same.
            return await Task {
                switch await client.send(json, key: newIdempotencyKey()) {
                case .accepted(let answer): return answer
                case .refused, .unavailable:
                    queue.drop("FluxGate did not take it")
                    return nil
                }
            }.value
        }
    }

    /// Returns when all events that were handed over are delivered or given up, or when the caller's task is cancelled.
    public func flush() async {
        await queue.flush()
    }

    /// How many events FluxGate did not get: there was no room in the queue, or it did not take them.
    public var droppedEvents: Int { queue.dropped }

    /// Whether a call waits for its event's answer.
    package var waitsForAnswers: Bool { delivery == .immediate }

    /// Sends an event without making anybody wait; `completion` gets FluxGate's answer, nil where there is none.
    package func deliverInBackground(_ event: FluxGateEvent, _ completion: @escaping @Sendable (CreateAiEventResponse?) -> Void) {
        var event = event
        if event.timestamp == nil { event.timestamp = Timestamp.now.milliseconds }
        queue.offer(event.jsonText, completion)
    }
}

/// Why a ``FluxGate`` could not be made.
public enum FluxGateConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    case emptyAPIKey
    case invalidEndpoint(String)

    public var description: String {
        switch self {
        case .emptyAPIKey: "FluxGate's API key is empty"
        case .invalidEndpoint(let endpoint): "FluxGate's endpoint is no HTTP address: \(endpoint)"
        }
    }
}

extension String {
    /// Without white space at either end: keys are often read from files.
    package var trimmingSpace: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
