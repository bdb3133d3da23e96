package import ByteStreams
import OpenAIWire
import TrafficModel

/// Calls that are spread over lines, each with the id of its call: a request on one line and its answer on another, or a line for each chunk
/// of a stream as it came in. Streams may interleave.
///
/// `{"ts", "request_id", "event": "request" | "response" | "error", …}`, `{"ts", "request_id", "seq", "chunk": {…} | "[DONE]"}`,
/// `{"t", "id", "data": "{…}"}`, `{"ts", "stream", "sse": "data: …"}`.
package struct CallLineLog: LogContainer {
    package var name: String { "call-lines" }
    package var reason: String { "a chunk, or half of an exchange, with the id of its call" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool { role(of: record) != nil }

    private enum Role {
        case chunk(JSONValue)
        case transcript(JSONValue)
        case request, response, failure
    }

    /// What a line is of its call; nil where it is no line of this kind.
    private func role(of record: JSONValue) -> Role? {
        guard record.isObject else { return nil }
        if let chunk = record["chunk"], isChunk(chunk) { return .chunk(chunk) }
        let isWhole = record["request"] != nil && record["response"] != nil
        // `stream` is a name here; in a record that is whole by itself it is a yes or no.
        if let piece = record["sse"], piece.isString, let stream = record["stream"], stream.isString || stream.numberDigits != nil, !isWhole {
            return .transcript(piece)
        }
        guard key(of: record) != nil else { return nil }
        if let data = record["data"], record["object"] == nil, isChunk(data) { return .chunk(data) }
        guard !isWhole, let event = record["event"] ?? record["type"] ?? record["kind"] ?? record["phase"] else { return nil }
        if event.isString("request") { return .request }
        if event.isString("response") { return .response }
        return event.isString("error") ? .failure : nil
    }

    private func isChunk(_ value: JSONValue) -> Bool {
        if value.isObject { return value.isStreamChunk || value["error"]?.isObject == true }
        guard let text = value.rawString?.trimmed else { return false }
        return text.isDone || text.hasPrefix("{") && (text.contains("choices") || text.contains("response.") || text.contains("error"))
    }

    /// The id by which a line's call goes, under the names that recorders give it.
    private func key(of record: JSONValue) -> String? {
        let names: [StaticString] = ["request_id", "req_id", "call_id", "correlation_id", "stream_id", "connection_id", "id", "trace_id"]
        for name in names {
            if let key = record[name]?.filledText { return key }
        }
        guard let stream = record["stream"], stream.bool == nil else { return nil }
        return stream.filledText
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard let role = role(of: record) else {
            return emit(.rejected(.unrecognised, message: "neither a chunk nor half of an exchange with the id of its call"))
        }
        var parts = ExchangeParts()
        for (name, value) in record.members where !value.isNull {
            if name.isName("body") || name.isName("payload") || name.isName("data") {
                switch role {
                case .request: parts.request = parts.request ?? value
                case .response: parts.response = parts.response ?? value
                case .chunk, .transcript, .failure: break
                }
            } else if name.isName("t") {
                parts.time = parts.time ?? value
            } else if !name.isName("sse") {
                parts.take(name, value)
            }
        }
        var exchange = Exchange()
        parts.fill(&exchange, bodies)
        // Of a request that waits for its answer, what it was for is kept and its headers are not.
        exchange.request.attribution.fill(from: exchange.headers.attribution)
        emit(.part(part(role, of: record, exchange)))
    }

    private func part(_ role: Role, of record: JSONValue, _ exchange: Exchange) -> CallPart {
        let key = key(of: record)
        switch role {
        case .request: return CallPart(owner: key.map { .key($0) } ?? .next, exchange: exchange, isRequestOnly: true)
        case .response, .failure: return CallPart(owner: key.map { .key($0) } ?? .latest, exchange: exchange, isLast: true)
        case .chunk(let chunk):
            let (data, owner) = chunk.streamEvent
            return CallPart(owner: key.map { .key($0) } ?? owner, exchange: exchange, piece: .event(data), isLast: data.withView { $0.isDone })
        case .transcript(let piece):
            let bytes = Array((piece.string ?? "").utf8)
            return CallPart(owner: key.map { .key($0) } ?? .latest, exchange: exchange, piece: .transcript(bytes), isLast: bytes.withView { $0.endsTranscript })
        }
    }
}

extension ByteView {
    /// Whether the last event of a piece of transcript closes its stream.
    fileprivate var endsTranscript: Bool {
        let text = trimmed
        return text.hasSuffix("data: [DONE]") || text.hasSuffix("data:[DONE]")
    }
}
