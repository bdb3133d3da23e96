import CostReports
import Testing

@Suite struct LatencySketchTests {
    private func sketch(_ values: [Int64]) -> LatencySketch {
        var sketch = LatencySketch()
        for value in values { sketch.add(value) }
        return sketch
    }

    private static let percents: [Int64] = [1, 50, 90, 95, 99, 100]

    /// The nearest-rank percentile, from its definition.
    private func exact(_ percent: Int64, of values: [Int64]) -> Int64 {
        let sorted = values.sorted()
        return sorted.first { value in Int64(sorted.filter { $0 <= value }.count) * 100 >= percent * Int64(sorted.count) }!
    }

    @Test func knowsNothingOfNothing() {
        #expect(sketch([]).max == nil && sketch([]).percentile(50) == nil && sketch([]).known == 0)
        #expect(sketch([-1]).known == 0)
    }

    @Test(arguments: [1, 2, 3, 10, 255, 256]) func fewValuesAreExact(count: Int) {
        var random = SeededGenerator(state: UInt64(count))
        let values = (0..<count).map { _ in Int64.random(in: 0...90_000_000, using: &random) }
        let sketch = sketch(values)
        for percent in LatencySketchTests.percents { #expect(sketch.percentile(percent) == exact(percent, of: values)) }
        #expect(sketch.max == values.max() && sketch.known == Int64(count))
    }

    enum Distribution: CaseIterable {
        case uniform, small, longTail, twoPeaks, constant, everyMagnitude

        func value(_ random: inout SeededGenerator) -> Int64 {
            switch self {
            case .uniform: Int64.random(in: 0...30_000_000, using: &random)
            case .small: Int64.random(in: 0...300, using: &random)
            case .longTail: 400_000 * 1_000_000 / Int64.random(in: 1...1_000_000, using: &random)
            case .twoPeaks: (Bool.random(using: &random) ? 300_000 : 20_000_000) + Int64.random(in: 0...9_999, using: &random)
            case .constant: 1_234_567
            case .everyMagnitude: Int64.max >> Int64.random(in: 0...62, using: &random)
            }
        }
    }

    @Test(arguments: Distribution.allCases) func percentilesAreWithinOnePercent(distribution: Distribution) throws {
        var random = SeededGenerator(state: 7)
        let values = (0..<5_000).map { _ in distribution.value(&random) }
        let sorted = values.sorted()
        let sketch = sketch(values)
        for percent in LatencySketchTests.percents {
            let expected = sorted[max(1, (Int(percent) * sorted.count + 99) / 100) - 1]
            let found = try #require(sketch.percentile(percent))
            #expect(Int128(found - expected).magnitude * 100 <= UInt128(expected), "p\(percent): \(found) for \(expected)")
            #expect(found <= sorted.last!)
        }
        #expect(sketch.max == sorted.last)
        #expect(sketch.known == 5_000)
    }

    @Test(arguments: [0, 1, 2, 200, 256, 257, 600, 3_000]) func splitAnyWayItIsTheSame(count: Int) {
        var random = SeededGenerator(state: UInt64(count))
        let values = (0..<count).map { _ in Distribution.longTail.value(&random) }
        let whole = sketch(values)
        for _ in 0..<10 {
            var parts = Array(repeating: LatencySketch(), count: Int.random(in: 1...6, using: &random))
            for value in values.shuffled(using: &random) { parts[Int.random(in: 0..<parts.count, using: &random)].add(value) }
            var merged = LatencySketch()
            for part in parts.shuffled(using: &random) { merged.merge(part) }
            #expect(merged == whole)
        }
    }
}
