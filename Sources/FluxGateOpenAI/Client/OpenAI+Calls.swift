import AsyncHTTPClient
import FluxGateSDK
import NIOCore
import NIOHTTP1
import TrafficModel

// How a call is made: attempts, one after the other, each of which enters the books by itself.
extension OpenAI {
    /// Asks for a whole answer.
    func create<Answer: OpenAIAnswer>(_ path: String, _ request: some OpenAIRequest) async throws -> Answer {
        var body = request.body
        body["stream"] = nil
        let call = Outgoing(server: server, path: path, body: body, accept: "application/json")
        return try await attempts { isLast in
            var attempt = Attempt(call, books)
            do {
                let response = try await server.send(path, call.headers, call.text)
                attempt.receive(response)
                let bytes = try await response.body.collect(upTo: Attempt.largestBody)
                attempt.end(body: Array(buffer: bytes))
            } catch {
                throw await attempt.fail(error, isLast: isLast)
            }
            let outcome = attempt.outcome(Answer.self)
            let tracking = await books.close(attempt.record, waits: isLast || outcome.isFinal)
            var answer = try outcome.result.get()
            answer.fluxGateCostTrackingResponse = tracking
            return answer
        }
    }

    /// Asks for an answer in pieces.
    func stream<Chunk: OpenAIObject>(_ path: String, _ request: some OpenAIRequest, _ endpoint: Endpoint) async throws -> OpenAIStream<Chunk> {
        var body = request.body
        body["stream"] = true
        let asksForUsage = books.isTracked && endpoint != .responses && body["stream_options"]?["include_usage"] == nil
        if asksForUsage {
            var options = body["stream_options"]?.object ?? JSONObject()
            options["include_usage"] = true
            body["stream_options"] = .object(options)
        }
        let call = Outgoing(server: server, path: path, body: body, accept: "text/event-stream")
        return try await attempts { isLast in
            var attempt = Attempt(call, books)
            do {
                let response = try await server.send(path, call.headers, call.text)
                attempt.receive(response)
                if attempt.isStream {
                    return OpenAIStream(
                        OpenedStream(
                            body: response.body, attempt: attempt, endpoint: endpoint, books: books, connections: server.connections,
                            hidesUsage: asksForUsage))
                }
                let bytes = try await response.body.collect(upTo: Attempt.largestBody)
                attempt.end(body: Array(buffer: bytes))
            } catch {
                throw await attempt.fail(error, isLast: isLast)
            }
            let failure = attempt.refusal
            _ = await books.close(attempt.record, waits: isLast || !failure.mayPass)
            throw failure
        }
    }

    /// Makes attempts until one succeeds, fails for good, or is the last.
    private func attempts<Result>(_ attempt: (_ isLast: Bool) async throws -> Result) async throws -> Result {
        var failures = 0
        while true {
            do {
                return try await attempt(failures == server.maxRetries)
            } catch let failure as AttemptFailure {
                failures += 1
                guard failure.mayPass, failures <= server.maxRetries else { throw failure.error }
                try await Task.sleep(for: RetryPolicy.wait(afterFailures: failures, askedForBy: failure.error.retryAfter))
            }
        }
    }
}

/// A failed attempt.
struct AttemptFailure: Error {
    var error: OpenAIError
    /// Whether another attempt may succeed.
    var mayPass: Bool
}

/// A request as it is sent, in every attempt.
struct Outgoing: Sendable {
    let url: String
    let headers: HTTPHeaders
    let body: JSONObject
    let text: String
    let apiKey: String

    init(server: Server, path: String, body: JSONObject, accept: String) {
        url = server.url(path)
        headers = server.headers(accept: accept, key: newIdempotencyKey())
        self.body = body
        text = JSON.object(body).text
        apiKey = server.apiKey
    }
}
