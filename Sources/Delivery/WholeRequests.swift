import NIOCore

/// Sends each request in one piece. The client hands its head and its body to the system one after the other; a process that is killed in
/// between would leave half a request behind, which is nothing that a server should have to make sense of. One call a request is faster, too.
final class WholeRequests: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private var isDue = false

    /// Puts the handler next to a connection's socket.
    @Sendable static func install(in channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(WholeRequests(), position: .first) }
    }

    /// Sends when all that is being written now has been written.
    func flush(context: ChannelHandlerContext) {
        guard !isDue else { return }
        isDue = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            let (handler, context) = bound.value
            handler.isDue = false
            context.flush()
        }
    }
}
