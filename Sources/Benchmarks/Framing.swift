import ByteStreams

extension Benchmark {
    /// From a file to lines.
    static func framing(_ workload: Workload) -> [Benchmark] {
        let bytes = workload.text.count
        let lines = workload.lines.count
        return [
            Benchmark("framing", "lines of a mapped file", bytes: bytes, count: lines, of: "lines") { try countLines(workload.file) },
            Benchmark("framing", "lines out of gzip", bytes: bytes, count: lines, of: "lines") { try countLines(workload.gzippedFile) },
        ]
    }

    private static func countLines(_ path: String) throws -> Int {
        let reader = try BlockReader(path: path)
        var lines = 0
        while let block = try reader.next() { lines += block.forEachLine { _, _, _, _ in }.lines }
        return lines
    }
}
