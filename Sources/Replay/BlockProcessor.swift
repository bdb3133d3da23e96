import ByteStreams
import OpenAIWire
import Pricing
import TrafficLogs
import TrafficModel

/// Turns blocks into calls with prices. Keeps its buffers between blocks; one thread at a time.
final class BlockProcessor {
    private let plan: ReplayPlan
    private let records: RecordReader
    private var cache = PricerCache()

    init(plan: ReplayPlan) {
        self.plan = plan
        records = RecordReader(forced: plan.container)
    }

    func process(_ block: Block, input: Int) -> BlockResult {
        var result = BlockResult(input: input)
        if let length = block.passedOver {
            result.lines = 1
            result.records = 1
            result.rejects.append(
                .init(location: SourceLocation(input: input, line: 1, offset: block.offset), reason: .tooLong, message: "a line of \(length) bytes"))
            return result
        }
        let counts = block.forEachLine { line, number, offset, isLast in
            let location = SourceLocation(input: input, line: number, offset: offset)
            records.read(line, isLastAndTorn: isLast && block.endsCutShort) { emission, container in
                result.records += 1
                if let container { result.containers[container.name, default: 0] += 1 }
                take(emission, at: location, &result)
            }
        }
        result.lines = counts.lines
        return result
    }

    func take(_ emission: Emission, at location: SourceLocation, _ result: inout BlockResult) {
        switch emission {
        case .ignored: result.ignored += 1
        case .joined: result.joined += 1
        case .rejected(let reason, let message): result.rejects.append(.init(location: location, reason: reason, message: message))
        case .exchange(let exchange):
            switch exchange.call(at: location, mapping: plan.statusMapping) {
            case .noCall: result.ignored += 1
            case .unrecognised:
                result.rejects.append(.init(location: location, reason: .unrecognised, message: "nothing of a call was recognised in this record"))
            case .call(let call, let notes): take(call, notes, &result)
            }
        }
    }

    private func take(_ given: Call, _ notes: [Diagnostic.Name], _ result: inout BlockResult) {
        var call = given
        if call.time == nil { call.time = plan.assumedTime }
        if call.serviceTier == nil, !call.isBatch, let tier = plan.defaultTier {
            if tier == "batch" { call.isBatch = true } else { call.serviceTier = tier }
            call.serviceTierIsAssumed = true
        }
        guard isWithinPeriod(call), plan.filters.isEmpty || plan.filters.keeps(call) else {
            result.filtered += 1
            return
        }
        for note in notes { result.diagnostics.append(Diagnostic(note, at: call.source)) }
        if call.time == nil { result.diagnostics.append(Diagnostic(.timeMissing, at: call.source)) }
        let cost = plan.pricer.price(call, cache: &cache)
        let identity = plan.dedupes ? CallIdentity(call) : nil
        result.calls.append(.init(priced: PricedCall(call: call, computed: cost), identity: identity))
    }

    /// A call without a time lies in no period that has an end.
    private func isWithinPeriod(_ call: Call) -> Bool {
        guard plan.since != nil || plan.until != nil else { return true }
        guard let time = call.time else { return false }
        if let since = plan.since, time < since { return false }
        if let until = plan.until, time >= until { return false }
        return true
    }
}
