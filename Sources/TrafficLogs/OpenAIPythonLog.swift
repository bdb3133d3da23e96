package import ByteStreams
import OpenAIWire
import TrafficModel

/// The debug log of OpenAI's Python library (`OPENAI_LOG=debug`): requests with their options, statuses and ids, no answers. Every answer is a
/// call whose usage nobody knows. Lines of other libraries between them are passed over.
package struct OpenAIPythonLog: TextLog {
    package var name: String { "openai-python-log" }
    package var reason: String { "lines of openai._base_client" }

    package init() {}

    package func recognises(_ head: ByteView) -> Bool {
        guard let first = head.first, first != UInt8(ascii: "{") else { return false }
        var isOurs = false
        head.forEachLine { if PythonLogLine($0) != nil { isOurs = true } }
        return isOurs
    }

    package func makeReader() -> any TextLogReader { OpenAIPythonReader() }
}

/// A line that the library's client wrote: `[2026-11-02 10:00:00 - openai._base_client:482 - DEBUG] …`, or `DEBUG:openai._base_client:…`.
struct PythonLogLine {
    var time: ByteView?
    var message: ByteView

    init?(_ line: ByteView) {
        if line.hasPrefix("["), line.count > 24, line[1].hexadecimalValue != nil {
            guard let end = line.position(of: UInt8(ascii: "]")), line[0..<end].contains(" - openai._base_client:") else { return nil }
            time = line[1..<20]
            message = line[(end + 1)..<line.count].trimmed
        } else {
            guard line.hasPrefix("DEBUG:openai._base_client:") || line.hasPrefix("INFO:openai._base_client:"), let colon = line.lastColonOfName else { return nil }
            message = line[(colon + 1)..<line.count].trimmed
        }
    }
}

extension ByteView {
    /// The second colon: where the name of a logger ends.
    fileprivate var lastColonOfName: Int? {
        position(of: UInt8(ascii: ":")).flatMap { position(of: UInt8(ascii: ":"), from: $0 + 1) }
    }

    /// What follows a prefix.
    func dropping(_ prefix: StaticString) -> ByteView? {
        hasPrefix(prefix) ? self[prefix.utf8CodeUnitCount..<count] : nil
    }

    /// The bytes up to the first `byte`.
    func upTo(_ byte: UInt8) -> ByteView {
        self[0..<(position(of: byte) ?? count)]
    }
}

private final class OpenAIPythonReader: TextLogReader {
    private let bodies = BodyReader()
    private let literals = JSONReader()
    /// What the last request said; a retry says it again without a line of its own.
    private var request = Exchange()
    private var sent: ByteTime?
    /// Answered, and its request id may follow.
    private var answered: (exchange: Exchange, place: TextPlace)?

    private struct ByteTime {
        var text: [UInt8]
    }

    func take(_ line: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void) {
        guard let entry = PythonLogLine(line) else { return }
        let message = entry.message
        if let options = message.dropping("Request options: ") {
            end(deliver)
            readOptions(options)
        } else if message.hasPrefix("Building HTTP request: ") {
            end(deliver)
        } else if let target = message.dropping("Sending HTTP Request: ") {
            end(deliver)
            readTarget(target, into: &request)
            sent = entry.time.map { time in ByteTime(text: Array(time)) }
        } else if let answer = message.dropping("HTTP Response: ") {
            end(deliver)
            answered = (answeredExchange(answer, time: entry.time), place)
        } else if let id = message.dropping("request_id: ") {
            if answered?.exchange.requestID == nil, !id.equals("None") { answered?.exchange.requestID = id.string }
        } else if message.hasPrefix("Encountered ") {
            // No answer came: a timeout, a refused connection. An HTTP status is told by its response line already.
            guard !message.contains("HTTPStatusError") else { return }
            end(deliver)
            var exchange = startedExchange(time: entry.time)
            exchange.transportError = message.contains("Timeout") ? "request timed out" : "connection error"
            answered = (exchange, place)
        }
    }

    func finish(isTorn: Bool, _ deliver: (TextLogItem) -> Void) {
        end(deliver)
    }

    private func end(_ deliver: (TextLogItem) -> Void) {
        guard let (exchange, place) = answered else { return }
        answered = nil
        deliver(TextLogItem(.emission(exchange.recordedEmission), at: place))
    }

    private func readOptions(_ options: ByteView) {
        request = Exchange()
        guard let json = PythonLiteral.json(of: options) else { return }
        json.withView { text in
            guard let options = try? literals.value(of: text) else { return }
            request.method = options["method"]?.string
            if let url = options["url"]?.nonEmptyString { request.readURL(url) }
            bodies.readRequest(options["json_data"], into: &request)
            request.headers.readRequest(options["headers"])
        }
    }

    /// `POST https://api.openai.com/v1/chat/completions`; newer versions name the method alone.
    private func readTarget(_ text: ByteView, into exchange: inout Exchange) {
        exchange.method = text.upTo(0x20).string
        guard let space = text.position(of: 0x20) else { return }
        let url = text[(space + 1)..<text.count].upTo(0x20)
        if url.contains("/") { exchange.readURL(url.string) }
    }

    private func startedExchange(time: ByteView?) -> Exchange {
        var exchange = request
        if let sent {
            sent.text.withView { exchange.readTime(text: $0) }
        } else if let time {
            exchange.readTime(text: time)
        }
        sent = nil
        return exchange
    }

    /// `POST https://… "429 Too Many Requests" Headers({…})`, or `POST 200`.
    private func answeredExchange(_ text: ByteView, time: ByteView?) -> Exchange {
        var exchange = startedExchange(time: time)
        readTarget(text, into: &exchange)
        if let quote = text.position(of: UInt8(ascii: "\"")) {
            exchange.httpStatus = text[(quote + 1)..<text.count].upTo(0x20).wholeNumber.flatMap { Int(exactly: $0) }
        } else if let space = text.lastPosition(of: 0x20) {
            exchange.httpStatus = text[(space + 1)..<text.count].wholeNumber.flatMap { Int(exactly: $0) }
        }
        guard let start = text.lastPosition(of: UInt8(ascii: "\"")), let headers = text[(start + 1)..<text.count].trimmed.dropping("Headers(") else {
            return readHeaders(afterStatus: text, into: exchange)
        }
        return readHeaders(headers, into: exchange)
    }

    /// Header values may hold double quotes: then the headers start behind the status.
    private func readHeaders(afterStatus text: ByteView, into exchange: Exchange) -> Exchange {
        var position = 0
        while let paren = text.position(of: UInt8(ascii: "("), from: position) {
            if text[0..<paren].hasSuffix(" Headers") { return readHeaders(text[(paren + 1)..<text.count], into: exchange) }
            position = paren + 1
        }
        return exchange
    }

    private func readHeaders(_ text: ByteView, into given: Exchange) -> Exchange {
        var exchange = given
        guard let json = PythonLiteral.json(of: text) else { return exchange }
        json.withView { json in
            guard let headers = try? literals.value(of: json) else { return }
            if headers.isObject { return exchange.headers.readResponse(headers) }
            for pair in headers.elements {
                var parts = pair.elements.makeIterator()
                guard let name = parts.next()?.rawString, let value = parts.next()?.rawString else { continue }
                exchange.headers.readResponseHeader(name: name, value: value)
            }
        }
        return exchange
    }
}
