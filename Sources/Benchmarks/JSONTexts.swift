import ByteStreams
import CSimdJSON

extension Benchmark {
    /// From lines to values: simdjson's structural index alone, and with the check that makes values of it.
    static func json(_ workload: Workload) throws -> [Benchmark] {
        let text = workload.text + [UInt8](repeating: 0x20, count: FG_PADDING)
        let length = workload.text.count
        let blocks = wholeLines(of: workload.text, atMost: 4 << 20)
        let lines = wholeLines(of: workload.text, atMost: 1)
        let tokens = try StructuralIndex().count(lines, of: text)
        let reader = JSONReader()
        return [
            Benchmark("JSON", "stage 1, 4 MiB a call", bytes: length, count: tokens, of: "tokens") { try StructuralIndex().count(blocks, of: text) },
            Benchmark("JSON", "stage 1, a line a call", bytes: length, count: tokens, of: "tokens") { try StructuralIndex().count(lines, of: text) },
            Benchmark("JSON", "stage 1 and check, a line a call", bytes: length, count: lines.count, of: "lines") {
                try text.withView { view in
                    var objects = 0
                    for line in lines where try reader.value(of: view[line]).isObject { objects += 1 }
                    return objects
                }
            },
        ]
    }

    /// Ranges of whole lines, each a line at least and else no longer than `size`.
    private static func wholeLines(of text: [UInt8], atMost size: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        var end = 0
        while end < text.count {
            let next = (text[end...].firstIndex(of: 0x0A) ?? text.count - 1) + 1
            if end > start, next - start > size {
                ranges.append(start..<end)
                start = end
            }
            end = next
        }
        return ranges + [start..<end]
    }
}

/// simdjson's stage 1 and nothing else.
private final class StructuralIndex {
    private let indexer: OpaquePointer

    init() throws {
        guard let indexer = fg_indexer_create() else { throw Measurement.Fault(description: "out of memory") }
        self.indexer = indexer
    }

    deinit {
        fg_indexer_destroy(indexer)
    }

    /// The tokens of some ranges of a text, behind which there is padding.
    func count(_ ranges: [Range<Int>], of text: [UInt8]) throws -> Int {
        try text.withUnsafeBufferPointer { text in
            var all = 0
            for range in ranges {
                var tokens: UnsafePointer<UInt32>?
                var count = 0
                guard fg_index(indexer, text.baseAddress! + range.lowerBound, range.count, &tokens, &count) == FG_OK else {
                    throw Measurement.Fault(description: "simdjson refuses the text at byte \(range.lowerBound)")
                }
                all += count
            }
            return all
        }
    }
}
