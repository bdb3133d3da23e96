/// The kinds of token that have prices of their own. Each token of a call is of exactly one kind.
package enum TokenKind: Int, Sendable, CaseIterable {
    case input, cachedInput, cacheWrite, cacheWrite12h, output
    case audioInput, audioCachedInput, audioOutput
    case imageInput, imageCachedInput, imageOutput

    /// The kind's name in price files and quotes.
    package var name: String {
        switch self {
        case .input: "input"
        case .cachedInput: "cached_input"
        case .cacheWrite: "cache_write"
        case .cacheWrite12h: "cache_write_12h"
        case .output: "output"
        case .audioInput: "audio_input"
        case .audioCachedInput: "audio_cached_input"
        case .audioOutput: "audio_output"
        case .imageInput: "image_input"
        case .imageCachedInput: "image_cached_input"
        case .imageOutput: "image_output"
        }
    }
}
