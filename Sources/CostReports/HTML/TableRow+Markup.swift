/// The rows of the page's large tables, which no template makes: it would look up each field of each cell by its name, and take ten times as long
/// as all else.
extension TableRow {
    func write(to page: inout [UInt8]) {
        page += "<tr>".utf8
        for key in keys {
            page += "<th scope=\"row\"".utf8
            if !key.kind.isEmpty { page.addAttribute("class", key.kind) }
            if key.span > 1 { page.addAttribute("colspan", String(key.span)) }
            page += ">".utf8
            page.addText(key.text)
            page += "</th>".utf8
        }
        for cell in cells {
            page += "<td".utf8
            if let order = cell.order { page.addAttribute("data-order", order) }
            if let exact = cell.exact { page.addAttribute("title", exact) }
            page += ">".utf8
            if let bar = cell.bar {
                page += "<svg aria-hidden=\"true\"><rect class=\"s1\"".utf8
                page.addAttribute("width", bar)
                page += " height=\"100%\"/></svg>".utf8
            }
            page += "<span>".utf8
            page.addText(cell.text)
            page += "</span></td>".utf8
        }
        page += "</tr>\n".utf8
    }
}

extension [UInt8] {
    fileprivate mutating func addAttribute(_ name: StaticString, _ value: String) {
        append(UInt8(ascii: " "))
        name.withUTF8Buffer { append(contentsOf: $0) }
        self += "=\"".utf8
        addText(value)
        append(UInt8(ascii: "\""))
    }

    /// Adds text as every variable of the template gets into the page; see ``PageText``.
    fileprivate mutating func addText(_ text: String) {
        self += PageText().escapeText(text).utf8
    }
}
