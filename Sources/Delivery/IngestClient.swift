import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Posts events over connections that are kept open. Certificates are verified, redirects not followed: neither event nor key goes elsewhere.
struct IngestClient: Sendable {
    /// Answers are small; more than this of one is nobody's concern.
    private static let longestBody = 64 << 10

    private let http: HTTPClient
    private let endpoint: IngestEndpoint
    private let key: APIKey
    private let headers: HTTPHeaders

    init(endpoint: IngestEndpoint, key: APIKey, plan: DeliveryPlan) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: TimeAmount(plan.connectTimeout)), decompression: .disabled)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = plan.concurrency
        // Attempts are counted here, not in the pool.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = WholeRequests.install
        http = HTTPClient(configuration: configuration)
        self.endpoint = endpoint
        self.key = key
        headers = ["Content-Type": "application/json", "Authorization": "Bearer \(key.secret)", "User-Agent": plan.userAgent]
    }

    func shutDown() async {
        try? await http.shutdown()
    }

    /// Posts one event. Repeating it is harmless: the event's id goes with it as the request's idempotency key.
    ///
    /// A request that has begun is seen through even when the run is being stopped, hence the task of its own.
    func post(_ event: PendingEvent, timeout: Duration) async -> IngestAnswer {
        await Task { await send(event, timeout: timeout) }.value
    }

    private func send(_ event: PendingEvent, timeout: Duration) async -> IngestAnswer {
        var request = HTTPClientRequest(url: endpoint.url)
        request.method = .POST
        request.headers = headers
        request.headers.add(name: "Idempotency-Key", value: event.replayID)
        request.body = .bytes(ByteBuffer(bytes: event.payload))
        do {
            let response = try await http.execute(request, timeout: TimeAmount(timeout))
            var body: [UInt8] = []
            for try await piece in response.body {
                body.append(contentsOf: piece.readableBytesView.prefix(IngestClient.longestBody - body.count))
                if body.count == IngestClient.longestBody { break }
            }
            return .answered(
                status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"), body: key.hidden(in: body))
        } catch {
            return .failed(IngestClient.explanation(of: error))
        }
    }

    private static func explanation(of error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { explanation(of: $0.error) } ?? "the host \(error.host) can't be found"
        case let error as IOError: String(cString: strerror(error.errnoCode))
        default: "\(error)"
        }
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
