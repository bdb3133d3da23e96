package import ByteStreams
import OpenAIWire
import TrafficModel

/// A container that keeps each call in a row of named columns, as gateways and observability tools export them. Their APIs hand rows out
/// by the page: `{"data": [ROW, …]}`.
package protocol RowLog: LogContainer {
    /// The member of a page that holds its rows; nil where rows come one by one.
    var pageMember: StaticString? { get }

    func isRow(_ record: JSONValue) -> Bool

    func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission
}

/// What is wrong with a row: it has the container's marks, and can't be read as the container's format says.
package struct RowFault: Error {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}

extension RowLog {
    package var pageMember: StaticString? { nil }

    package func recognises(_ record: JSONValue) -> Bool {
        if isRow(record) { return true }
        guard let page = page(of: record) else { return false }
        return isRow(page.isArray ? page.first ?? page : page)
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard !isRow(record), let page = page(of: record), page.isArray || isRow(page) else { return emit(emission(of: record, bodies)) }
        guard page.isArray else { return emit(emission(of: page, bodies)) }
        // A page without rows is a record all the same.
        if page.isEmptyContainer { return emit(.ignored) }
        for row in page.elements { emit(emission(of: row, bodies)) }
    }

    private func page(of record: JSONValue) -> JSONValue? {
        pageMember.flatMap { record.present($0) }
    }

    private func emission(of row: JSONValue, _ bodies: BodyReader) -> Emission {
        guard row.isObject else { return .rejected(.notARecord, message: "a row that is no object") }
        do throws(RowFault) {
            return try read(row: row, bodies)
        } catch {
            return .rejected(.unrecognised, message: error.message)
        }
    }
}

// MARK: - Columns

extension JSONValue {
    /// A column's HTTP status; nil where it is empty or zero, which say that there was none.
    func httpStatus(in column: StaticString) throws(RowFault) -> Int? {
        guard let value = filled(column) else { return nil }
        if let status = value.httpStatus { return status }
        if value.wholeNumber == 0 { return nil }
        throw RowFault("\(column) is no HTTP status: \(value.excerpt)")
    }

    /// A whole number, or the digits of one.
    var wholeNumber: Int64? { int64 ?? rawString?.wholeNumber }

    /// The member of that name unless it is null or an empty text.
    func filled(_ name: StaticString) -> JSONValue? {
        guard let value = present(name), !value.isString("") else { return nil }
        return value
    }

    /// A yes, however it is written: `true`, `"True"`, `1`.
    var isYes: Bool {
        if let bool { return bool }
        if let number = int64 { return number == 1 }
        return rawString?.equalsIgnoringCase("true") ?? false
    }

    /// What a message may show of a value.
    var excerpt: String {
        switch kind {
        case .object: "an object"
        case .array: "an array"
        default: raw[0..<Swift.min(raw.count, 40)].string
        }
    }
}
