/// Text in Markdown (GitHub's flavour) and in the dialects of chat programs.
enum MarkdownText {
    private static let longest = 64

    /// Visible text from logs as code: no mention notifies, no link, picture or emphasis is made of it. The signs that end code, end a table's
    /// cell or open a tag stand outside of it as entities, which is the one spelling of them that every program takes for the sign itself.
    static func code(_ text: String) -> String {
        var code = ""
        var run = ""
        func endRun() {
            if !run.isEmpty { code += "`\(run)`" }
            run = ""
        }
        for character in VisibleText.shortened(text, to: longest) {
            if let entity = entities[character] {
                endRun()
                code += entity
            } else {
                run.append(character)
            }
        }
        endRun()
        return code
    }

    /// Words and figures of the report's own, of which only a sign of comparison may mean something else.
    static func plain(_ text: String) -> String {
        text.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
    }

    private static let entities: [Character: String] = ["`": "&#96;", "|": "&#124;", "<": "&lt;", ">": "&gt;", "&": "&amp;"]
}
