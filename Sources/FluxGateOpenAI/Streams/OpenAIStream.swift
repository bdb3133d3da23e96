public import FluxGateSDK
import Synchronization

/// An answer that comes in pieces.
///
/// Iterate it once. Leaving the loop early, or cancelling its task, ends the request at the provider.
///
/// ```swift
/// let stream = try await client.chat.completions.stream(.init(model: "gpt-4o", messages: [.user("Hello")]))
/// for try await chunk in stream { print(chunk.choices.first?.delta.content ?? "", terminator: "") }
/// ```
public final class OpenAIStream<Chunk: OpenAIObject>: AsyncSequence, Sendable {
    public typealias Element = Chunk

    /// The provider's name for the request (`x-request-id`).
    public let requestId: String?
    /// Until somebody iterates.
    private let opened: Mutex<OpenedStream?>
    private let outcome: TrackingOutcome

    init(_ stream: OpenedStream) {
        requestId = stream.attempt.requestID
        outcome = stream.outcome
        opened = Mutex(stream)
    }

    deinit {
        // Nobody read it.
        if let stream = opened.withLock({ $0 }) { StreamReading<Chunk>(stream).stop() }
    }

    /// What tracking learnt; nil until the stream has ended, and from a client that is not tracked.
    ///
    /// It is there when the loop is over. After an early stop, and where delivery is queued, FluxGate's part of it (cost, id, time) comes later.
    public var fluxGateCostTrackingResponse: FluxGateCostTrackingResponse? { outcome.value }

    /// Starts reading. A second iterator of the same stream finds nothing.
    public func makeAsyncIterator() -> AsyncIterator {
        let stream = opened.withLock { stream in
            defer { stream = nil }
            return stream
        }
        return AsyncIterator(reading: stream.map { StreamReading($0) })
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let reading: StreamReading<Chunk>?

        /// The next piece; nil at the end.
        /// - Throws: ``OpenAIError`` where the stream breaks off, or brings an error; `CancellationError` where the task was cancelled.
        public mutating func next() async throws -> Chunk? {
            try await reading?.next()
        }
    }
}

/// A streamed chat completion.
public typealias ChatCompletionStream = OpenAIStream<ChatCompletionChunk>
/// A streamed completion of the older kind.
public typealias TextCompletionStream = OpenAIStream<TextCompletion>
/// A streamed response.
public typealias ResponseStream = OpenAIStream<ResponseStreamEvent>
