/// A text as a key: equal where the bytes are. Strings of Swift are also equal where two spellings of an accented letter are, and which
/// of the two a row then showed would depend on the order of the calls.
package struct KeyText: Hashable, Comparable, Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: KeyText, right: KeyText) -> Bool {
        // Texts are mostly the very same one, which strings see at once, and equal bytes make equal strings; but not only they do.
        guard left.text == right.text else { return false }
        // Spans, since comparing the UTF-8 views as sequences takes as long as all else that a grouping does with a call.
        let (left, right) = (left.text.utf8Span, right.text.utf8Span)
        if left.isKnownASCII, right.isKnownASCII { return true }
        guard left.count == right.count else { return false }
        for place in left.span.indices where left.span[place] != right.span[place] { return false }
        return true
    }

    /// Equal bytes make equal strings, so the string's own hash will do.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }

    package static func < (left: KeyText, right: KeyText) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
