import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// FluxGate's ingest endpoint on loopback, over real sockets: keeps each event once by its idempotency key, and fails as it is told.
final class FakeFluxGate: Sendable {
    /// How a request is treated.
    enum Reaction: Sendable {
        case accept
        /// Stored, and answered with so many dollars.
        case acceptFor(String)
        /// Stored, and then no answer.
        case acceptAndHangUp
        /// Stored, and answered with something that is not FluxGate's.
        case acceptWithGarbage
        /// Not stored, and answered like a log-in page.
        case logInPage
        /// Stored after some time.
        case acceptAfter(Duration)
        /// Nothing is stored, nothing is answered, and the connection stays open.
        case hang
        /// The connection is torn down before anything is stored.
        case reset
        case answer(status: Int, body: String = #"{"error":"no"}"#, retryAfter: String? = nil)
    }

    struct Request: Sendable {
        /// Counted from 1.
        var number: Int
        var key: String
        var authorization: String
        var userAgent: String
        var body: String
        var time: ContinuousClock.Instant
    }

    private struct State {
        var stored: [String: String] = [:]
        var order: [String] = []
        var requests: [Request] = []
        var connections = 0
        /// How often something came in: once a request, where requests come in one piece.
        var arrivals = 0
        var inFlight = 0
        var mostInFlight = 0
    }

    private let state = Mutex(State())
    private let react: @Sendable (Request) -> Reaction
    private let channel = Mutex<(any Channel)?>(nil)
    /// Requests are counted but not kept, for long runs.
    private let keepsRequests: Bool

    init(keepsRequests: Bool = true, _ react: @escaping @Sendable (Request) -> Reaction = { _ in .accept }) async throws {
        self.react = react
        self.keepsRequests = keepsRequests
        let bound = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    state.withLock { $0.connections += 1 }
                    try channel.pipeline.syncOperations.addHandler(ArrivalCounter(server: self))
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(IngestHandler(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = bound }
    }

    var url: String { "http://127.0.0.1:\(channel.withLock { $0?.localAddress?.port ?? 0 })/api/events" }

    /// Bodies by idempotency key.
    var stored: [String: String] { state.withLock { $0.stored } }
    /// Keys in the order in which they were first stored.
    var order: [String] { state.withLock { $0.order } }
    var requests: [Request] { state.withLock { $0.requests } }
    var arrivals: Int { state.withLock { $0.arrivals } }
    var connections: Int { state.withLock { $0.connections } }
    var mostInFlight: Int { state.withLock { $0.mostInFlight } }

    func close() async {
        try? await channel.withLock { $0 }?.close()
    }

    fileprivate func arrive() {
        state.withLock { $0.arrivals += 1 }
    }

    fileprivate func begin(_ head: HTTPRequestHead, body: String) -> Reaction {
        let request = state.withLock { state in
            let request = Request(
                number: state.requests.count + 1, key: head.headers.first(name: "Idempotency-Key") ?? "",
                authorization: head.headers.first(name: "Authorization") ?? "", userAgent: head.headers.first(name: "User-Agent") ?? "", body: body,
                time: .now)
            if keepsRequests { state.requests.append(request) }
            state.inFlight += 1
            state.mostInFlight = max(state.mostInFlight, state.inFlight)
            return request
        }
        return react(request)
    }

    fileprivate func end() {
        state.withLock { $0.inFlight -= 1 }
    }

    fileprivate func store(_ key: String, _ body: String) {
        state.withLock { state in
            guard state.stored[key] == nil else { return }
            state.stored[key] = keepsRequests ? body : ""
            if keepsRequests { state.order.append(key) }
        }
    }
}

private final class ArrivalCounter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let server: FakeFluxGate

    init(server: FakeFluxGate) {
        self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        server.arrive()
        context.fireChannelRead(data)
    }
}

private final class IngestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: FakeFluxGate
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(server: FakeFluxGate) {
        self.server = server
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            react(context, head, String(buffer: body))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func react(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ body: String) {
        let key = head.headers.first(name: "Idempotency-Key") ?? ""
        let success = #"{"recordId":"record-\#(key)","totalTokens":3,"totalCost":0.001,"status":"ok","timestamp":1}"#
        switch server.begin(head, body: body) {
        case .accept:
            server.store(key, body)
            answer(context, 201, success)
        case .acceptFor(let cost):
            server.store(key, body)
            answer(context, 201, success.replacingOccurrences(of: "0.001", with: cost))
        case .acceptAndHangUp:
            server.store(key, body)
            server.end()
            context.close(promise: nil)
        case .acceptWithGarbage:
            server.store(key, body)
            answer(context, 201, "<html>ok</html>")
        case .logInPage: answer(context, 200, "<html>Please log in</html>")
        case .acceptAfter(let pause):
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .nanoseconds(Int64(pause / .nanoseconds(1)))) {
                let (handler, context) = bound.value
                handler.server.store(key, body)
                handler.answer(context, 201, success)
            }
        case .hang: server.end()
        case .reset:
            server.end()
            let channel = context.channel
            let closing = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            guard let closing else { return context.close(promise: nil) }
            closing.whenComplete { _ in channel.close(promise: nil) }
        case .answer(let status, let text, let retryAfter): answer(context, status, text, retryAfter: retryAfter)
        }
    }

    private func answer(_ context: ChannelHandlerContext, _ status: Int, _ text: String, retryAfter: String? = nil) {
        server.end()
        var headers: HTTPHeaders = ["Content-Type": "application/json", "Content-Length": "\(text.utf8.count)"]
        if let retryAfter { headers.add(name: "Retry-After", value: retryAfter) }
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
