import TrafficModel

/// A call's tokens taken apart: each is in exactly one bucket, and is priced once.
///
/// Usage overlaps: cached and written tokens are inside the input, audio and image tokens inside input or output, reasoning and
/// prediction tokens inside the output. What the parts don't claim is text.
struct TokenBuckets {
    var input: Int64
    var cachedInput: Int64
    var cacheWrite: Int64
    /// How long what was written is kept decides its rate.
    var writeKind = TokenKind.cacheWrite
    var audioInput: Int64 = 0
    var audioCachedInput: Int64 = 0
    var imageInput: Int64 = 0
    var imageCachedInput: Int64 = 0
    var output: Int64
    var audioOutput: Int64 = 0
    var imageOutput: Int64 = 0

    /// Takes usage apart as the rates ask for it; throws where it contradicts itself.
    init(_ usage: TokenUsage, rates: TokenRates, keepsCacheFor12Hours: Bool) throws(NoPrice) {
        try usage.checkRange()
        // A split without its sum is told by some gateways.
        let cached = usage.cachedInput ?? (usage.cachedTextInput ?? 0) + (usage.cachedAudioInput ?? 0) + (usage.cachedImageInput ?? 0)
        cacheWrite = usage.cacheWrite ?? 0
        if keepsCacheFor12Hours { writeKind = .cacheWrite12h }

        audioInput = usage.audioInput ?? 0
        audioCachedInput = usage.cachedAudioInput ?? 0
        // Images given to a chat model are text tokens to its price; only some models price them apart.
        if rates[published: .imageInput] != nil {
            imageInput = usage.imageInput ?? 0
            imageCachedInput = usage.cachedImageInput ?? 0
        }
        cachedInput = cached - audioCachedInput - imageCachedInput
        audioInput -= audioCachedInput
        imageInput -= imageCachedInput
        input = usage.input - cached - cacheWrite - audioInput - imageInput
        guard cachedInput >= 0, audioInput >= 0, imageInput >= 0, input >= 0 else { throw NoPrice(.contradictoryUsage) }

        output = usage.output
        try takeOutputApart(usage, rates)
    }

    private mutating func takeOutputApart(_ usage: TokenUsage, _ rates: TokenRates) throws(NoPrice) {
        audioOutput = usage.audioOutput ?? 0
        imageOutput = usage.imageOutput ?? 0
        let text = usage.textOutput
        // A model whose answers are images or speech says so by its prices; what it does not call text is that.
        if rates[published: .imageOutput] != nil, usage.imageOutput == nil {
            imageOutput = usage.output - audioOutput - (text ?? 0)
        } else if rates[published: .output] == nil, rates[published: .audioOutput] != nil, usage.audioOutput == nil {
            audioOutput = usage.output - imageOutput - (text ?? 0)
        }
        output -= audioOutput
        output -= imageOutput
        guard output >= 0, audioOutput >= 0, imageOutput >= 0 else { throw NoPrice(.contradictoryUsage) }
    }

    /// The buckets that hold something, in the order in which quotes list them.
    @inline(__always)
    func forEach(_ body: (TokenKind, Int64) -> Void) {
        if input != 0 { body(.input, input) }
        if cachedInput != 0 { body(.cachedInput, cachedInput) }
        if cacheWrite != 0 { body(writeKind, cacheWrite) }
        if output != 0 { body(.output, output) }
        guard audioInput | audioCachedInput | audioOutput | imageInput | imageCachedInput | imageOutput != 0 else { return }
        if audioInput != 0 { body(.audioInput, audioInput) }
        if audioCachedInput != 0 { body(.audioCachedInput, audioCachedInput) }
        if audioOutput != 0 { body(.audioOutput, audioOutput) }
        if imageInput != 0 { body(.imageInput, imageInput) }
        if imageCachedInput != 0 { body(.imageCachedInput, imageCachedInput) }
        if imageOutput != 0 { body(.imageOutput, imageOutput) }
    }

    var hasOutput: Bool { output | audioOutput | imageOutput != 0 }

    mutating func dropOutput() {
        output = 0
        audioOutput = 0
        imageOutput = 0
    }
}

extension TokenUsage {
    /// Refuses counts below zero, and counts so high that adding a few of them could leave the range.
    func checkRange() throws(NoPrice) {
        func part(_ count: Int64?) -> Int64 { count ?? 0 }
        // A bit is set in the union where it is set in one of the counts: one look at its high bits is a look at all of theirs.
        let inputs =
            input | part(cachedInput) | part(cacheWrite) | part(textInput) | part(audioInput) | part(imageInput)
            | part(cachedTextInput) | part(cachedAudioInput) | part(cachedImageInput)
        let outputs = output | part(reasoning) | part(textOutput) | part(audioOutput) | part(imageOutput)
        let all = inputs | outputs
        guard all >= 0 else { throw NoPrice(.contradictoryUsage) }
        guard all >> 60 == 0 else { throw NoPrice(.overflow) }
    }
}
