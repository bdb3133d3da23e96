import GRDB

/// Why an outbox can't be used.
package enum OutboxFault: Error, Sendable, Equatable {
    /// Another process works with it.
    case inUse(process: Int?)
    /// It holds what goes, or went, to another address.
    case otherEndpoint(String)
    /// It is no outbox, or one of a later version.
    case notAnOutbox(String)
    /// It can't be read or written; whatever was saved before still stands.
    case failed(String)
}

extension OutboxFault {
    /// Does something with a database, and turns its errors into faults.
    static func catching<Result>(_ body: () throws -> Result) throws(OutboxFault) -> Result {
        do { return try body() } catch { throw OutboxFault(error) }
    }

    init(_ error: any Error) {
        switch error {
        case let fault as OutboxFault: self = fault
        case let error as DatabaseError where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT:
            self = .notAnOutbox(error.message ?? "\(error.resultCode)")
        case let error as DatabaseError: self = .failed(error.message ?? "\(error.resultCode)")
        default: self = .failed("\(error)")
        }
    }
}
