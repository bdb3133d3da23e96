package import ByteStreams
import OpenAIWire
import TrafficModel

/// Reads records out of JSON texts: finds each one's container and has it read. For one thread at a time.
package final class RecordReader {
    private let lines = JSONReader()
    private let bodies = BodyReader()
    private let own = ExchangeLog()
    private let forced: (any LogContainer)?
    private let mapped: MappedLog?

    /// Where the record whose emission is being delivered stands within its text: line feeds before it, and bytes.
    package private(set) var place = (lines: 0, bytes: 0)

    package typealias Emit = (consuming Emission, (any LogContainer)?) -> Void

    /// `forced`: the container to take every record for, in place of finding out. `mapped` reads what no container recognises.
    package init(forced: (any LogContainer)? = nil, mapped: MappedLog? = nil) {
        self.forced = forced
        self.mapped = mapped
    }

    /// Reads a line: one record, or several glued together or standing in an array. Everything on it comes out as an emission.
    package func read(_ line: ByteView, isLastAndTorn: Bool, _ emit: Emit) {
        _ = readUnlessOpen(line, isLastAndTorn: isLastAndTorn, mayGoOn: false, emit)
    }

    /// Reads a line, unless it is the beginning of a value that goes on behind it: then nothing is emitted, and the answer is false.
    package func readUnlessOpen(_ line: ByteView, _ emit: Emit) -> Bool {
        readUnlessOpen(line, isLastAndTorn: false, mayGoOn: true, emit)
    }

    private func readUnlessOpen(_ line: ByteView, isLastAndTorn: Bool, mayGoOn: Bool, _ emit: Emit) -> Bool {
        place = (0, 0)
        var start = 0
        var mayHavePrefix = true
        while true {
            let rest = line[start..<line.count]
            var hasValue = false
            do throws(JSONFault) {
                try lines.values(of: rest) { value in
                    hasValue = true
                    read(value, in: line, from: start, emit)
                }
                return true
            } catch {
                if hasValue, let comma = error.offset, comma < rest.count, rest[comma] == UInt8(ascii: ",") {
                    // The body of an array: commas behind records and no brackets around.
                    start += comma + 1
                    mayHavePrefix = false
                    if line[start..<line.count].isBlank { return true }
                    continue
                }
                if mayHavePrefix, !hasValue, let brace = RecordReader.endOfPrefix(rest) {
                    start += brace
                    mayHavePrefix = false
                    continue
                }
                if mayGoOn, start == 0, !hasValue, error.kind == .cutShort, rest.opensDocument { return false }
                let (reason, message) = RecordReader.explain(error, isLastAndTorn: isLastAndTorn)
                emit(.rejected(reason, message: message), nil)
                return true
            }
        }
    }

    /// Where the record starts behind the prefix that container runtimes and syslog put before it; nil where there is none.
    private static func endOfPrefix(_ line: ByteView) -> Int? {
        guard let first = line.trimmed.first, first != UInt8(ascii: "{"), let brace = line.position(of: UInt8(ascii: "{")) else { return nil }
        // A time or a level may stand in brackets; brackets around the record itself are an array's.
        if first == UInt8(ascii: "["), line[0..<brace].position(of: UInt8(ascii: "]")) == nil { return nil }
        return brace
    }

    private func read(_ record: JSONValue, in text: ByteView, from start: Int, _ emit: Emit) {
        place(record, in: text, from: start)
        // The project's own record is known by its names alone: asking all the others first takes longer than reading it.
        if forced == nil, ExchangeLog.isOwnRecord(record) { return own.read(record, bodies) { emit($0, own) } }
        let container = forced ?? LogContainers.all.first { $0.recognises(record) }
        if container == nil || forced != nil, let records = RecordReader.list(in: record) {
            for element in records.elements { read(element, in: text, from: start, emit) }
            return
        }
        guard let container else {
            guard record.isObject else { return emit(.rejected(.notARecord, message: "JSON, and no object"), nil) }
            if let mapped { return mapped.read(record, bodies) { emit($0, mapped) } }
            let hint = MappingHint.text(for: record)
            return emit(.rejected(.unrecognised, message: "no known container, and no answer of a known endpoint", hint: hint), nil)
        }
        let isDocument = container.forEachRecord(in: record) { entry in
            place(entry, in: text, from: start)
            container.read(entry, bodies) { emit($0, container) }
        }
        if !isDocument { container.read(record, bodies) { emit($0, container) } }
    }

    /// Notes where a value stands that is further on in the text than the last one.
    private func place(_ value: JSONValue, in text: ByteView, from start: Int) {
        let offset = start + value.byteRange.lowerBound
        while let lineFeed = text[0..<offset].position(of: 0x0A, from: place.bytes) { place = (place.lines + 1, lineFeed + 1) }
        place.bytes = offset
    }

    /// A list of records: what HTTP sinks send at once, what an export holds; Azure's event hubs call it `records`.
    private static func list(in value: JSONValue) -> JSONValue? {
        if value.first?.isObject == true { return value }
        guard let records = value["records"], records.first?.azureCategory != nil else { return nil }
        return records
    }

    private static func explain(_ fault: JSONFault, isLastAndTorn: Bool) -> (RejectReason, String) {
        let place = fault.offset.map { " at byte \($0) of the record" } ?? ""
        if isLastAndTorn { return (.cutShort, "the input breaks off within this record") }
        switch fault.kind {
        case .cutShort: return (.cutShort, "the record ends before its JSON does")
        case .badUTF8: return (.invalidJSON, "bytes that are not UTF-8\(place)")
        case .badString: return (.invalidJSON, "a raw control character in a string")
        case .unexpected, .empty: return (.invalidJSON, "no JSON\(place)")
        case .tooDeep: return (.tooDeep, "nested deeper than \(JSONReader.maximumDepth) levels\(place)")
        case .tooLong: return (.tooLong, "longer than 4 GiB")
        }
    }
}

extension ByteView {
    /// Whether the text starts as a JSON object does, or an array of objects: `[info]` and `[2026-…]` are marks of a log's line.
    package var opensDocument: Bool {
        let text = trimmed
        guard text.first == UInt8(ascii: "[") else { return text.first == UInt8(ascii: "{") }
        guard let next = text[1..<text.count].trimmed.first else { return true }
        return next == UInt8(ascii: "{") || next == UInt8(ascii: "[")
    }
}
