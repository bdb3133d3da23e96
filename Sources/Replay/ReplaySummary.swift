package import ByteStreams
package import CostReports
package import TrafficModel

/// What a run found beside the calls: the books, the faults, and what each input held.
package struct ReplaySummary: Sendable {
    package var counts = InputCounts()
    package var diagnostics: [DiagnosticCount] = []
    package var inputs: [InputSummary] = []

    package init() {}

    /// Inputs that could not be opened or read to their end.
    package var faults: [(path: String, fault: ReadFault)] {
        inputs.flatMap { input in input.faults.map { (input.path, $0) } }
    }
}

/// What one input held.
package struct InputSummary: Sendable {
    package var path: String
    package var storedBytes = 0
    package var compression: Compression?
    package var lines = 0
    package var records = 0
    package var calls = 0
    package var duplicates = 0
    package var rejects: [RejectReason: Int] = [:]
    /// Records by container.
    package var containers: [String: Int] = [:]
    package var first: Timestamp?
    package var last: Timestamp?
    package var faults: [ReadFault] = []
    package var notices: [ReadFault] = []

    package init(path: String) {
        self.path = path
    }

    /// Counts calls that lie between two times.
    mutating func count(_ calls: Int, from first: Timestamp?, to last: Timestamp?) {
        self.calls += calls
        if let first { self.first = min(self.first ?? first, first) }
        if let last { self.last = max(self.last ?? last, last) }
    }
}
