import ArgumentParser

@main
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Times the parts of fluxgate and whole runs, over invented traffic.",
        discussion: """
            Each benchmark runs once to warm up, then --runs times. Speeds are against the first row of a part, where the bytes are the same. Figures of \
            other machines, or of a busy one, do not compare. Build with optimisation: swift run -c release Benchmarks.
            """)

    @Argument(help: ArgumentHelp("Run only what has this text in its part or its work.", valueName: "filter"))
    var filter: String?

    @Option(help: ArgumentHelp("How much traffic to invent, in MB.", valueName: "n"))
    var megabytes = 64

    @Option(help: ArgumentHelp("How often to run each.", valueName: "n"))
    var runs = 7

    func validate() throws {
        guard megabytes > 0, runs > 0 else { throw ValidationError("--megabytes and --runs take a number from 1 up.") }
    }

    func run() async throws {
        let all = try Benchmark.all(over: Workload(bytes: megabytes * 1_000_000))
        let chosen = all.filter { filter.map($0.matches) ?? true }
        guard !chosen.isEmpty else {
            throw ValidationError("Nothing has '\(filter ?? "")' in it; parts are \(Set(all.map(\.group)).sorted().joined(separator: ", ")).")
        }
        var measurements: [Measurement] = []
        for benchmark in chosen { measurements.append(try await Measurement.of(benchmark, runs: runs)) }
        print(BenchmarkTable(measurements).text, terminator: "")
    }
}
