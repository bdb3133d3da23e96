import AsyncHTTPClient
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1

/// Sends single events to FluxGate's ingest endpoint.
struct IngestClient: Sendable {
    let endpoint: String
    let timeout: Duration
    let logger: Logger
    private let apiKey: String
    private let connections: HTTPConnections

    init(apiKey: String, endpoint: String, timeout: Duration, logger: Logger) {
        self.apiKey = apiKey
        self.endpoint = endpoint
        self.timeout = timeout
        self.logger = logger
        connections = HTTPConnections(timeout: timeout)
    }

    enum Outcome: Sendable {
        /// FluxGate took the event; nil where its answer could not be read.
        case accepted(CreateAiEventResponse?)
        /// It won't take this event, now or later.
        case refused
        /// It might, later: after as long as it says, if it does.
        case unavailable(retryAfter: Duration?)
    }

    /// Sends an event once. `key` is the same for all attempts at one event, so that a server which looks at it stores the event once.
    func send(_ event: String, key: String) async -> Outcome {
        do {
            logger.debug("sending an event", metadata: ["event": "\(event)"])
            let (status, retryAfter, body) = try await withDeadline(timeout) { try await post(event, key: key) }
            switch status {
            case 200..<300:
                let answer = try? JSONDecoder().decode(CreateAiEventResponse.self, from: Data(body))
                if answer == nil { logger.warning("FluxGate took an event, and its answer could not be read", metadata: ["status": "\(status)"]) }
                return .accepted(answer)
            case 408, 425, 429, 500...:
                logger.warning("FluxGate did not take an event", metadata: ["status": "\(status)"])
                return .unavailable(retryAfter: retryAfter)
            default:
                logger.warning("FluxGate refused an event", metadata: ["status": "\(status)"])
                return .refused
            }
        } catch {
            logger.warning("FluxGate could not be reached", metadata: ["error": "\(error)"])
            return .unavailable(retryAfter: nil)
        }
    }

    private func post(_ event: String, key: String) async throws -> (status: Int, retryAfter: Duration?, body: [UInt8]) {
        var request = HTTPClientRequest(url: endpoint)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Authorization", value: "Bearer \(apiKey)")
        request.headers.add(name: "User-Agent", value: "fluxgate-swift")
        request.headers.add(name: "Idempotency-Key", value: key)
        request.body = .bytes(ByteBuffer(string: event))
        let response = try await connections.client.execute(request, deadline: .now() + TimeAmount(timeout))
        let seconds = response.headers.first(name: "Retry-After").flatMap { Int($0) }
        let body = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), seconds.map { .seconds($0) }, Array(buffer: body))
    }
}

/// Runs an operation, and cancels it when it takes longer than `limit`.
private func withDeadline<Value: Sendable>(_ limit: Duration, _ operation: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: operation)
        group.addTask {
            try await Task.sleep(for: limit)
            throw DeadlineExceeded()
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw DeadlineExceeded() }
        return value
    }
}

private struct DeadlineExceeded: Error, CustomStringConvertible {
    var description: String { "no answer in time" }
}
