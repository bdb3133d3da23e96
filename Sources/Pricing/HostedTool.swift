package import TrafficModel

/// A hosted tool with a fee of its own.
package enum HostedTool: String, Sendable, CaseIterable {
    case webSearch = "web_search"
    case webSearchPreview = "web_search_preview"
    case fileSearch = "file_search"
    case codeInterpreter = "code_interpreter"

    /// How often a call used the tool.
    package func uses(in tools: HostedToolCalls) -> Int64 {
        switch self {
        case .webSearch: tools.webSearches
        case .webSearchPreview: tools.webSearchPreviews
        case .fileSearch: tools.fileSearches
        case .codeInterpreter: tools.codeInterpreterContainers
        }
    }
}
