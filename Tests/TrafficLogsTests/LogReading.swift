import ByteStreams
import OpenAIWire
import TestSupport
import TrafficLogs
import TrafficModel

/// What comes out of lines of a log, found and read as a run does it.
struct LogReading {
    var calls: [Call] = []
    /// What was noted of each call.
    var notes: [[Diagnostic.Name]] = []
    var ignored = 0
    /// Reasons and messages of the rejected.
    var rejected: [(reason: RejectReason, message: String)] = []
    var containers: Set<String> = []

    init(_ text: String) {
        self.init(lines: text.split(whereSeparator: \.isNewline).map { Array($0.utf8) })
    }

    init(fixture name: String) throws {
        self.init(lines: try LogReading.lines(ofFixture: name))
    }

    private init(lines: [[UInt8]]) {
        let reader = RecordReader()
        for line in lines {
            line.withView { line in
                reader.read(line, isLastAndTorn: false) { take($0, $1) }
            }
        }
    }

    private mutating func take(_ emission: Emission, _ container: (any LogContainer)?) {
        if let container { containers.insert(container.name) }
        switch emission {
        case .exchange(let exchange):
            switch exchange.kind {
            case .call:
                let (call, found) = made(of: exchange)
                calls.append(call)
                notes.append(found)
            case .noCall: ignored += 1
            case .unrecognised: rejected.append((.unrecognised, "unrecognised"))
            }
        case .ignored, .session, .part: ignored += 1
        case .rejected(let reason, let message, _): rejected.append((reason, message))
        }
    }

    static func lines(ofFixture name: String) throws -> [[UInt8]] {
        try Fixtures.bytes("traffic/\(name)").split(separator: UInt8(ascii: "\n")).map { Array($0) }.filter { !$0.withView { $0.isBlank } }
    }
}

extension Call {
    /// Input, output, cached and reasoning tokens.
    var tokens: [Int64?]? { usage.map { [$0.input, $0.output, $0.cachedInput, $0.reasoning] } }

    var latencyMilliseconds: Int64? { latency.map { $0 / 1_000 } }
    var streamMilliseconds: Int64? { streamDuration.map { $0 / 1_000 } }

    func metadata(_ name: String) -> String? {
        attribution.metadata.first { $0.name == name }?.value.text
    }
}
