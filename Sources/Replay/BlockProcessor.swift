import ByteStreams
import OpenAIWire
import TrafficLogs
import TrafficModel

/// Turns blocks into calls with prices. Keeps its buffers between blocks; one thread at a time.
final class BlockProcessor {
    private let records: RecordReader
    private var maker: CallMaker

    init(plan: ReplayPlan) {
        records = RecordReader(forced: plan.container, mapped: plan.mapping.isEmpty ? nil : MappedLog(plan.mapping))
        maker = CallMaker(plan: plan)
    }

    /// `room`: an empty list to put calls into. Fresh ones cost more than the calls, in pages that the system has to find.
    func process(_ block: Block, input: Int, room: consuming [NotedCall] = []) -> BlockResult {
        var result = BlockResult(input: input)
        result.calls = room
        if let length = block.passedOver {
            result.lines = 1
            result.records = 1
            result.reject(.tooLong, "a line of \(length) bytes", at: SourceLocation(input: input, line: 1, offset: block.offset))
            return result
        }
        let counts = block.forEachLine { line, number, offset, isLast in
            let location = SourceLocation(input: input, line: number, offset: offset)
            records.read(line, isLastAndTorn: isLast && block.endsCutShort) { emission, container in
                take(emission, of: container?.name, at: location, &result)
            }
        }
        result.lines = counts.lines
        return result
    }

    /// Enters an emission into the books of a block.
    func take(_ emission: Emission, of container: String?, at location: SourceLocation, _ result: inout BlockResult) {
        result.records += 1
        if let container { result.containers[container, default: 0] += 1 }
        switch emission {
        case .ignored: result.ignored += 1
        case .rejected(let reason, let message, let hint): result.reject(reason, message, hint: hint, at: location)
        case .part(let part): result.entries.append(.part(part, container: container ?? "", at: location))
        case .session(let session):
            result.ignored += 1
            result.entries.append(.session(session, container: container ?? ""))
        case .exchange(let exchange):
            switch maker.make(exchange, at: location, into: &result.calls) {
            case .noCall: result.ignored += 1
            case .pending(let pending): result.entries.append(.pending(pending))
            case .unrecognised: result.reject(.unrecognised, "nothing of a call was recognised in this record", at: location)
            case .call: result.entries.append(.call)
            }
        }
    }
}
