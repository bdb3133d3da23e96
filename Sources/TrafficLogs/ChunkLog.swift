package import ByteStreams
import OpenAIWire
import TrafficModel

/// Chunks as they came over the wire and nothing around them, one a line: of completions, which name their stream, and events of the
/// Responses API, most of which do not and belong to the stream at hand.
package struct ChunkLog: LogContainer {
    package var name: String { "chunks" }
    package var reason: String { "chunks of streams, one a line" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        record.isStreamChunk || record.rawString?.isDone == true
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        let (data, owner) = record.streamEvent
        let isLast = record.isString || record.closesResponse
        // An event of the Responses API that names no response makes no call by itself.
        let isPieceOnly = owner == .latest && record["type"] != nil
        emit(.part(CallPart(owner: owner, exchange: Exchange(), piece: .event(data), isLast: isLast, isRequestOnly: isPieceOnly)))
    }
}

extension JSONValue {
    /// Whether the value is a chunk of a completion or an event of a Responses stream. A realtime event has an id of its own.
    var isStreamChunk: Bool {
        guard isObject else { return false }
        // Gateways name the kind of a call in their rows as its chunks do.
        if self["object"]?.isString("chat.completion.chunk") == true { return self["choices"] != nil }
        if self["event_id"] == nil, let type = self["type"]?.rawString, type.hasPrefix("response.") {
            return self["response"]?["object"]?.isString("realtime.response") != true
        }
        // What Azure sends before and behind the stream proper names nothing, not even what it is.
        if self["id"]?.isString("") == true, self["object"]?.isString("") == true, self["choices"]?.isArray == true { return true }
        return self["choices"]?.first?["delta"]?.isObject == true
    }

    /// Whether the value is the event that closes a Responses stream.
    fileprivate var closesResponse: Bool {
        guard let type = self["type"] else { return false }
        return type.isString("response.completed") || type.isString("response.incomplete") || type.isString("response.failed")
    }

    /// A chunk's data, given as JSON or as text, and the stream that it names.
    var streamEvent: (data: [UInt8], owner: CallPart.Owner) {
        let data: [UInt8]
        var id: String?
        if isString {
            data = Array((string ?? "").utf8)
            // An id within text is looked for only where the line has none of its own.
            id = (try? JSONReader().read(data) { $0.streamID }) ?? nil
        } else {
            data = Array(raw)
            id = streamID
        }
        if let id { return (data, .key(id)) }
        // Azure's first chunk has no id: it opens the stream that follows.
        let isOpening = isObject && self["choices"]?.isEmptyContainer == true && self["usage"]?.isObject != true
        return (data, isOpening ? .next : .latest)
    }

    private var streamID: String? {
        (self["response"]?["id"] ?? self["response_id"] ?? (self["choices"] != nil ? self["id"] : nil))?.nonEmptyString
    }
}

extension ByteView {
    /// Whether the text is the mark that ends a stream.
    var isDone: Bool {
        let text = trimmed
        return text.hasPrefix("[DONE]") && text.count <= 8
    }
}
