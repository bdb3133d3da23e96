/// The figures of a stretch's calls, kind by kind and column by column. They say what its rows say, and are read in a tenth of the time.
///
/// Only plain calls are packed: those of the part's own input whose detail has no figures, and whose figures are in ``range``. Rows hold them too; the
/// others are in rows alone, and named here. Rows are what counts: when one is changed or deleted, by whatever means, its stretch is no longer packed.
///
/// The form: for each kind its number and how many calls it has; a 0 in place of a kind; the columns of all calls, kind by kind, in the order of
/// ``columns``; how many calls are in rows alone, and a column of those. A number is written seven bits to a byte, the lowest first, the eighth bit
/// set in all bytes but the last. A column is its least figure, how many bytes a figure takes, and the figures less the least one and with 1 added (0:
/// none), the lowest bytes of all first, then the next of all.
struct PackedCalls {
    /// The columns that are packed, as places in ``CallRow``.
    static let columns = [
        CallRow.id, CallRow.feature, CallRow.user, CallRow.session, CallRow.conversation, CallRow.step, CallRow.time, CallRow.latency, CallRow.streamDuration,
        CallRow.input, CallRow.cachedInput, CallRow.output, CallRow.reasoning,
    ]
    /// What is not in here is rare, and nonsense mostly.
    static let range: Range<Int64> = 0..<(1 << 62)
    /// Stands for no figure, once they are read.
    fileprivate static let none: Int64 = -1

    /// Calls of one kind.
    struct Run {
        var kind: Int
        var calls: Range<Int>
    }

    private(set) var runs: [Run] = []
    /// The place of the call whose figures are asked for.
    var call = 0
    /// The calls that are in rows alone.
    private(set) var rest: [Int64] = []
    /// For each place in ``CallRow`` its column.
    private var figures: [[Int64]] = Array(repeating: [], count: Int(CallRow.reasoning) + 1)

    /// Whether so many calls of a stretch are worth packing, and reading so: the others are looked for one by one.
    static func areMany(_ plain: Int, of all: Int) -> Bool { plain >= 16 && 2 * plain >= all }

    /// Reads what ``PackedCallsWriter`` wrote of so many calls, in place of what was here.
    mutating func read(_ bytes: [UInt8], of calls: Int) throws {
        runs.removeAll(keepingCapacity: true)
        var reader = ColumnReader(bytes)
        var count = 0
        while case let kind = try reader.number(), kind != 0 {
            let end = try count + reader.count()
            guard end <= Stretch.size else { throw DamagedPackedCalls() }
            runs.append(Run(kind: Int(kind), calls: count..<end))
            count = end
        }
        for column in PackedCalls.columns { try reader.column(into: &figures[Int(column)], count: count) }
        let restCount = try reader.count()
        try reader.column(into: &rest, count: restCount)
        guard count + restCount == calls else { throw DamagedPackedCalls() }
    }
}

extension PackedCalls: CallFigureSource {
    func optionalInt(_ column: Int32) -> Int64? {
        let figure = figures[Int(column)][call]
        return figure == PackedCalls.none ? nil : figure
    }
}

/// Packed calls of no form that was ever written.
struct DamagedPackedCalls: Error, CustomStringConvertible {
    var description: String { "its packed calls are damaged; without them (DELETE FROM packed) the rows are read, which say the same" }
}

/// Packs calls as they are written.
struct PackedCallsWriter {
    private var kinds: [Int64] = []
    /// For each place in ``CallRow`` its column, and -1 for no figure.
    private var figures: [[Int64]] = Array(repeating: [], count: Int(CallRow.reasoning) + 1)
    private var rest: [Int64] = []

    /// Adds a call. `row`: what its row has in each place of ``CallRow``; `isPlain`: whether those are all the figures that it has.
    mutating func add(_ row: [Int64?], isPlain: Bool) {
        guard isPlain, PackedCalls.columns.allSatisfy({ PackedCalls.range.contains(row[Int($0)] ?? 0) }) else {
            if let id = row[Int(CallRow.id)] { rest.append(id) }
            return
        }
        kinds.append(row[Int(CallRow.kind)] ?? 0)
        for column in PackedCalls.columns { figures[Int(column)].append(row[Int(column)] ?? PackedCalls.none) }
    }

    /// The packed calls, if they are worth it; then there are none, to go on with others.
    mutating func pack() -> [UInt8]? {
        defer {
            kinds.removeAll(keepingCapacity: true)
            rest.removeAll(keepingCapacity: true)
            for column in figures.indices { figures[column].removeAll(keepingCapacity: true) }
        }
        guard PackedCalls.areMany(kinds.count, of: kinds.count + rest.count) else { return nil }
        var writer = ColumnWriter()
        let calls = kinds.indices.sorted { (kinds[$0], $0) < (kinds[$1], $1) }
        var left = calls[...]
        while let first = left.first {
            let run = left.prefix { kinds[$0] == kinds[first] }
            writer.number(UInt64(kinds[first]))
            writer.number(UInt64(run.count))
            left = left.dropFirst(run.count)
        }
        writer.number(0)
        for column in PackedCalls.columns { writer.column(calls.map { figures[Int(column)][$0] }) }
        writer.number(UInt64(rest.count))
        writer.column(rest)
        return writer.bytes
    }
}

/// Writes the form of ``PackedCalls``.
private struct ColumnWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ number: UInt64) {
        var number = number
        while number > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
            number >>= 7
        }
        bytes.append(UInt8(number))
    }

    mutating func column(_ figures: [Int64]) {
        let least = figures.lazy.filter { $0 != PackedCalls.none }.min() ?? 0
        let codes = figures.map { $0 == PackedCalls.none ? 0 : UInt64($0 - least) + 1 }
        let width = (64 - (codes.max() ?? 0).leadingZeroBitCount + 7) / 8
        number(UInt64(least))
        number(UInt64(width))
        for plane in 0..<width {
            for code in codes { bytes.append(UInt8(truncatingIfNeeded: code >> UInt64(8 * plane))) }
        }
    }
}

/// Reads the form of ``PackedCalls``.
private struct ColumnReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func number() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 63, by: 7) {
            guard place < bytes.count else { break }
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return number }
        }
        throw DamagedPackedCalls()
    }

    /// How many calls there are.
    mutating func count() throws -> Int {
        let count = try number()
        guard count <= Stretch.size else { throw DamagedPackedCalls() }
        return Int(count)
    }

    mutating func column(into figures: inout [Int64], count: Int) throws {
        let least = Int64(bitPattern: try number())
        let width = Int(clamping: try number())
        guard width <= 8, bytes.count - place >= width * count else { throw DamagedPackedCalls() }
        if figures.count != count { figures = Array(repeating: 0, count: count) }
        // Spans, since their loops are made into ones over many figures at a time.
        var column = figures.mutableSpan
        for index in column.indices { column[index] = 0 }
        for plane in 0..<width {
            let next = bytes.span.extracting((place + plane * count)..<(place + (plane + 1) * count))
            for index in column.indices { column[index] |= Int64(next[index]) << Int64(8 * plane) }
        }
        place += width * count
        for index in column.indices { column[index] = column[index] == 0 ? PackedCalls.none : column[index] &- 1 &+ least }
    }
}
