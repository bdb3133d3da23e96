import GRDB
import TrafficModel

/// Some calls of a part that were found one after the other, and when they were. Logs are written in the order of time, so that a question about a
/// period needs few stretches.
struct Stretch: Sendable {
    /// How many calls are a stretch.
    static let size = 1_024

    let part: Int64
    private(set) var calls: ClosedRange<Int64>
    private(set) var times: ClosedRange<Timestamp>?
    /// Whether all calls have a time.
    private(set) var isTimed = true

    init(_ call: Int64, of part: Int64) {
        self.part = part
        calls = call...call
    }

    init(_ row: Row) {
        part = row["part"]
        calls = row["first_call"]...row["last_call"]
        if let earliest = row["earliest"] as Int64?, let latest = row["latest"] as Int64? {
            times = Timestamp(microseconds: earliest)...Timestamp(microseconds: latest)
        }
        isTimed = row["is_timed"]
    }

    /// Adds the call behind it, or takes in its first one.
    mutating func add(_ call: Int64, at time: Timestamp?) {
        calls = calls.lowerBound...call
        guard let time else {
            isTimed = false
            return
        }
        times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
    }

    /// Whether a call of it may lie in a period. `assumingTimes`: those without a time are given one.
    func mayLie(since: Timestamp?, until: Timestamp?, assumingTimes: Bool) -> Bool {
        if since == nil && until == nil || assumingTimes && !isTimed { return true }
        guard let times else { return false }
        if let since, times.upperBound < since { return false }
        if let until, times.lowerBound >= until { return false }
        return true
    }
}

/// Writes stretches down as their calls are written, and the packed calls beside them.
struct StretchWriter {
    private let insert: RawStatement
    private let insertPacked: RawStatement
    private var open: Stretch?
    private var packed = PackedCallsWriter()

    init(_ db: Database) throws {
        insert = try RawStatement(db, "INSERT INTO stretch (first_call, last_call, part, earliest, latest, is_timed) VALUES (?, ?, ?, ?, ?, ?)")
        insertPacked = try RawStatement(db, "INSERT INTO packed (stretch, calls) VALUES (?, ?)")
    }

    /// `row`: what the call's row has in each place of ``CallRow``; `isPlain`: whether those are all the figures that it has.
    mutating func add(_ call: Int64, of part: Int64, at time: Timestamp?, _ row: [Int64?], isPlain: Bool) throws {
        if open?.part != part { try end() }
        if open == nil { open = Stretch(call, of: part) }
        open?.add(call, at: time)
        packed.add(row, isPlain: isPlain)
        if let stretch = open, stretch.calls.count == Stretch.size { try end() }
    }

    /// Ends the stretch: other calls follow, or none.
    mutating func end() throws {
        guard let stretch = open else { return }
        open = nil
        insert.bind(stretch.calls.lowerBound, at: 0)
        insert.bind(stretch.calls.upperBound, at: 1)
        insert.bind(stretch.part, at: 2)
        insert.bind(stretch.times?.lowerBound.microseconds, at: 3)
        insert.bind(stretch.times?.upperBound.microseconds, at: 4)
        insert.bind(stretch.isTimed ? 1 : 0, at: 5)
        try insert.run()
        guard let calls = packed.pack() else { return }
        insertPacked.bind(stretch.calls.lowerBound, at: 0)
        insertPacked.bind(blob: calls, at: 1)
        try insertPacked.run()
    }
}
