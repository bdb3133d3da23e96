import GRDB

/// Why a state file (an outbox, a ledger) can't be used.
package enum StateFileFault: Error, Sendable, Equatable {
    /// Another process works with it.
    case inUse(process: Int?)
    /// It holds what belongs to something else: what went to another address, what was read in another way.
    case boundElsewhere(String)
    /// It is no such file, or one of a later version.
    case unusable(String)
    /// It can't be read or written; whatever was saved before still stands.
    case failed(String)
}

extension StateFileFault {
    /// Does something with a database, and turns its errors into faults.
    package static func catching<Result>(_ body: () throws -> Result) throws(StateFileFault) -> Result {
        do { return try body() } catch { throw StateFileFault(error) }
    }

    package init(_ error: any Error) {
        switch error {
        case let fault as StateFileFault: self = fault
        case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT:
            self = .unusable(error.message ?? "\(error.resultCode)")
        case let error as DatabaseError: self = .failed(error.message ?? "\(error.resultCode)")
        default: self = .failed("\(error)")
        }
    }
}
