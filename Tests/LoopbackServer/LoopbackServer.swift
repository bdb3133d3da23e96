import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on loopback that answers as a test says.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        package var path: String
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }

        package func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    package typealias Handler = @Sendable (Request, Answer) async throws -> Void

    package let port: Int
    private let seen: Seen

    /// `http://127.0.0.1:PORT`
    package var url: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far.
    package var requests: [Request] { seen.requests.withLock { $0 } }

    package init(keepsRequests: Bool = true, _ handler: @escaping Handler) async throws {
        let seen = Seen()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 2048)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>(wrappingChannelSynchronously: channel)
                }
            }
        port = listener.channel.localAddress?.port ?? 0
        self.seen = seen
        // Lives as long as the tests' process: connections that were accepted and not yet served must not be dropped.
        Task {
            try await withThrowingDiscardingTaskGroup { group in
                try await listener.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask { try? await LoopbackServer.serve(connection, keepsRequests ? seen : nil, handler) }
                    }
                }
            }
        }
    }

    private final class Seen: Sendable {
        let requests = Mutex<[Request]>([])
    }

    private static func serve(
        _ connection: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>, _ seen: Seen?, _ handler: Handler
    ) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let given):
                    head = given
                    body = []
                case .body(let buffer): body += Array(buffer: buffer)
                case .end:
                    guard let head else { return }
                    let request = Request(path: head.uri, headers: head.headers.map { ($0.name, $0.value) }, body: body)
                    seen?.requests.withLock { $0.append(request) }
                    let answer = Answer(outbound)
                    do { try await handler(request, answer) } catch is Answer.Cut {
                        connection.channel.close(promise: nil)
                        return
                    }
                    try await answer.end()
                }
            }
        }
    }
}

/// What a handler answers with.
package final class Answer: Sendable {
    /// Thrown by a handler that breaks the connection.
    package struct Cut: Error { package init() {} }

    private let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    private let hasBegun = Mutex(false)

    init(_ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>) {
        self.outbound = outbound
    }

    package func begin(_ status: Int, _ headers: [(String, String)] = []) async throws {
        hasBegun.withLock { $0 = true }
        try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: HTTPHeaders(headers))))
    }

    /// Throws where the other side has gone.
    package func write(_ bytes: some Sequence<UInt8>) async throws {
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }

    package func write(_ text: String) async throws {
        try await write(text.utf8)
    }

    /// A whole answer.
    package func send(_ status: Int, _ body: String, type: String = "application/json", _ headers: [(String, String)] = []) async throws {
        try await begin(status, [("Content-Type", type), ("Content-Length", String(body.utf8.count))] + headers)
        if !body.isEmpty { try await write(body) }
    }

    func end() async throws {
        if !hasBegun.withLock({ $0 }) { try await begin(200) }
        try await outbound.write(.end(nil))
    }
}
