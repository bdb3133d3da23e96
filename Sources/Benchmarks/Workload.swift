import ByteStreams
import OpenAIWire
import Pricing
import TestSupport
import TrafficLogs
import TrafficModel

/// What benchmarks work on: invented traffic, the same for the same size, in memory and in files.
package final class Workload {
    private let folder: TemporaryFolder
    /// The lines of a log, of all kinds of calls.
    let lines: [[UInt8]]
    /// The same as the log's text.
    package let text: [UInt8]
    /// The same in a file, plain and gzipped.
    let file: String
    let gzippedFile: String
    /// Where a ledger of it may be.
    var ledger: String { folder.path("ledger.sqlite") }
    /// A tenth of as much of each kind alone.
    let callsByKind: [(kind: InventedCall.Kind, calls: [InventedCall])]
    /// The calls of the log, priced.
    let calls: [PricedCall]
    let pricer: Pricer

    package init(bytes: Int) throws {
        var random = SeededGenerator(seed: 1)
        let invented = InventedText(&random)
        var lines: [[UInt8]] = []
        var text: [UInt8] = []
        while text.count < bytes {
            lines.append(InventedCall(.likely(&random), text: invented, &random).line)
            text += lines[lines.count - 1] + [0x0A]
        }
        callsByKind = InventedCall.Kind.allCases.map { kind in
            var calls: [InventedCall] = []
            var size = 0
            while size < bytes / 10 {
                calls.append(InventedCall(kind, text: invented, &random))
                size += calls[calls.count - 1].line.count
            }
            return (kind, calls)
        }
        self.lines = lines
        self.text = text
        folder = try TemporaryFolder()
        file = try folder.write(text, to: "traffic.jsonl")
        gzippedFile = try folder.write(Gzip.compress(text), to: "traffic.jsonl.gz")
        pricer = Pricer(book: try PriceBook.builtIn())
        var cache = PricerCache()
        calls = try Workload.read(lines).map { [pricer] in PricedCall(call: $0, computed: pricer.price($0, cache: &cache)) }
    }

    /// Reads the calls of a log's lines.
    static func read(_ lines: [[UInt8]]) throws -> [Call] {
        let reader = RecordReader()
        var calls: [Call] = []
        for line in lines { line.withView { reader.readCall($0) { calls.append($0) } } }
        guard calls.count == lines.count else { throw Measurement.Fault(description: "\(calls.count) calls on \(lines.count) lines") }
        return calls
    }
}

extension RecordReader {
    /// The call that a line tells of, as a run makes it.
    func readCall(_ line: ByteView, _ take: (Call) -> Void) {
        read(line, isLastAndTorn: false) { emission, _ in
            guard case .exchange(let exchange) = consume emission, exchange.kind == .call else { return }
            var notes: [Diagnostic.Name] = []
            take(exchange.call(at: SourceLocation(input: 0, line: 1, offset: 0), mapping: .detailed, notes: &notes))
        }
    }
}
