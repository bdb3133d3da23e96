/// A price file that can't be read exactly: which line, what is wrong there, and what to do.
package struct PriceFileError: Error, Hashable, Sendable {
    package var file: String
    /// Counted from 1.
    package var line: Int
    package var message: String

    package init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    init(_ provenance: PriceProvenance, _ message: String) {
        self.init(file: provenance.file, line: provenance.line, message: message)
    }
}
