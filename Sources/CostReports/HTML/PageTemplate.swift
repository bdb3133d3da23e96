import CEmbeddedFiles
import Mustache

/// The page's template, cut where rows of tables come: its pieces are rendered one after another, so that a large table never stands in
/// memory.
struct PageTemplate: Sendable {
    /// In the order in which they stand in the file; `table` to `tableEnd` once for each table. Its rows come before and behind `foot`.
    enum Piece: String, CaseIterable {
        case top, table, foot, tableEnd = "table-end", bottom

        /// The line above a piece.
        var mark: String { "{{! ==== \(rawValue) ==== }}\n" }
    }

    private let templates: [Piece: MustacheTemplate]

    /// The template that is built into the executable.
    static let builtIn: PageTemplate = {
        do {
            return try PageTemplate(PageFile.page)
        } catch {
            fatalError("the built-in page.mustache is no template: \(error)")
        }
    }()

    init(_ text: String) throws {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var templates: [Piece: MustacheTemplate] = [:]
        var end = text.endIndex
        for piece in Piece.allCases.reversed() {
            guard let mark = text[..<end].ranges(of: piece.mark).last else { throw MissingPiece(mark: piece.mark) }
            templates[piece] = try MustacheTemplate(string: "{{% CONTENT_TYPE: \(PageText.name) }}\n" + text[mark.upperBound..<end])
            end = mark.lowerBound
        }
        self.templates = templates
    }

    private struct MissingPiece: Error {
        var mark: String
    }

    func render(_ piece: Piece, _ fields: Any = [String: Any]()) -> [UInt8] {
        Array(templates[piece]?.render(fields).utf8 ?? "".utf8)
    }
}

/// How every `{{variable}}` of the page gets into it, as text or as an attribute's value in quotes: markup loses its meaning, and what
/// would hide from a reader shows as an escape.
///
/// The library's own escaping goes by characters, and a quotation mark with an accent behind it is another character than a quotation mark.
struct PageText: MustacheContentType {
    static let name = "PAGE"

    func escapeText(_ text: String) -> String {
        if text.utf8.allSatisfy(PageText.isPlain) { return text }
        var escaped = ""
        for scalar in VisibleText.escaped(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether a byte of a text is a letter, a digit or a sign that means nothing to a browser.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        default: byte >= 0x20 && byte < 0x7F
        }
    }
}

/// The files that the page is made of.
enum PageFile {
    // The C side promises constant arrays of these lengths, which live as long as the process.
    static var page: String { unsafe text(UnsafeBufferPointer(start: fluxgate_report_page, count: fluxgate_report_page_length)) }
    static var style: String { unsafe text(UnsafeBufferPointer(start: fluxgate_report_style, count: fluxgate_report_style_length)) }
    static var script: String { unsafe text(UnsafeBufferPointer(start: fluxgate_report_script, count: fluxgate_report_script_length)) }

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String { unsafe String(decoding: bytes, as: UTF8.self) }
}
