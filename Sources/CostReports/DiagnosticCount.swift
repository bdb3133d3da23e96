package import TrafficModel

/// How often something was noted about the input, and where first.
package struct DiagnosticCount: Hashable, Sendable {
    package var name: Diagnostic.Name
    package var count: Int64
    package var first: Place?

    package init(_ name: Diagnostic.Name, count: Int64, first: Place? = nil) {
        self.name = name
        self.count = count
        self.first = first
    }

    /// A line of a named file.
    package struct Place: Hashable, Sendable {
        package var file: String
        /// Counted from 1.
        package var line: Int

        package init(file: String, line: Int) {
            self.file = file
            self.line = line
        }

        /// `FILE:LINE`
        package var text: String { "\(file):\(line)" }
    }

    /// The counts with a sum's overflow among them, if one occurred. Sums overflow in the report, far from any line.
    static func noting(overflow: Bool, in counts: [DiagnosticCount]) -> [DiagnosticCount] {
        guard overflow, !counts.contains(where: { $0.name == .overflow }) else { return counts }
        return counts + [DiagnosticCount(.overflow, count: 1)]
    }
}
