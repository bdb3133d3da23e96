import Foundation
import GRDB
import Replay
import StateFiles

/// An input as a ledger remembers it: by its content, since logs are renamed, compressed and moved.
struct KnownInput: Sendable {
    /// How an input is read when it has changed.
    enum Kind: String, Sendable {
        /// Each line is a record, or none: what is new is read.
        case lines
        /// Text that is read in one: from the start.
        case whole
        /// Documents: from the start, and what was there before is gone.
        case document
        /// Calls are put together of several records, perhaps of several inputs: all such inputs are read again.
        case joined
    }

    var id: Int64
    var mark: InputMark
    var kind: Kind
    /// False where reading ended with a fault.
    var isSettled: Bool
    /// The first bytes of the text: how many, and their digest.
    var headLength: Int
    var head: [UInt8]
    var place: ReadingPlace

    static func all(in db: Database) throws -> [KnownInput] {
        try Row.fetchAll(db, sql: "SELECT * FROM input ORDER BY position, id").map { row in
            guard let kind = Kind(rawValue: row["kind"]) else { throw UnknownName(text: row["kind"]) }
            var place = ReadingPlace()
            place.offset = row["read_to"]
            place.lines = row["lines"]
            place.tailLength = row["tail_length"]
            place.tailDigest = Array(row["tail"] as Data)
            return KnownInput(
                id: row["id"],
                mark: InputMark(
                    path: row["full_path"], device: row["device"], number: row["number"], size: row["size"], modified: row["modified"]),
                kind: kind, isSettled: row["is_settled"], headLength: row["head_length"], head: Array(row["head"] as Data), place: place)
        }
    }
}
