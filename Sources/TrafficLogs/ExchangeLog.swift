package import ByteStreams
import OpenAIWire
import TrafficModel

/// A record that holds a request and its answer: the project's own log record, and what people write at home.
///
/// The project's own is `{"timestamp", "duration_ms", "stream_duration_ms", "context", "request": {"method", "url", "headers", "body"},
/// "response": {"status", "headers", "body" | "sse"}, "error"}`. Others name the same things differently; where a name is taken by
/// two meanings, the shape of the value decides.
package struct ExchangeLog: LogContainer {
    package var name: String { "exchange" }
    package var reason: String { "a request beside its response" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        for (name, value) in record.members {
            if name.isName("request") || name.isName("response") || name.isName("request_body") || name.isName("response_body") || name.isName("req")
                || name.isName("res") || name.isName("sse")
            {
                return true
            }
            if name.isName("kind"), value.isString("rollup") { return true }
        }
        return false
    }

    /// Whether a record has the names of the project's own record and no other, its time or its context among them: a request beside a response
    /// alone may be somebody else's.
    static func isOwnRecord(_ record: JSONValue) -> Bool {
        var hasExchange = false
        var hasMark = false
        for (name, _) in record.members {
            if name.isName("request") || name.isName("response") {
                hasExchange = true
            } else if name.isName("timestamp") || name.isName("context") {
                hasMark = true
            } else if !(name.isName("duration_ms") || name.isName("stream_duration_ms") || name.isName("error")) {
                return false
            }
        }
        return hasExchange && hasMark
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        var parts = ExchangeParts()
        for (name, value) in record.members where !value.isNull { parts.take(name, value) }
        // The sum of other records.
        if parts.isRollup { return emit(.ignored) }
        var exchange = Exchange()
        parts.fill(&exchange, bodies)
        emit(.exchange(consume exchange))
    }
}

/// The members of a record, by meaning.
struct ExchangeParts {
    var request: JSONValue?
    var response: JSONValue?
    var requestHeaders: JSONValue?
    var responseHeaders: JSONValue?
    var transcript: JSONValue?
    var url: JSONValue?
    var method: JSONValue?
    var status: JSONValue?
    var error: JSONValue?
    var time: JSONValue?
    var requestID: JSONValue?
    var customID: JSONValue?
    var latency: Int64?
    var firstToken: Int64?
    var streamDuration: Int64?
    var context: JSONValue?
    /// What may stand beside the context, in the order of the record.
    var furtherContexts: [JSONValue] = []
    var attribution = Attribution()
    var isRollup = false
    var isCacheHit = false

    mutating func take(_ name: JSONValue, _ value: JSONValue) {
        // The names of the project's own records first: there are so many of them.
        if name.isName("context") {
            context = value
        } else if name.isName("request") || name.isName("request_body") || name.isName("req") {
            request = value
        } else if name.isName("response") || name.isName("response_body") || name.isName("res") || name.isName("completion") {
            response = value
        } else if name.isName("duration_ms") || name.isName("latency_ms") || name.isName("elapsed_ms") || name.isName("response_time_ms") {
            latency = value.microseconds(perUnit: 1_000)
        } else if name.isName("timestamp") || name.isName("ts") || name.isName("time") || name.isName("recorded_at") || name.isName("started_at")
            || name.isName("start_time") || name.isName("@timestamp") || name.isName("datetime")
        {
            time = time ?? value
        } else if name.isName("meta") || name.isName("metadata") {
            furtherContexts.append(value)
        } else if name.isName("duration") || name.isName("latency") || name.isName("elapsed") || name.isName("duration_s") {
            latency = latency ?? value.microseconds(perUnit: 1_000_000)
        } else if name.isName("stream_duration_ms") {
            streamDuration = value.microseconds(perUnit: 1_000)
        } else if name.isName("ttft_ms") || name.isName("ttfb_ms") || name.isName("time_to_first_token_ms") {
            firstToken = value.microseconds(perUnit: 1_000)
        } else if name.isName("ttft") || name.isName("ttfb") {
            firstToken = value.microseconds(perUnit: 1_000_000)
        } else if name.isName("sse") {
            transcript = value
        } else if name.isName("url") || name.isName("path") || name.isName("endpoint") || name.isName("uri") {
            url = url ?? value
        } else if name.isName("method") {
            method = value
        } else if name.isName("status") || name.isName("status_code") || name.isName("http_status") {
            status = value
        } else if name.isName("request_headers") {
            requestHeaders = value
        } else if name.isName("response_headers") || name.isName("headers") {
            responseHeaders = value
        } else if name.isName("error") {
            error = value
        } else if name.isName("request_id") || name.isName("x_request_id") {
            requestID = value
        } else if name.isName("custom_id") {
            customID = value
        } else if name.isName("cache_hit") {
            isCacheHit = value.bool ?? false
        } else if name.isName("feature") || name.isName("tag") {
            attribution.feature = attribution.feature ?? value.filledText
        } else if name.isName("user") || name.isName("user_id") {
            attribution.readUser(value)
        } else if name.isName("session_id") || name.isName("sessionId") || name.isName("session") {
            attribution.sessionID = attribution.sessionID ?? value.filledText
        } else if name.isName("conversation_id") || name.isName("conversationId") || name.isName("thread_id") {
            attribution.conversationID = attribution.conversationID ?? value.filledText
        } else if name.isName("kind") {
            isRollup = value.isString("rollup")
        }
    }

    /// Fills in an exchange: it is large, and returning one copies it.
    func fill(_ exchange: inout Exchange, _ bodies: BodyReader) {
        exchange.readTime(time)
        exchange.latency = latency
        exchange.isCacheHit = isCacheHit
        exchange.method = method?.string
        bodies.readURL(url, into: &exchange)
        exchange.httpStatus = status?.httpStatus
        if let context { exchange.readContext(context) }
        for context in furtherContexts { exchange.readContext(context) }
        exchange.context.fill(from: attribution)
        exchange.headers.readRequest(requestHeaders)
        exchange.headers.readResponse(responseHeaders)

        readRequest(into: &exchange, bodies)
        readResponse(into: &exchange, bodies)
        readError(into: &exchange)

        // An id that some recorder gave its own record names the request only where the provider's header does not.
        exchange.requestID = exchange.headers.requestID ?? requestID?.scalarText
        exchange.streamDuration = streamDuration
        if streamDuration == nil, exchange.answer.isStream, let latency, let firstToken, firstToken <= latency {
            exchange.streamDuration = latency - firstToken
        }
    }

    private func readRequest(into exchange: inout Exchange, _ bodies: BodyReader) {
        guard let request else { return }
        var body: JSONValue?
        var url: JSONValue?
        var isEnvelope = false
        var namesModel = false
        for (name, value) in request.members {
            if name.isName("body") {
                body = value.isNull ? nil : value
            } else if name.isName("url") {
                url = value.isNull ? url : value
            } else if name.isName("uri") || name.isName("path") {
                url = url ?? value
                continue
            } else if name.isName("method") {
                exchange.method = value.string ?? exchange.method
            } else if name.isName("headers") {
                exchange.headers.readRequest(value)
            } else {
                if name.isName("model") { namesModel = true }
                continue
            }
            isEnvelope = true
        }
        guard isEnvelope else { return bodies.readRequest(request, into: &exchange) }
        bodies.readURL(url, into: &exchange)
        if let body {
            bodies.readRequest(body, into: &exchange)
        } else if namesModel {
            bodies.readRequest(request, into: &exchange)
        }
    }

    private func readResponse(into exchange: inout Exchange, _ bodies: BodyReader) {
        guard let response else { return readBody(nil, into: &exchange, bodies) }
        var body: JSONValue?
        var transcript: JSONValue?
        var headers: JSONValue?
        var requestID: JSONValue?
        var status: Int?
        var isEnvelope = false
        for (name, value) in response.members {
            if name.isName("body") {
                body = value
            } else if name.isName("sse") {
                transcript = value.isNull ? nil : value
            } else if name.isName("headers") {
                headers = value
            } else if name.isName("status_code") {
                status = status ?? value.httpStatus
            } else if name.isName("status") {
                // A number in an envelope and a word in a response object.
                guard let number = value.httpStatus else { continue }
                status = number
            } else {
                if name.isName("request_id") { requestID = value }
                continue
            }
            isEnvelope = true
        }
        guard isEnvelope else { return readBody(response, into: &exchange, bodies) }
        exchange.httpStatus = status ?? exchange.httpStatus
        exchange.headers.readResponse(headers)
        if let id = requestID?.nonEmptyString, exchange.headers.requestID == nil { exchange.headers.requestID = id }
        if let transcript {
            bodies.readTranscript(transcript, into: &exchange)
        } else {
            readBody(body, into: &exchange, bodies)
        }
    }

    /// A transcript beside the response stands in place of its body.
    private func readBody(_ body: JSONValue?, into exchange: inout Exchange, _ bodies: BodyReader) {
        if let transcript {
            bodies.readTranscript(transcript, into: &exchange)
        } else {
            bodies.readAnswer(body, into: &exchange)
        }
    }

    private func readError(into exchange: inout Exchange) {
        guard let error, let facts = ErrorFacts(error) else { return }
        if error.isString {
            exchange.transportError = facts.message
        } else if exchange.answer.error == nil {
            exchange.answer.error = facts
        }
    }
}
