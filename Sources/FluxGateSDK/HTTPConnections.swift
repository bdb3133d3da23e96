package import AsyncHTTPClient
import Dispatch
import NIOCore

/// An HTTP client that ends with its owner: connections close when the last request and the last reference are gone.
package final class HTTPConnections: Sendable {
    package let client: HTTPClient

    /// `timeout`: how long a connection may take to open, and an answer may stay silent.
    package init(timeout: Duration) {
        let limit = TimeAmount(timeout)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: min(limit, .seconds(10)), read: limit))
        // A stream holds its connection for as long as it runs; many of them must not wait for each other.
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16_384
        // Callers decide what is tried again.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    deinit {
        client.shutdown { _ in }
    }
}
