/// Where something stands in the input.
package struct SourceLocation: Hashable, Comparable, Sendable {
    /// The input's place in the list of inputs.
    package var input: Int
    /// Counted from 1.
    package var line: Int
    /// Of the line's first byte, in the uncompressed text.
    package var offset: Int

    package init(input: Int, line: Int, offset: Int) {
        self.input = input
        self.line = line
        self.offset = offset
    }

    package static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        (left.input, left.line, left.offset) < (right.input, right.line, right.offset)
    }
}
