import Testing

@testable import Ledger

/// Packed calls say what was packed, and damaged ones do no harm.
@Suite struct PackedCallsTests {
    private typealias Row = [Int64?]

    /// A row with an id and a kind, and the same figure in all other columns.
    private func row(_ id: Int64, kind: Int64, _ figure: Int64?) -> Row {
        var row: Row = Array(repeating: figure, count: Int(CallRow.reasoning) + 1)
        row[Int(CallRow.id)] = id
        row[Int(CallRow.source)] = nil
        row[Int(CallRow.kind)] = kind
        return row
    }

    private func packed(_ rows: [Row], plain: (Row) -> Bool = { _ in true }) -> [UInt8]? {
        var writer = PackedCallsWriter()
        for row in rows { writer.add(row, isPlain: plain(row)) }
        return writer.pack()
    }

    /// What comes out: rows as they went in, by their ids, and the ids of the others.
    private func unpacked(_ bytes: [UInt8], of calls: Int) throws -> (rows: [Row], rest: [Int64]) {
        var packed = PackedCalls()
        try packed.read(bytes, of: calls)
        var rows: [Row] = []
        for run in packed.runs {
            for call in run.calls {
                packed.call = call
                var row: Row = Array(repeating: nil, count: Int(CallRow.reasoning) + 1)
                for column in PackedCalls.columns { row[Int(column)] = packed.optionalInt(column) }
                row[Int(CallRow.kind)] = Int64(run.kind)
                rows.append(row)
            }
        }
        return (rows.sorted { ($0[0] ?? 0) < ($1[0] ?? 0) }, packed.rest)
    }

    @Test(arguments: [nil, 0, 1, 127, 128, 255, 256, 1 << 32, (1 << 62) - 1] as [Int64?])
    func eachFigureComesBackBesideAnyOther(_ figure: Int64?) throws {
        var rows: [Row] = []
        for (place, other) in ([nil, 0, 1, 254, 255, 256, 65_535, 65_536, (1 << 62) - 1] as [Int64?]).enumerated() {
            for kind in 1...3 { rows.append(row(Int64(100 + 3 * place + kind), kind: Int64(kind), kind == 2 ? figure : other)) }
        }
        let bytes = try #require(packed(rows))
        let back = try unpacked(bytes, of: rows.count)
        #expect(back.rows == rows)
        #expect(back.rest.isEmpty)
    }

    @Test func aWholeStretchComesBack() throws {
        let rows = (0..<Stretch.size).map { place in
            var row = row(Int64(5_000 + place), kind: Int64(1 + place % 5), nil)
            for column in PackedCalls.columns.dropFirst() where (place + Int(column)) % 3 > 0 { row[Int(column)] = Int64(place * place) << Int64(column) }
            return row
        }
        let bytes = try #require(packed(rows))
        #expect(try unpacked(bytes, of: rows.count).rows == rows)
    }

    @Test func whatIsNotPlainIsNamed() throws {
        var rows = (1...40).map { row($0, kind: 1, $0) }
        rows[4][Int(CallRow.input)] = -1
        rows[9][Int(CallRow.time)] = -5
        rows[14][Int(CallRow.latency)] = 1 << 62
        let bytes = try #require(packed(rows) { $0[0] != 20 })
        let back = try unpacked(bytes, of: rows.count)
        #expect(back.rest == [5, 10, 15, 20])
        #expect(back.rows == rows.filter { ![5, 10, 15, 20].contains($0[0]) })
    }

    @Test func fewCallsAreLeftInRows() {
        #expect(packed((1...15).map { row($0, kind: 1, 1) }) == nil)
        #expect(packed((1...16).map { row($0, kind: 1, 1) }) != nil)
        // Most must be plain.
        #expect(packed((1...40).map { row($0, kind: 1, 1) }) { ($0[0] ?? 0) <= 20 } != nil)
        #expect(packed((1...40).map { row($0, kind: 1, 1) }) { ($0[0] ?? 0) < 20 } == nil)
        // What was packed is not packed again.
        var writer = PackedCallsWriter()
        for id in 1...16 { writer.add(row(Int64(id), kind: 1, 1), isPlain: true) }
        #expect(writer.pack() != nil)
        #expect(writer.pack() == nil)
    }

    /// Whatever stands in the file, reading ends, with figures or with an error.
    @Test func damagedOnesDoNoHarm() throws {
        let rows = (1...30).map { row($0, kind: 1 + $0 % 3, $0 * 1_000) }
        let bytes = try #require(packed(rows) { $0[0] != 7 })
        for count in bytes.indices { #expect(throws: DamagedPackedCalls.self) { try unpacked(Array(bytes.prefix(count)), of: 30) } }
        #expect(throws: DamagedPackedCalls.self) { try unpacked(bytes, of: 31) }
        // A kind of many calls in no bytes, again and again.
        #expect(throws: DamagedPackedCalls.self) { try unpacked(Array(repeating: [1, 0xFF, 0x07], count: 100).flatMap { $0 } + Array(repeating: 0, count: 99), of: 30) }
        for place in bytes.indices {
            for byte in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] = byte
                _ = try? unpacked(damaged, of: 30)
            }
        }
    }
}
