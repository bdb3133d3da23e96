import ByteStreams
import OpenAIWire
import TrafficModel

/// Langfuse's usage details: a count for each kind of token, under names that callers may choose.
///
/// Usage in OpenAI's shape is split when it comes in: each detail gets a name of its own (`input_cached_tokens`) and is taken out of `input`
/// or `output`, so that all kinds add up to the total. Callers that write details themselves may leave them inside: then the total tells.
struct LangfuseUsage {
    private var given = UsageCounts()
    private var inputParts: Int64 = 0
    private var outputParts: Int64 = 0

    mutating func take(_ name: JSONValue, _ value: JSONValue) {
        guard let text = name.string else { return }
        switch text {
        case "input", "prompt_tokens", "input_tokens": given.input = given.count(value)
        case "output", "completion_tokens", "output_tokens": given.output = given.count(value)
        case "total", "total_tokens": given.total = given.count(value)
        default:
            guard let count = given.count(value) else { return }
            if text.contains("output") || text.contains("reasoning") || text.contains("prediction") {
                outputParts = outputParts.addingClamped(count)
                takeOutputPart(text, count)
            } else {
                inputParts = inputParts.addingClamped(count)
                takeInputPart(text, count)
            }
        }
    }

    private mutating func takeInputPart(_ name: String, _ count: Int64) {
        func add(_ part: WritableKeyPath<TokenUsage, Int64?>) {
            given.parts[keyPath: part] = (given.parts[keyPath: part] ?? 0).addingClamped(count)
        }
        if name.contains("creation") || name.contains("write") {
            add(\.cacheWrite)
        } else if name.contains("cache") {
            add(\.cachedInput)
        } else if name.contains("audio") {
            add(\.audioInput)
        } else if name.contains("image") {
            add(\.imageInput)
        } else if name.contains("text") {
            add(\.textInput)
        }
    }

    private mutating func takeOutputPart(_ name: String, _ count: Int64) {
        if name.contains("reasoning") {
            given.parts.reasoning = count
        } else if name.contains("accepted") {
            given.parts.acceptedPrediction = count
        } else if name.contains("rejected") {
            given.parts.rejectedPrediction = count
        } else if name.contains("audio") {
            given.parts.audioOutput = count
        } else if name.contains("image") {
            given.parts.imageOutput = count
        } else if name.contains("text") {
            given.parts.textOutput = count
        }
    }

    /// The counts with the parts put back into the whole.
    var counts: UsageCounts {
        var counts = given
        guard given.input != nil || given.output != nil || inputParts > 0 || outputParts > 0 else { return counts }
        typealias Reading = (input: Int64, output: Int64)
        let apart: Reading = ((given.input ?? 0).addingClamped(inputParts), (given.output ?? 0).addingClamped(outputParts))
        let within: Reading = (given.input ?? inputParts, given.output ?? outputParts)
        let readings: [Reading] = [apart, (apart.input, within.output), (within.input, apart.output), within]
        let fitting = given.total.flatMap { total in readings.first { $0.input.addingClamped($0.output) == total } } ?? apart
        counts.input = fitting.input
        counts.output = given.output == nil && outputParts == 0 ? nil : fitting.output
        return counts
    }
}

extension Int64 {
    /// The sum; past the range the largest number there is, which no usage has.
    fileprivate func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
