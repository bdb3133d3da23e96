import ByteStreams
import OpenAIWire
import TestSupport
import Testing
import TrafficLogs
import TrafficModel

/// What lines amount to: one text an emission.
func read(_ lines: [UInt8], torn: Bool = false) -> [String] {
    var found: [String] = []
    for exchange in exchanges(lines, torn: torn) {
        switch exchange {
        case .success(let exchange): found.append(describe(exchange))
        case .failure(let other): found.append(other.text)
        }
    }
    return found
}

func read(_ lines: String...) -> [String] {
    read(Array(lines.joined(separator: "\n").utf8))
}

struct NoExchange: Error {
    var text: String
}

/// The exchanges of lines, and what else came out of them.
func exchanges(_ lines: [UInt8], torn: Bool = false) -> [Result<Exchange, NoExchange>] {
    let reader = RecordReader()
    var found: [Result<Exchange, NoExchange>] = []
    for line in lines.split(separator: 0x0A) where !Array(line).withView({ $0.isBlank }) {
        Array(line).withView { view in
            reader.read(view, isLastAndTorn: torn) { emission, _ in
                switch emission {
                case .exchange(let exchange): found.append(.success(exchange))
                case .part(let part) where part.isRequestOnly: found.append(.failure(NoExchange(text: "request")))
                case .part(let part): found.append(.success(part.exchange))
                case .ignored, .session: found.append(.failure(NoExchange(text: "ignored")))
                case .rejected(let reason, _, _): found.append(.failure(NoExchange(text: "rejected \(reason.rawValue)")))
                }
            }
        }
    }
    return found
}

func describe(_ exchange: Exchange) -> String {
    switch exchange.kind {
    case .call: made(of: exchange).call.facts
    case .noCall: "no call"
    case .unrecognised: "unrecognised"
    }
}

func made(of exchange: Exchange) -> (call: Call, notes: [Diagnostic.Name]) {
    var notes: [Diagnostic.Name] = []
    let call = exchange.call(at: SourceLocation(input: 0, line: 1, offset: 0), mapping: .detailed, notes: &notes)
    return (call, notes)
}

/// The one call of a record.
func call(_ record: String) throws -> Call {
    let found = exchanges(Array(record.utf8))
    guard found.count == 1, case .success(let exchange) = found[0], exchange.kind == .call else { throw NoExchange(text: "\(found)") }
    return made(of: exchange).call
}

func notes(_ record: String) throws -> [Diagnostic.Name] {
    guard case .success(let exchange)? = exchanges(Array(record.utf8)).first, exchange.kind == .call else { return [] }
    return made(of: exchange).notes
}

/// A chat answer as recorders keep it.
let answer = #"{"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}}"#
let answered = "c1 chat.completions m SUCCESS"
let counted = "in:10 out:2 finish:stop"
let transcript = #"data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}\n\ndata: {"id":"c1","model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2}}\n\ndata: [DONE]\n\n"#
    .replacing("\\n", with: "\n")

/// A text as a JSON string.
func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
}
