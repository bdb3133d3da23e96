package import ByteStreams
import OpenAIWire
import TrafficModel

/// Reads records out of lines: finds each one's container and has it read. For one thread at a time.
package final class RecordReader {
    private let lines = JSONReader()
    private let bodies = BodyReader()
    private let own = ExchangeLog()
    private let forced: (any LogContainer)?
    private let mapped: MappedLog?

    /// `forced`: the container to take every record for, in place of finding out. `mapped` reads what no container recognises.
    package init(forced: (any LogContainer)? = nil, mapped: MappedLog? = nil) {
        self.forced = forced
        self.mapped = mapped
    }

    /// Reads a line: one record, or several glued together. Everything on it comes out as an emission.
    package func read(_ given: ByteView, isLastAndTorn: Bool, _ emit: (Emission, (any LogContainer)?) -> Void) {
        // The lines of an array's body end in commas.
        let line = given.trimmed.last == UInt8(ascii: ",") ? given[0..<given.lastPosition(of: UInt8(ascii: ","))!] : given
        do throws(JSONFault) {
            try readValues(of: line, emit)
        } catch {
            let (reason, message) = RecordReader.explain(error, isLastAndTorn: isLastAndTorn)
            emit(.rejected(reason, message: message), nil)
        }
    }

    private func readValues(of line: ByteView, _ emit: (Emission, (any LogContainer)?) -> Void) throws(JSONFault) {
        var isJSON = false
        do throws(JSONFault) {
            try lines.values(of: line) {
                isJSON = true
                read($0, emit)
            }
        } catch {
            guard !isJSON, let records = RecordReader.behindPrefix(line) else { throw error }
            try lines.values(of: records) { read($0, emit) }
        }
    }

    /// What stands behind the prefix that container runtimes and syslog put before a record; nil where there is none.
    private static func behindPrefix(_ line: ByteView) -> ByteView? {
        guard let first = line.trimmed.first, first != UInt8(ascii: "{"), let brace = line.position(of: UInt8(ascii: "{")) else { return nil }
        // A time or a level may stand in brackets; brackets around the record itself are an array's.
        if first == UInt8(ascii: "["), line[0..<brace].position(of: UInt8(ascii: "]")) == nil { return nil }
        return line[brace..<line.count]
    }

    private func read(_ record: JSONValue, _ emit: (Emission, (any LogContainer)?) -> Void) {
        // The project's own record is known by its names alone: asking all the others first takes longer than reading it.
        if forced == nil, ExchangeLog.isOwnRecord(record) { return own.read(record, bodies) { emit($0, own) } }
        let container = forced ?? LogContainers.all.first { $0.recognises(record) }
        if container == nil || forced != nil, let records = RecordReader.list(in: record) {
            for element in records.elements { read(element, emit) }
            return
        }
        if let container { return container.read(record, bodies) { emit($0, container) } }
        guard record.isObject else { return emit(.rejected(.notARecord, message: "JSON, and no object"), nil) }
        if let mapped { return mapped.read(record, bodies) { emit($0, mapped) } }
        let hint = MappingHint.text(for: record)
        emit(.rejected(.unrecognised, message: "no known container, and no answer of a known endpoint", hint: hint), nil)
    }

    /// A list of records: what HTTP sinks send at once, what an export holds; Azure's event hubs call it `records`.
    private static func list(in value: JSONValue) -> JSONValue? {
        if value.first?.isObject == true { return value }
        guard let records = value["records"], records.first?.azureCategory != nil else { return nil }
        return records
    }

    private static func explain(_ fault: JSONFault, isLastAndTorn: Bool) -> (RejectReason, String) {
        let place = fault.offset.map { " at byte \($0) of the line" } ?? ""
        if isLastAndTorn { return (.cutShort, "the input breaks off within this line") }
        switch fault.kind {
        case .cutShort: return (.cutShort, "the line ends before its JSON does")
        case .badUTF8: return (.invalidJSON, "bytes that are not UTF-8\(place)")
        case .badString: return (.invalidJSON, "a raw control character in a string")
        case .unexpected, .empty: return (.invalidJSON, "no JSON\(place)")
        case .tooDeep: return (.tooDeep, "nested deeper than \(JSONReader.maximumDepth) levels\(place)")
        case .tooLong: return (.tooLong, "longer than 4 GiB")
        }
    }
}
