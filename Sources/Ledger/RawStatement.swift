import GRDB
import GRDBSQLite

/// A prepared statement with nothing between it and SQLite, for what is done a million times. Within a transaction alone: GRDB has
/// to see commits. Parameters and columns are counted from 0.
@safe final class RawStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        statement = try db.makeStatement(sql: sql)
        handle = statement.sqliteStatement
        guard let connection = db.sqliteConnection else { preconditionFailure("a closed database") }
        self.connection = connection
    }

    // MARK: Parameters

    func bind(_ value: Int64?, at place: Int32) {
        if let value { sqlite3_bind_int64(handle, place + 1, value) } else { sqlite3_bind_null(handle, place + 1) }
    }

    func bind(_ text: String?, at place: Int32) {
        guard var text else {
            sqlite3_bind_null(handle, place + 1)
            return
        }
        text.withUTF8 { bytes in
            // An empty text may have no address, which would bind null.
            let address = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(bitPattern: 1)
            sqlite3_bind_text(handle, place + 1, address?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), RawStatement.copied)
        }
    }

    func bind(blob bytes: [UInt8], at place: Int32) {
        bytes.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob(handle, place + 1, bytes.baseAddress, Int32(bytes.count), RawStatement.copied)
        }
    }

    func bind(json bytes: [UInt8]?, at place: Int32) {
        guard let bytes, !bytes.isEmpty else {
            sqlite3_bind_null(handle, place + 1)
            return
        }
        bytes.withUnsafeBytes { bytes in
            let address = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text(handle, place + 1, address, Int32(bytes.count), RawStatement.copied)
        }
    }

    /// SQLite keeps a copy of its own.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    // MARK: Rows

    /// Runs a statement that gives no rows.
    func run() throws {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw fault(code) }
    }

    /// Whether there is a further row; the statement is ready for its next use when there is none.
    func next() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw fault(code) }
        return false
    }

    /// Goes through the rows of a range, of which the statement has the two ends as parameters.
    func forEach(from first: Int64, through last: Int64, _ body: () throws -> Void) throws {
        bind(first, at: 0)
        bind(last, at: 1)
        while try next() {
            do {
                try body()
            } catch {
                reset()
                throw error
            }
        }
    }

    /// The number of the row that this connection inserted last.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(connection) }

    func reset() {
        sqlite3_reset(handle)
    }

    private func fault(_ code: Int32) -> DatabaseError {
        DatabaseError(resultCode: ResultCode(rawValue: code & 0xFF), message: String(cString: sqlite3_errmsg(connection)))
    }

    // MARK: Columns

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optionalInt(_ column: Int32) -> Int64? {
        // Null is 0 here; anything else needs no second look.
        let value = sqlite3_column_int64(handle, column)
        return value == 0 && sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : value
    }

    func hasText(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) != SQLITE_NULL }

    func text(_ column: Int32) -> String? {
        withText(column) { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ column: Int32) -> [UInt8]? {
        withText(column) { Array($0) }
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let address = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: address, count: Int(sqlite3_column_bytes(handle, column))))
    }

    private func withText<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        guard let address = sqlite3_column_text(handle, column) else { return nil }
        return body(UnsafeRawBufferPointer(start: address, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
