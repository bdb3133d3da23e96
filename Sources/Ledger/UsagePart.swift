import TrafficModel

/// The parts of a usage that have no column of their own. Most answers tell them as 0: those are a bit each in the call's kind.
enum UsagePart: Int, CaseIterable {
    case total, cacheWrite, textInput, audioInput, imageInput, cachedTextInput, cachedAudioInput, cachedImageInput
    case textOutput, audioOutput, imageOutput, acceptedPrediction, rejectedPrediction

    /// A total that is the sum of input and output, as it should be, is one of the bits too.
    static let sumBit = 15

    static let all = Array(allCases)

    var name: String {
        switch self {
        case .total: "total"
        case .cacheWrite: "cache_write"
        case .textInput: "text_input"
        case .audioInput: "audio_input"
        case .imageInput: "image_input"
        case .cachedTextInput: "cached_text_input"
        case .cachedAudioInput: "cached_audio_input"
        case .cachedImageInput: "cached_image_input"
        case .textOutput: "text_output"
        case .audioOutput: "audio_output"
        case .imageOutput: "image_output"
        case .acceptedPrediction: "accepted_prediction"
        case .rejectedPrediction: "rejected_prediction"
        }
    }

    subscript(usage: TokenUsage) -> Int64? {
        switch self {
        case .total: usage.reportedTotal
        case .cacheWrite: usage.cacheWrite
        case .textInput: usage.textInput
        case .audioInput: usage.audioInput
        case .imageInput: usage.imageInput
        case .cachedTextInput: usage.cachedTextInput
        case .cachedAudioInput: usage.cachedAudioInput
        case .cachedImageInput: usage.cachedImageInput
        case .textOutput: usage.textOutput
        case .audioOutput: usage.audioOutput
        case .imageOutput: usage.imageOutput
        case .acceptedPrediction: usage.acceptedPrediction
        case .rejectedPrediction: usage.rejectedPrediction
        }
    }

    func set(_ count: Int64, in usage: inout TokenUsage) {
        switch self {
        case .total: usage.reportedTotal = count
        case .cacheWrite: usage.cacheWrite = count
        case .textInput: usage.textInput = count
        case .audioInput: usage.audioInput = count
        case .imageInput: usage.imageInput = count
        case .cachedTextInput: usage.cachedTextInput = count
        case .cachedAudioInput: usage.cachedAudioInput = count
        case .cachedImageInput: usage.cachedImageInput = count
        case .textOutput: usage.textOutput = count
        case .audioOutput: usage.audioOutput = count
        case .imageOutput: usage.imageOutput = count
        case .acceptedPrediction: usage.acceptedPrediction = count
        case .rejectedPrediction: usage.rejectedPrediction = count
        }
    }
}

extension TokenUsage {
    /// The parts told as 0, a bit each, and whether there are parts that take more.
    var zeros: (bits: Int, hasOthers: Bool) {
        var bits = 0
        var hasOthers = false
        for part in UsagePart.all {
            guard let count = part[self] else { continue }
            if part == .total, isSum(count) {
                bits |= 1 << UsagePart.sumBit
            } else if count == 0 {
                bits |= 1 << part.rawValue
            } else {
                hasOthers = true
            }
        }
        return (bits, hasOthers)
    }

    /// Usage with the parts that were told as 0.
    init(zeros: Int) {
        self.init(input: 0, output: 0)
        for part in UsagePart.all where zeros & 1 << part.rawValue != 0 { part.set(0, in: &self) }
    }

    private func isSum(_ total: Int64) -> Bool {
        let sum = input.addingReportingOverflow(output)
        return !sum.overflow && sum.partialValue == total
    }

    /// Whether a part stands in the zeros.
    func isZero(_ part: UsagePart, _ count: Int64) -> Bool {
        count == 0 || part == .total && isSum(count)
    }
}
