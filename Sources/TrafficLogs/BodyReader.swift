package import ByteStreams
import FoundationEssentials
package import OpenAIWire
import TrafficModel

/// Reads bodies in every dress that recorders give them: a JSON value, JSON as text (once or twice), a raw event stream as text, base64, a list
/// of chunks.
///
/// Keeps its buffers between records; for one thread at a time.
package final class BodyReader {
    private let text = TextBuffer()
    private let innerText = TextBuffer()
    private let inflatedText = TextBuffer()
    private let bodies = JSONReader()
    private let innerBodies = JSONReader()
    private let events = JSONReader()
    private let columnText = TextBuffer()
    private let columns = JSONReader()
    private var targets = InternedValues<RequestTarget>()

    package init() {}

    /// What a URL says; the same few come again and again.
    package func readURL(_ value: JSONValue?, into exchange: inout Exchange) {
        guard let raw = value?.rawString, !raw.isEmpty else { return }
        // Raw text: an escaped slash makes another text of the same URL, and costs no more than a place of its own.
        exchange.target = targets.value(of: raw) { _ in RequestTarget(url: value?.string ?? "") }
    }

    // MARK: - Columns

    /// Lends the JSON that a column holds as such or as text; an empty column lends nothing. False where the text is no JSON.
    ///
    /// Lent until the next column is read; bodies may be read meanwhile.
    package func readColumn(_ value: JSONValue?, _ body: (JSONValue) -> Void) -> Bool {
        guard let value, !value.isNull else { return true }
        guard let raw = value.rawString else {
            body(value)
            return true
        }
        guard columnText.fill(unescaping: raw) else { return false }
        let text = columnText.view.trimmed
        guard !text.isEmpty else { return true }
        guard let inner = try? columns.value(of: text) else { return false }
        body(inner)
        return true
    }

    // MARK: - Requests

    package func readRequest(_ value: JSONValue?, into exchange: inout Exchange) {
        guard let value else { return }
        if value.isObject, value["encoding"]?.isString("base64") == true, let data = value["data"]?.string {
            guard decode(base64: data) else { return }
            return readRequest(text: text.view, into: &exchange)
        }
        guard value.isString else { return exchange.request.readBody(value, endpoint: exchange.urlEndpoint) }
        guard let raw = value.rawString, text.fill(unescaping: raw) else { return }
        readRequest(text: text.view, into: &exchange)
    }

    package func readBase64Request(_ value: JSONValue, into exchange: inout Exchange) {
        guard let encoded = value.string, decode(base64: encoded) else { return }
        readRequest(text: text.view, into: &exchange)
    }

    /// Reads a request's body as its bytes went over the wire.
    package func readRequest(text given: ByteView, into exchange: inout Exchange) {
        guard let plain = inflated(given), let body = try? bodies.value(of: plain.trimmed) else { return }
        exchange.request.readBody(body, endpoint: exchange.urlEndpoint)
    }

    // MARK: - Answers

    package func readAnswer(_ value: JSONValue?, into exchange: inout Exchange) {
        guard let value, !value.isNull else { return }
        if value.isString {
            if value.rawString?.looksLikeEventStream == true { return readTranscript(value, into: &exchange) }
            guard let raw = value.rawString, text.fill(unescaping: raw) else { return exchange.answerIsUnreadable = true }
            return readText(text.view, into: &exchange)
        }
        if value.isObject, let data = value["data"], data.isString, value["object"] == nil, value["choices"] == nil {
            return readEncoded(data, isBase64: value["encoding"]?.isString("base64") == true, into: &exchange)
        }
        if value.isArray, let first = value.first, first["choices"]?.isArray == true || first["type"]?.isString == true {
            return readChunks(value, into: &exchange)
        }
        exchange.answer.readBody(value, endpoint: exchange.urlEndpoint)
        noteIfUnreadable(&exchange)
    }

    /// Reads an answer's body as its bytes came over the wire, compressed or not.
    package func readBytes(_ given: ByteView, into exchange: inout Exchange) {
        guard let plain = inflated(given) else { return exchange.answerIsUnreadable = true }
        readText(plain, into: &exchange)
    }

    /// Reads an answer that is text: a stream, JSON, or something else such as a proxy's error page.
    package func readText(_ given: ByteView, into exchange: inout Exchange) {
        let body = given.withoutBOM.trimmed
        guard !body.isEmpty else { return }
        if body.looksLikeEventStream { return readStream(given, into: &exchange) }
        guard let value = try? bodies.value(of: body) else { return notJSON(&exchange) }
        if value.isString {
            // Encoded twice.
            guard let raw = value.rawString, innerText.fill(unescaping: raw) else { return exchange.answerIsUnreadable = true }
            let inner = innerText.view.withoutBOM.trimmed
            if inner.looksLikeEventStream { return readStream(inner, into: &exchange) }
            guard let value = try? innerBodies.value(of: inner) else { return notJSON(&exchange) }
            exchange.answer.readBody(value, endpoint: exchange.urlEndpoint)
        } else {
            exchange.answer.readBody(value, endpoint: exchange.urlEndpoint)
        }
        noteIfUnreadable(&exchange)
    }

    /// Reads a raw transcript given as a JSON string.
    package func readTranscript(_ value: JSONValue, into exchange: inout Exchange) {
        guard let raw = value.rawString, readEscapedStream(raw, into: &exchange) else { return exchange.answerIsUnreadable = true }
    }

    /// Reads a transcript out of a JSON string, unescaping only the events that may say something; false where an escape is malformed.
    private func readEscapedStream(_ raw: ByteView, into exchange: inout Exchange) -> Bool {
        var assembler = StreamAssembler(endpoint: exchange.urlEndpoint)
        var framer = SSEFramer()
        var transcript = EscapedTranscript(raw)
        while let event = transcript.next() {
            guard text.fill(unescaping: event) else { return false }
            var dataCount = 0
            framer.feed(text.view) {
                assembler.consume($0, events)
                dataCount = $0.data.count
            }
            if !assembler.textsOfLastEvent.isEmpty { transcript.remember(texts: assembler.textsOfLastEvent, dataCount: dataCount) }
        }
        guard text.fill(unescaping: transcript.rest) else { return false }
        framer.feed(text.view) { assembler.consume($0, events) }
        framer.finish { assembler.consume($0, events) }
        assembler.stepOver(textEvents: transcript.textEvents, hasText: transcript.hasText, responseDeltas: transcript.responseDeltas)
        exchange.take(assembler)
        return true
    }

    private func readStream(_ transcript: ByteView, into exchange: inout Exchange) {
        var assembler = StreamAssembler(endpoint: exchange.urlEndpoint)
        var framer = SSEFramer()
        framer.feed(transcript) { assembler.consume($0, events) }
        framer.finish { assembler.consume($0, events) }
        exchange.take(assembler)
    }

    private func readChunks(_ chunks: JSONValue, into exchange: inout Exchange) {
        var assembler = StreamAssembler(endpoint: exchange.urlEndpoint)
        for chunk in chunks.elements {
            assembler.consume(SSEEvent(name: .empty, data: chunk.isString ? chunk.rawString ?? .empty : chunk.raw, isTerminated: true), events)
        }
        exchange.take(assembler)
    }

    /// Reads a stream of which a browser kept the events: their names and their data.
    package func readEvents(_ messages: JSONValue, into exchange: inout Exchange) {
        var assembler = StreamAssembler(endpoint: exchange.urlEndpoint)
        for message in messages.elements {
            guard let data = message["data"]?.rawString, text.fill(unescaping: data) else { continue }
            assembler.consume(SSEEvent(name: .empty, data: text.view, isTerminated: true), events)
        }
        exchange.take(assembler)
    }

    /// Reads an answer that is base64, and perhaps compressed inside.
    package func readBase64Answer(_ value: JSONValue, into exchange: inout Exchange) {
        readEncoded(value, isBase64: true, into: &exchange)
    }

    private func readEncoded(_ data: JSONValue, isBase64: Bool, into exchange: inout Exchange) {
        guard let encoded = data.string else { return exchange.answerIsUnreadable = true }
        guard isBase64 else {
            text.fill(encoded.utf8)
            return readText(text.view, into: &exchange)
        }
        guard decode(base64: encoded) else { return exchange.answerIsUnreadable = true }
        readBytes(text.view, into: &exchange)
    }

    private func decode(base64 encoded: String) -> Bool {
        guard let decoded = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) else { return false }
        text.fill(decoded)
        return true
    }

    /// The bytes without their compression; nil where it is damaged.
    private func inflated(_ bytes: ByteView) -> ByteView? {
        guard let compression = bytes.compression else { return bytes }
        return inflatedText.fill(inflating: bytes, as: compression) ? inflatedText.view : nil
    }

    private func notJSON(_ exchange: inout Exchange) {
        switch exchange.urlEndpoint {
        case .speech, .transcriptions, .translations: break  // audio, and transcripts as plain text
        default: exchange.answerIsUnreadable = true
        }
    }

    private func noteIfUnreadable(_ exchange: inout Exchange) {
        if !exchange.answer.isRecognised, (exchange.httpStatus ?? 200) < 400, exchange.urlEndpoint != nil { notJSON(&exchange) }
    }
}

extension ByteView {
    fileprivate var withoutBOM: ByteView { startsWithBOM ? self[3..<count] : self }

    /// Whether the text starts as server-sent events do.
    package var looksLikeEventStream: Bool {
        let text = withoutBOM
        return text.hasPrefix("data:") || text.hasPrefix("event:") || text.hasPrefix(":") || text.hasPrefix("id:") || text.hasPrefix("retry:")
    }
}
