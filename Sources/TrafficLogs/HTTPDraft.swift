import ByteStreams
import OpenAIWire
import TrafficModel

/// One exchange of a transcript as its lines come: heads of a request and its answers, then the answer's body.
struct HTTPDraft {
    /// The largest body that is held.
    static let limit = 256 << 20

    private(set) var hasAnswer = false
    private(set) var place: TextPlace
    private var exchange = Exchange()
    private var host: String?
    private var path: String?
    private var requestBody: [UInt8] = []
    private var body: [UInt8] = []
    private var isChunked = false
    private var isTunnel = false
    private var isTooLong = false

    init(at place: TextPlace) {
        self.place = place
    }

    // MARK: - Lines

    /// `HTTP/1.1 200 OK`: the status, and what follows it.
    static func statusLine(_ line: ByteView) -> (status: Int, reason: ByteView)? {
        guard line.hasPrefix("HTTP/"), let space = line.position(of: 0x20), space <= 8 else { return nil }
        let rest = line[(space + 1)..<line.count].trimmed
        let digits = rest.prefix { $0 != 0x20 }
        guard digits.count == 3, let status = rest[0..<3].wholeNumber, status >= 100 else { return nil }
        return (Int(status), rest[3..<rest.count].trimmed)
    }

    /// `POST /v1/chat/completions HTTP/1.1`: the method and the target.
    static func requestLine(_ line: ByteView) -> (method: String, target: String)? {
        let line = line.trimmed
        guard let space = line.position(of: 0x20), (3...7).contains(space), line[0..<space].allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            let end = line.lastPosition(of: 0x20), end > space + 1, line[(end + 1)..<line.count].hasPrefix("HTTP/")
        else { return nil }
        let target = line[(space + 1)..<end]
        guard target.position(of: 0x20) == nil else { return nil }
        return (line[0..<space].string, target.string)
    }

    mutating func readRequest(method: String, target: String) {
        exchange.method = method
        path = target
    }

    /// Takes a head of the answer. Of several, the last counts: 100 Continue, redirects and a proxy's consent come before it.
    mutating func readStatus(_ status: Int, reason: ByteView, at place: TextPlace) {
        exchange.httpStatus = status
        exchange.headers = HeaderFacts()
        isTunnel = status == 200 && reason.equalsIgnoringCase("connection established")
        if !hasAnswer { self.place = place }
        hasAnswer = true
        isChunked = false
        body = []
    }

    /// Whether another head of the answer takes the place of this one.
    var isPreliminary: Bool {
        guard let status = exchange.httpStatus else { return true }
        return status < 200 || (300..<400).contains(status) || isTunnel
    }

    mutating func readHeader(_ line: ByteView, ofAnswer: Bool) {
        guard let colon = line.position(of: UInt8(ascii: ":"), from: 1) else { return }
        let name = line[0..<colon].trimmed
        let value = line[(colon + 1)..<line.count].trimmed
        if ofAnswer {
            if name.equalsIgnoringCase("transfer-encoding"), value.equalsIgnoringCase("chunked") { isChunked = true }
            exchange.headers.readResponseHeader(name: name, value: value)
        } else if name.equalsIgnoringCase("host") || name.equalsIgnoringCase(":authority") {
            host = value.string
        } else {
            exchange.headers.readRequestHeader(name: name, value: value)
        }
    }

    mutating func add(_ line: ByteView, ofAnswer: Bool) {
        guard body.count + requestBody.count + line.count <= HTTPDraft.limit else { return isTooLong = true }
        if ofAnswer {
            body.append(line)
            body.append(0x0A)
        } else {
            requestBody.append(line)
            requestBody.append(0x0A)
        }
    }

    // MARK: - The exchange

    func item(_ bodies: BodyReader) -> TextLogItem {
        TextLogItem(.emission(emission(bodies)), at: place)
    }

    private func emission(_ bodies: BodyReader) -> Emission {
        guard hasAnswer else { return .rejected(.cutShort, message: "a request without an answer") }
        guard !isTooLong else { return .rejected(.tooLong, message: "a body of more than \(HTTPDraft.limit) bytes") }
        var exchange = exchange
        if let path { exchange.readURL(path.hasPrefix("/") ? (host.map { "https://" + $0 } ?? "") + path : path) }
        requestBody.withView { bodies.readRequest(text: $0, into: &exchange) }
        let answer = isChunked ? HTTPDraft.dechunked(body) ?? body : body
        answer.withView { bodies.readBytes($0, into: &exchange) }
        return exchange.target == nil ? .exchange(exchange) : exchange.recordedEmission
    }

    /// The body without the sizes of its chunks, which recorders of raw bytes leave in; nil where there are none.
    static func dechunked(_ body: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var position = 0
        while position < body.count {
            guard let lineFeed = body[position...].firstIndex(of: 0x0A) else { return nil }
            var size = 0
            var digits = 0
            for byte in body[position..<lineFeed] {
                guard let digit = byte.hexadecimalValue else {
                    if byte == 0x0D || byte == UInt8(ascii: ";") || byte == 0x20 { break }
                    return nil
                }
                digits += 1
                guard digits <= 8 else { return nil }
                size = size << 4 | digit
            }
            guard digits > 0 else { return nil }
            if size == 0 { return result }
            let end = min(lineFeed + 1 + size, body.count)  // the last chunk may be torn
            result += body[(lineFeed + 1)..<end]
            position = end
            while position < body.count, body[position] == 0x0D || body[position] == 0x0A { position += 1 }
        }
        return result
    }
}
