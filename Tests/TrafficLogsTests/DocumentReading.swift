import ByteStreams
import OpenAIWire
import TestSupport
import TrafficLogs
import TrafficModel

/// What came out of an input that is a document or a text, and on which line it began.
struct Outcome: Equatable, CustomStringConvertible {
    var text: String
    var line: Int
    var description: String { "\(line): \(text)" }
}

/// Reads an input as a run does, without its files: text logs line by line, all else as JSON documents.
func outcomes(_ bytes: [UInt8]) -> [Outcome] {
    documentExchanges(bytes).map { Outcome(text: $0.text, line: $0.line) }
}

func outcomes(_ text: String) -> [Outcome] { outcomes(Array(text.utf8)) }

/// The calls of an input.
func documentCalls(_ bytes: [UInt8]) -> [Call] {
    documentExchanges(bytes).compactMap { found in
        guard let exchange = found.exchange, exchange.kind == .call else { return nil }
        return made(of: exchange).call
    }
}

private func documentExchanges(_ bytes: [UInt8]) -> [(text: String, line: Int, exchange: Exchange?)] {
    var found: [(text: String, line: Int, exchange: Exchange?)] = []
    func take(_ emission: Emission, _ line: Int) {
        switch emission {
        case .exchange(let exchange): found.append((describe(exchange), line, exchange))
        case .part: found.append(("part", line, nil))
        case .ignored, .session: found.append(("ignored", line, nil))
        case .rejected(let reason, _, _): found.append(("rejected \(reason.rawValue)", line, nil))
        }
    }
    let records = RecordReader()
    func read(_ text: ByteView, _ line: Int) {
        records.read(text, isLastAndTorn: false) { emission, _ in take(emission, line + records.place.lines) }
    }
    let log = bytes.withView { view in LogContainers.texts.first { $0.recognises(view[0..<min(view.count, 4096)]) } }
    if let reader = log?.makeReader() {
        func deliver(_ item: TextLogItem) {
            switch item.content {
            case .emission(let emission): take(emission, item.place.line)
            case .record(let json): json.withView { records.read($0, isLastAndTorn: false) { emission, _ in take(emission, item.place.line) } }
            }
        }
        var offset = 0
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            Array(line).withView { reader.take($0, at: TextPlace(line: index + 1, offset: offset), deliver) }
            offset += line.count + 1
        }
        reader.finish(isTorn: false, deliver)
    } else {
        let framer = JSONValueFramer(limit: 1 << 24)
        bytes.withView { framer.feed($0) { read($0.text, $0.line) } }
        framer.finish { read($0.text, $0.line) }
    }
    return found
}
