import ByteStreams
import TrafficModel

extension JSON {
    /// The value as JSON text, without white space.
    public var text: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }

    /// Reads JSON text.
    /// - Throws: ``JSONError`` where the text is no JSON, or nested deeper than 512 levels.
    public init(text: String) throws(JSONError) {
        try self.init(bytes: Array(text.utf8))
    }

    init(bytes: [UInt8]) throws(JSONError) {
        do { self = try JSONReader().read(bytes) { JSON($0) } } catch { throw JSONError() }
    }

    /// Copies a lent value.
    init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .bool: self = .bool(value.bool ?? false)
        case .number: self = .number(value.rawText)
        // Escapes that mean nothing stay as they are written.
        case .string: self = .string(value.string ?? value.rawString?.string ?? "")
        case .array: self = .array(value.elements.map { JSON($0) })
        case .object: self = .object(JSONObject(value.members.map { (JSON($0.name).string ?? "", JSON($0.value)) }))
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let flag): writer.value(flag)
        case .number(let digits): writer.raw(digits)
        case .string(let text): writer.value(text)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let object):
            writer.beginObject()
            for member in object {
                writer.name(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }
}

/// A text that is no JSON.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String { "the text is no JSON" }
}
