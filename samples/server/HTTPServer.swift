import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// As much of an HTTP server as the sample needs: one request a connection. Take the framework of your choice in its place.
struct HTTPServer: Service {
    struct Request: Sendable {
        var path: String
        var text: String
    }

    struct Reply: Sendable {
        fileprivate let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

        func begin(_ status: Int, type: String) async throws {
            let headers: HTTPHeaders = ["Content-Type": type, "Connection": "close"]
            try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)))
        }

        func write(_ text: String) async throws {
            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: text))))
        }

        func send(_ status: Int, _ json: String) async throws {
            try await begin(status, type: "application/json")
            try await write(json + "\n")
        }
    }

    let port: Int
    let answer: @Sendable (Request, Reply) async throws -> Void

    func run() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>(wrappingChannelSynchronously: channel)
                }
            }
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                try await listener.executeThenClose { connections in
                    for try await connection in connections { group.addTask { try? await serve(connection) } }
                }
            }
        } onGracefulShutdown: {
            listener.channel.close(promise: nil)
        }
    }

    private func serve(_ connection: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var request = Request(path: "", text: "")
            for try await part in inbound {
                switch part {
                case .head(let head): request.path = head.uri
                case .body(let buffer): request.text += String(buffer: buffer)
                case .end:
                    try await answer(request, Reply(outbound: outbound))
                    return try await outbound.write(.end(nil))
                }
            }
        }
    }
}
