import AsyncHTTPClient
import ByteStreams
import FluxGateSDK
import NIOCore
import OpenAIWire

/// Reads a stream for its one iterator: hands out chunks, and keeps the books of what came. Whoever drops it before the end stops the stream.
final class StreamReading<Chunk: OpenAIObject> {
    private let stream: OpenedStream
    private var bytes: HTTPClientResponse.Body.AsyncIterator
    private var account: StreamAccount
    private var framer = SSEFramer()
    private let reader = JSONReader()
    /// Chunks that came together, the next one last.
    private var ready: [Chunk] = []
    /// Thrown when the chunks before it are handed out.
    private var failure: OpenAIError?
    private var isOver = false

    init(_ stream: OpenedStream) {
        self.stream = stream
        bytes = stream.body.makeAsyncIterator()
        account = StreamAccount(stream)
    }

    deinit {
        stop()
    }

    func next() async throws -> Chunk? {
        while true {
            if let chunk = ready.popLast() { return chunk }
            if isOver { return nil }
            if let failure { throw await end(throwing: failure) }
            do {
                guard let buffer = try await bytes.next() else { break }
                take(Array(buffer: buffer))
            } catch {
                throw await end(throwing: error)
            }
        }
        framer.finish { read($0) }
        ready.reverse()
        if failure == nil { await close(waits: true) }
        return try await next()
    }

    /// Ends the stream early, if it has not ended.
    func stop() {
        guard !isOver else { return }
        isOver = true
        stream.books.closeInBackground(account.record(error: nil), stream: account.assembler, stream.outcome)
    }

    // MARK: - Pieces

    private func take(_ piece: [UInt8]) {
        account.take(piece)
        piece.withView { view in framer.feed(view) { read($0) } }
        ready.reverse()
    }

    private func read(_ event: SSEEvent) {
        account.take(event, reader)
        let data = event.data.trimmed
        // What comes behind an error counts, and is not handed out.
        guard failure == nil, !data.isEmpty, !data.hasPrefix("[DONE]") else { return }
        guard let value = try? reader.value(of: data) else {
            // A last event without its end is torn; that the stream broke shows otherwise.
            if event.isTerminated {
                failure = OpenAIError(status: nil, facts: ErrorFacts(message: "an event of the stream is no JSON", type: OpenAIError.unreadable))
            }
            return
        }
        if let error = StreamReading.error(in: value) {
            failure = OpenAIError(status: nil, facts: error)
            failure?.requestId = stream.attempt.requestID
            failure?.body = JSON(value)
            return
        }
        if stream.hidesUsage, let usage = value["usage"], usage.isObject, let choices = value["choices"], choices.isEmptyContainer { return }
        ready.append(Chunk(json: JSON(value)))
    }

    /// The error that an event is, in one of its shapes.
    private static func error(in value: JSONValue) -> ErrorFacts? {
        // Google's servers wrap theirs into a list.
        let value = value.isArray ? value.first ?? value : value
        if value["type"]?.isString("error") == true { return value["error"].flatMap { ErrorFacts($0) } ?? ErrorFacts(value) }
        if value["object"]?.isString("error") == true { return ErrorFacts(value) }
        return value["error"].flatMap { ErrorFacts($0) }
    }

    // MARK: - The end

    /// Closes the books of a stream that fails; what is returned is to be thrown.
    private func end(throwing error: any Error) async -> any Error {
        if Task.isCancelled || error is CancellationError {
            await close(CallRecord.cancelled, waits: false)
            return CancellationError()
        }
        if let error = error as? OpenAIError {
            await close(waits: true)
            return error
        }
        let failure = OpenAIError(transport: error)
        await close(failure.message, waits: true)
        return failure
    }

    private func close(_ error: String? = nil, waits: Bool) async {
        isOver = true
        await stream.books.close(account.record(error: error), stream: account.assembler, stream.outcome, waits: waits)
    }
}
