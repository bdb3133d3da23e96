import Benchmarks
import Testing

/// That benchmarks measure what they say: each runs, over little traffic, and does its whole work.
@Suite struct BenchmarkTests {
    @Test func everyBenchmarkDoesItsWork() async throws {
        let benchmarks = try Benchmark.all(over: Workload(bytes: 300_000))
        var measurements: [Measurement] = []
        for benchmark in benchmarks { measurements.append(try await Measurement.of(benchmark, runs: 1)) }
        #expect(Set(benchmarks.map(\.group)) == ["framing", "JSON", "endpoints", "SSE", "calls", "whole run", "ledger"])
        #expect(benchmarks.allSatisfy { $0.count > 0 })
        #expect(benchmarks.count { $0.group == "endpoints" } == 13)
        let lines = BenchmarkTable(measurements).text.split(separator: "\n")
        #expect(lines.count == benchmarks.count + 1)
        #expect(lines[0].hasPrefix("part"))
    }

    @Test func theSameSizeIsTheSameTraffic() throws {
        #expect(try Workload(bytes: 100_000).text == Workload(bytes: 100_000).text)
    }

    @Test func workLeftOutIsAFault() async {
        let lazy = Benchmark("part", "work", count: 3, of: "calls") { 2 }
        await #expect(throws: Measurement.Fault.self) { _ = try await Measurement.of(lazy, runs: 1) }
    }

    @Test func figures() throws {
        func measured(_ milliseconds: [Int], bytes: Int? = nil) -> Measurement {
            Measurement(Benchmark("part", "work", bytes: bytes, count: 500, of: "calls") { 500 }, times: milliseconds.map { .milliseconds($0) })
        }
        let first = measured([40, 10, 20], bytes: 1_000_000)
        #expect(first.median == .milliseconds(20))
        #expect(first.minimum == .milliseconds(10))
        #expect(first.countPerSecond == 25_000)
        #expect(first.bytesPerSecond == 50_000_000)
        #expect(measured([5], bytes: 1_000_000).speed(against: first) == 4)
        #expect(measured([5], bytes: 2_000_000).speed(against: first) == nil, "other work")
        #expect(
            BenchmarkTable([first, measured([5], bytes: 1_000_000)]).text == """
                part  work  median ms  least ms  MB/s       a second   speed
                part  work      20.00     10.00    50  0.025 M calls
                      work       5.00      5.00   200  0.100 M calls  4.00 ×

                """)
    }

    @Test func filters() {
        let benchmark = Benchmark("whole run", "report, 2 jobs", count: 1, of: "calls") { 1 }
        #expect(benchmark.matches("Whole") && benchmark.matches("2 jobs") && benchmark.matches("run report"))
        #expect(!benchmark.matches("events"))
    }
}
