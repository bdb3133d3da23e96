import ByteStreams
import Foundation
import GRDB
import Replay
import StateFiles
import TrafficModel

/// The rows of inputs and their parts.
extension Database {
    /// Adds an input that is about to be read.
    func addInput(_ work: LedgerWriter.Work) throws -> Int64 {
        try execute(
            sql: """
                INSERT INTO input (position, path, full_path, device, number, size, modified, bytes, kind, is_settled, head_length, head, read_to, lines,
                  tail_length, tail)
                VALUES (0, ?, ?, 0, 0, 0, 0, 0, 'whole', 0, 0, x'', 0, 0, 0, x'')
                """, arguments: [work.path, work.mark?.path ?? work.path])
        return lastInsertedRowID
    }

    /// Writes down how far an input was read.
    func update(_ id: Int64, _ work: LedgerWriter.Work, _ end: InputEnd, _ kind: KnownInput.Kind) throws {
        let place = end.place ?? ReadingPlace()
        try execute(
            sql: """
                UPDATE input SET path = ?, full_path = ?, device = ?, number = ?, size = ?, modified = ?, bytes = ?, compression = ?, kind = ?,
                  is_settled = ?, head_length = ?, head = ?, read_to = ?, lines = ?, tail_length = ?, tail = ?
                WHERE id = ?
                """,
            arguments: [
                work.path, work.mark?.path ?? work.path, work.mark?.device ?? 0, work.mark?.number ?? 0, work.mark?.size ?? 0,
                work.mark?.modified ?? 0, end.storedBytes,
                end.compression?.rawValue, kind.rawValue, end.fault == nil, work.head?.length ?? 0, Data(work.head?.digest ?? []),
                place.offset, place.lines, place.tailLength, Data(place.tailDigest), id,
            ])
    }

    /// Deletes what was read of an input, or of its last line that had no end.
    func deleteParts(of input: Int64, provisionalOnly: Bool) throws {
        let parts = try Row.fetchAll(
            self, sql: "SELECT id, first_call, last_call FROM part WHERE input = ? AND is_provisional >= ?", arguments: [input, provisionalOnly])
        for part in parts {
            let id: Int64 = part["id"]
            if let first = part["first_call"] as Int64?, let last = part["last_call"] as Int64? {
                try deleteCalls(first...last)
            }
            try execute(sql: "DELETE FROM reject WHERE part = ?", arguments: [id])
            try execute(sql: "DELETE FROM container WHERE part = ?", arguments: [id])
            try execute(sql: "DELETE FROM part WHERE id = ?", arguments: [id])
        }
    }

    /// Deletes whole parts' calls.
    func deleteCalls(_ calls: ClosedRange<Int64>) throws {
        let ends = StatementArguments([calls.lowerBound, calls.upperBound])
        // Stretches first: then no packed calls are looked for, call by call.
        try execute(sql: "DELETE FROM packed WHERE stretch BETWEEN ? AND ?", arguments: ends)
        try execute(sql: "DELETE FROM stretch WHERE first_call BETWEEN ? AND ?", arguments: ends)
        try execute(sql: "DELETE FROM call WHERE id BETWEEN ? AND ?", arguments: ends)
    }

    /// Deletes what was still open when all inputs had ended, but for calls of inputs that are not at hand any more.
    func deleteRest(of inputs: [Int64]) throws {
        for part in try Row.fetchAll(self, sql: "SELECT id, first_call, last_call FROM part WHERE input IS NULL") {
            let id: Int64 = part["id"]
            var left = 0
            if let first = part["first_call"] as Int64?, let last = part["last_call"] as Int64? {
                let list = inputs.map(String.init).joined(separator: ", ")
                try execute(sql: "DELETE FROM call WHERE id BETWEEN ? AND ? AND source IN (\(list))", arguments: [first, last])
                left = try Int.fetchOne(self, sql: "SELECT count(*) FROM call WHERE id BETWEEN ? AND ?", arguments: [first, last]) ?? 0
                if left == 0 { try deleteCalls(first...last) }
            }
            try execute(sql: "DELETE FROM reject WHERE part = ?", arguments: [id])
            if left > 0 {
                try execute(sql: "UPDATE part SET calls = ?, ignored = 0 WHERE id = ?", arguments: [left, id])
            } else {
                try execute(sql: "DELETE FROM part WHERE id = ?", arguments: [id])
            }
        }
    }

    /// Writes the books of a part down.
    func update(_ part: Int64, _ books: BlockBooks, _ rejects: [RejectReason: Int], calls: Int, first: Int64) throws {
        let range: (Int64?, Int64?) = calls > 0 ? (first, first + Int64(calls) - 1) : (nil, nil)
        try execute(
            sql: "UPDATE part SET first_call = ?, last_call = ?, calls = ?, lines = ?, records = ?, ignored = ? WHERE id = ?",
            arguments: [range.0, range.1, calls, books.lines, books.records, books.ignored, part])
        for (reason, records) in rejects {
            try execute(sql: "INSERT INTO reject (part, reason, records) VALUES (?, ?, ?)", arguments: [part, reason.rawValue, records])
        }
        for (name, records) in books.containers {
            try execute(sql: "INSERT INTO container (part, name, records) VALUES (?, ?, ?)", arguments: [part, name, records])
        }
    }

    /// Forgets an input of which nothing is to be kept.
    func forget(_ input: Int64) throws {
        try deleteParts(of: input, provisionalOnly: false)
        // A call that was open at the end may have begun in it.
        for part in try Row.fetchAll(self, sql: "SELECT part, count(*) AS calls FROM call WHERE source = ? GROUP BY part", arguments: [input]) {
            try execute(sql: "UPDATE part SET calls = calls - ? WHERE id = ?", arguments: [part["calls"] as Int, part["part"] as Int64])
        }
        try execute(sql: "DELETE FROM call WHERE source = ?", arguments: [input])
        try execute(sql: "DELETE FROM input WHERE id = ?", arguments: [input])
    }
}
