/// The tokens of one call, as the provider counted them. Parts are parts: cached, written, audio and image tokens are inside ``input``,
/// reasoning and prediction tokens inside ``output``. A part that was not told is nil, which is not zero.
package struct TokenUsage: Hashable, Sendable {
    /// All input tokens.
    package var input: Int64
    /// All output tokens that are billed, reasoning included.
    package var output: Int64
    /// The total that the provider named.
    @Told package var reportedTotal: Int64?

    @Told package var cachedInput: Int64?
    @Told package var cacheWrite: Int64?
    @Told package var textInput: Int64?
    @Told package var audioInput: Int64?
    @Told package var imageInput: Int64?
    @Told package var cachedTextInput: Int64?
    @Told package var cachedAudioInput: Int64?
    @Told package var cachedImageInput: Int64?

    @Told package var reasoning: Int64?
    @Told package var textOutput: Int64?
    @Told package var audioOutput: Int64?
    @Told package var imageOutput: Int64?
    @Told package var acceptedPrediction: Int64?
    @Told package var rejectedPrediction: Int64?

    package init(input: Int64, output: Int64) {
        self.input = input
        self.output = output
    }
}

/// A count that may not have been told: nil is kept as the one number that no count has, which halves the room it takes. Millions of calls
/// are moved about.
@propertyWrapper
package struct Told: Hashable, Sendable {
    private var stored: Int64

    package init(wrappedValue: Int64?) {
        stored = wrappedValue ?? .min
    }

    package init() {
        stored = .min
    }

    package var wrappedValue: Int64? {
        get { stored == .min ? nil : stored }
        set { stored = newValue ?? .min }
    }
}

/// What is billed by something else than tokens.
package struct BilledQuantities: RareValue {
    /// Seconds of audio heard, or of video made; thousandths of a second.
    package var milliseconds: Int64?
    /// Characters of a speech request's input.
    package var characters: Int64?
    /// Images made.
    package var images: Int64?
    /// Asked-for size and quality of images, size of video.
    package var size: String?
    package var quality: String?

    package init() {}

    package var isEmpty: Bool { self == BilledQuantities() }
}

/// Hosted tools that the model called and that carry a fee of their own.
package struct HostedToolCalls: RareValue {
    /// Searches made with the `web_search` tool; opening a page or searching within it does not count.
    package var webSearches: Int64 = 0
    /// The same with the older `web_search_preview` tool.
    package var webSearchPreviews: Int64 = 0
    /// Pages opened or searched within: free, kept for the explanation.
    package var pagesOpened: Int64 = 0
    package var fileSearches: Int64 = 0
    /// Distinct containers that the code interpreter ran in.
    package var codeInterpreterContainers: Int64 = 0
    /// Tokens that image generation as a tool used; they are outside the call's own usage.
    package var imageGeneration: TokenUsage?
    /// The model that made those images, where the request or the answer names it.
    package var imageModel: String?

    package init() {}

    /// Whether no tool was used that may cost something.
    package var isEmpty: Bool {
        webSearches | webSearchPreviews | pagesOpened | fileSearches | codeInterpreterContainers == 0 && imageGeneration == nil
    }
}
