/// What a line of a quote charges for.
package enum ChargeItem: Sendable, Hashable {
    case tokens(TokenKind)
    /// Reasoning tokens, where a caller gave a rate of their own for them.
    case reasoning
    case audioDuration
    case videoDuration
    case images
    case characters
    case tool(HostedTool)
    /// Input tokens that stand for what a search brought in.
    case searchContent
    /// Tokens that image generation as a tool used, at the image model's rates.
    case imageGeneration(TokenKind)

    /// The item's name in tables and JSON.
    package var name: String {
        switch self {
        case .tokens(let kind): kind.name
        case .reasoning: "reasoning"
        case .audioDuration: "audio_duration"
        case .videoDuration: "video_duration"
        case .images: "images"
        case .characters: "characters"
        case .tool(let tool): tool.rawValue
        case .searchContent: "search_content"
        case .imageGeneration(let kind): "image_generation.\(kind.name)"
        }
    }
}
