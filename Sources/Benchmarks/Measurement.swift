/// How long the runs of a benchmark took.
package struct Measurement {
    package let benchmark: Benchmark
    /// In ascending order.
    private let times: [Duration]

    /// A run that did not do its work.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ benchmark: Benchmark, times: [Duration]) {
        precondition(!times.isEmpty, "a measurement needs a run")
        self.benchmark = benchmark
        self.times = times.sorted()
    }

    /// Runs a benchmark once to warm up, then as often as asked.
    package static func of(_ benchmark: Benchmark, runs: Int) async throws -> Measurement {
        var times: [Duration] = []
        for run in 0...runs {
            let start = ContinuousClock.now
            let count = try await benchmark.run()
            let time = ContinuousClock.now - start
            guard count == benchmark.count else {
                throw Fault(description: "\(benchmark.group), \(benchmark.name): worked through \(count) \(benchmark.unit) of \(benchmark.count)")
            }
            if run > 0 { times.append(time) }
        }
        return Measurement(benchmark, times: times)
    }

    /// Of an even number of runs, the slower of the two in the middle.
    package var median: Duration { times[times.count / 2] }
    package var minimum: Duration { times[0] }

    package var countPerSecond: Double { Double(benchmark.count) / (median / .seconds(1)) }
    package var bytesPerSecond: Double? { benchmark.bytes.map { Double($0) / (median / .seconds(1)) } }

    /// How many times as fast as another one, where both work through the same bytes.
    package func speed(against other: Measurement) -> Double? {
        guard let bytes = benchmark.bytes, bytes == other.benchmark.bytes else { return nil }
        return other.median / median
    }
}
