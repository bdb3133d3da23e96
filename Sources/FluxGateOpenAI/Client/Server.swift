import AsyncHTTPClient
import FluxGateSDK
import NIOCore
import NIOHTTP1
import OpenAIWire

/// Where requests go, and how.
final class Server: Sendable {
    let apiKey: String
    let timeout: Duration
    let maxRetries: Int
    let connections: HTTPConnections
    private let base: Substring
    private let query: String
    private let headers: HTTPHeaders

    init(
        apiKey: String, baseURL: String, organization: String?, project: String?, timeout: Duration, maxRetries: Int, apiVersion: String?,
        headers extra: [String: String]
    ) {
        self.apiKey = apiKey
        self.timeout = timeout
        self.maxRetries = maxRetries
        connections = HTTPConnections(timeout: timeout)

        let parts = baseURL.split(separator: "?", maxSplits: 1)
        var base = parts.first ?? ""
        while base.last == "/" { base.removeLast() }
        self.base = base
        query = [parts.count > 1 ? String(parts[1]) : nil, apiVersion.map { "api-version=\($0)" }].compactMap(\.self).joined(separator: "&")

        var headers: HTTPHeaders = ["Content-Type": "application/json", "User-Agent": "fluxgate-swift"]
        if apiVersion != nil || RequestTarget(url: baseURL).provider == "azure" {
            headers.add(name: "api-key", value: apiKey)
        } else {
            headers.add(name: "Authorization", value: "Bearer \(apiKey)")
        }
        if let organization { headers.add(name: "OpenAI-Organization", value: organization) }
        if let project { headers.add(name: "OpenAI-Project", value: project) }
        for (name, value) in extra.sorted(by: { $0.key < $1.key }) { headers.replaceOrAdd(name: name, value: value) }
        self.headers = headers
    }

    func url(_ path: String) -> String {
        query.isEmpty ? "\(base)\(path)" : "\(base)\(path)?\(query)"
    }

    /// The headers of a request. `key` is the same for all attempts at one call.
    func headers(accept: String, key: String) -> HTTPHeaders {
        var headers = headers
        headers.add(name: "Accept", value: accept)
        headers.add(name: "Idempotency-Key", value: key)
        return headers
    }

    /// Sends a request; returns when the answer begins.
    func send(_ path: String, _ headers: HTTPHeaders, _ body: String) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url(path))
        request.method = .POST
        request.headers = headers
        request.body = .bytes(ByteBuffer(string: body))
        return try await connections.client.execute(request, deadline: .now() + TimeAmount(timeout))
    }
}
