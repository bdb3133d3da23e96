/// A piece of text that a ``JSONValueFramer`` cut out: one value, or what stands in the place of one. Lent.
package struct JSONPiece {
    package enum Ending: Hashable, Sendable {
        /// Its brackets are closed, or it is a line without any.
        case closed
        /// Its marks can't stand where they do. The text goes as far as it is given up.
        case broken
        /// The input ended within it.
        case cutShort
        /// It is longer than the limit: so many bytes were passed over, and there is no text.
        case passedOver(length: Int)
    }

    package var text: ByteView
    /// The line on which it began, counted from 1.
    package var line: Int
    /// Of its first byte, in the input.
    package var offset: Int
    package var ending: Ending
}
