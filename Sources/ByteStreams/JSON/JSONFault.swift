/// Why a text is no JSON, and where.
package struct JSONFault: Error, Hashable, Sendable {
    package enum Kind: Sendable, Hashable {
        /// The text is empty or blank.
        case empty
        /// The text stops before its value does.
        case cutShort
        /// Bytes that are not UTF-8.
        case badUTF8
        /// A raw control character in a string.
        case badString
        /// A number, word or mark that can't stand there.
        case unexpected
        /// Nested deeper than ``JSONReader/maximumDepth``.
        case tooDeep
        /// Longer than the indexer can address (4 GiB).
        case tooLong
    }

    package var kind: Kind
    /// The byte at which it shows, counted from the start of the text; nil where only the whole is known to be bad.
    package var offset: Int?

    package init(_ kind: Kind, at offset: Int? = nil) {
        self.kind = kind
        self.offset = offset
    }
}
