/// One piece of work that is timed.
package struct Benchmark {
    /// The part of the program that it is about, and what is done with it.
    package let group: String
    package let name: String
    /// The bytes that a run works through; nil where the work is not made of bytes.
    package let bytes: Int?
    /// How many things a run works through, and what they are: lines, calls.
    package let count: Int
    package let unit: String
    /// Does the work once and returns how many things it really worked through, so that no figure can come from work left out.
    package let run: () async throws -> Int

    package init(_ group: String, _ name: String, bytes: Int? = nil, count: Int, of unit: String, run: @escaping () async throws -> Int) {
        self.group = group
        self.name = name
        self.bytes = bytes
        self.count = count
        self.unit = unit
        self.run = run
    }

    /// Whether a text that the user named occurs in its group or name.
    package func matches(_ filter: String) -> Bool {
        "\(group) \(name)".lowercased().contains(filter.lowercased())
    }
}

extension Benchmark {
    /// All of them, from the smallest part to the whole.
    package static func all(over workload: Workload) throws -> [Benchmark] {
        try framing(workload) + json(workload) + endpoints(workload) + transcripts(workload) + costs(workload) + wholeRuns(workload) + ledgers(workload)
    }
}
