package import ByteStreams
import OpenAIWire
import TrafficModel

/// The log of OpenAI's Node library at level info: `[log_ab12cd, x-request-id: "req_…"] POST https://… succeeded with status 200 in 345ms`. Every
/// such line is a call whose usage nobody knows. The milliseconds last until the answer's head, which is not the call's latency.
package struct OpenAINodeLog: TextLog {
    package var name: String { "openai-node-log" }
    package var reason: String { "lines marked [log_…]" }

    package init() {}

    package func recognises(_ head: ByteView) -> Bool {
        guard let first = head.first, first != UInt8(ascii: "{") else { return false }
        var isOurs = false
        head.forEachLine { if NodeLogLine($0) != nil { isOurs = true } }
        return isOurs
    }

    package func makeReader() -> any TextLogReader { OpenAINodeReader() }
}

/// What stands between the brackets of a line, and behind them.
struct NodeLogLine {
    var id: ByteView
    var details: ByteView
    var message: ByteView

    init?(_ line: ByteView) {
        var position = 0
        while let bracket = line.position(of: UInt8(ascii: "["), from: position) {
            position = bracket + 1
            guard line[position..<line.count].hasPrefix("log_"), let end = line.position(of: UInt8(ascii: "]"), from: position) else { continue }
            let inside = line[position..<end]
            id = inside.upTo(UInt8(ascii: ","))
            guard id.count <= 40 else { continue }
            details = inside[id.count..<inside.count]
            message = line[(end + 1)..<line.count].trimmed
            return
        }
        return nil
    }
}

private final class OpenAINodeReader: TextLogReader {
    /// Models of requests on their way, by id: the debug level shows them before the answer.
    private var models: [String: String] = [:]
    private static let modelLimit = 10_000
    private var sending: String?

    func take(_ line: ByteView, at place: TextPlace, _ deliver: (TextLogItem) -> Void) {
        guard let entry = NodeLogLine(line) else { return takeDetail(line.trimmed) }
        sending = nil
        let message = entry.message
        if message.hasPrefix("sending request") {
            sending = entry.id.string
        } else if message.hasPrefix("connection ") {
            var exchange = exchange(of: entry)
            exchange.transportError = message.hasPrefix("connection timed out") ? "request timed out" : "connection error"
            // Which endpoint it was for, the line does not say.
            exchange.request.isRecognised = true
            deliver(TextLogItem(.emission(.exchange(exchange)), at: place))
        } else if let exchange = answered(entry) {
            deliver(TextLogItem(.emission(exchange.recordedEmission), at: place))
        }
    }

    func finish(isTorn: Bool, _ deliver: (TextLogItem) -> Void) {}

    /// A line of the object that `sending request` shows.
    private func takeDetail(_ line: ByteView) {
        guard let id = sending, let value = line.dropping("model: ") else { return }
        let name = value.prefix { $0 != UInt8(ascii: ",") }.filter { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") }
        if models.count >= OpenAINodeReader.modelLimit { models.removeAll() }
        models[id] = String(decoding: name, as: UTF8.self)
    }

    private func exchange(of entry: NodeLogLine) -> Exchange {
        var exchange = Exchange()
        exchange.request.model = models.removeValue(forKey: entry.id.string)
        return exchange
    }

    /// `POST https://… succeeded with status 200 in 345ms`
    private func answered(_ entry: NodeLogLine) -> Exchange? {
        let words = entry.message.words(7)
        guard words.count >= 6, words[2].equals("succeeded") || words[2].equals("failed"), words[3].equals("with"), words[4].equals("status"),
            let status = words[5].wholeNumber, (100...999).contains(status)
        else { return nil }
        var exchange = exchange(of: entry)
        exchange.method = words[0].string
        exchange.readURL(words[1].string)
        exchange.httpStatus = Int(status)
        exchange.requestID = requestID(entry.details)
        return exchange
    }

    /// `, x-request-id: "req_…"`
    private func requestID(_ details: ByteView) -> String? {
        guard details.contains("x-request-id: "), let quote = details.position(of: UInt8(ascii: "\"")) else { return nil }
        let id = details[(quote + 1)..<details.count].upTo(UInt8(ascii: "\""))
        return id.isEmpty ? nil : id.string
    }
}

extension ByteView {
    /// The first words of a line, `limit` at most.
    fileprivate func words(_ limit: Int) -> [ByteView] {
        var words: [ByteView] = []
        var rest = trimmed
        while words.count < limit, !rest.isEmpty {
            let word = rest.upTo(0x20)
            words.append(word)
            rest = rest[word.count..<rest.count].trimmed
        }
        return words
    }
}
