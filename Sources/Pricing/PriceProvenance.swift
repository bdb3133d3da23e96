package import TrafficModel

/// Where a price comes from and how sure it is.
package struct PriceProvenance: Sendable, Hashable {
    /// The price file and its line, counted from 1.
    package var file: String
    package var line: Int
    package var source: String?
    /// `high`, `medium` or `low`.
    package var confidence: String?
    package var note: String?
    package var released: CivilDate?
    /// The announced last day of the model.
    package var shutdown: CivilDate?

    /// What the built-in book is called, which no file of a user's is.
    static let builtInFile = "built-in prices.jsonl"
    package var isBuiltIn: Bool { file == PriceProvenance.builtInFile }

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }
}
