import CostReports

/// Measurements as a table: what each took, and how it compares with the first of its group.
package struct BenchmarkTable {
    private let rows: [[String]]
    private let table: TextTable

    package init(_ measurements: [Measurement]) {
        var firsts: [String: Measurement] = [:]
        rows = measurements.map { measurement in
            let group = measurement.benchmark.group
            let first = firsts[group]
            firsts[group] = first ?? measurement
            return [
                first == nil ? group : "", measurement.benchmark.name,
                BenchmarkTable.milliseconds(measurement.median), BenchmarkTable.milliseconds(measurement.minimum),
                measurement.bytesPerSecond.map { BenchmarkTable.rounded($0 / 1e6, digits: 0) } ?? "",
                "\(BenchmarkTable.rounded(measurement.countPerSecond / 1e6, digits: 3)) M \(measurement.benchmark.unit)",
                first.flatMap { measurement.speed(against: $0) }.map { "\(BenchmarkTable.rounded($0, digits: 2)) ×" } ?? "",
            ]
        }
        table = TextTable(BenchmarkTable.columns, rows: rows, fitting: 160)
    }

    package var text: String {
        ([table.line(BenchmarkTable.columns.map(\.title))] + rows.map { table.line($0) }).map { $0 + "\n" }.joined()
    }

    private static let columns: [TextTable.Column] = [
        .init(title: "part", role: .key), .init(title: "work", role: .key),
        .init(title: "median ms", role: .figure), .init(title: "least ms", role: .figure), .init(title: "MB/s", role: .figure),
        .init(title: "a second", role: .figure), .init(title: "speed", role: .figure),
    ]

    private static func milliseconds(_ duration: Duration) -> String { rounded(duration / .milliseconds(1), digits: 2) }

    private static func rounded(_ value: Double, digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int((value * scale).rounded())
        guard digits > 0 else { return String(whole) }
        let fraction = String(whole % Int(scale))
        return "\(whole / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }
}
