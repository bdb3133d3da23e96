import TrafficModel
import Yams

/// Why a piece of YAML can't be read.
struct YAMLFault: Error {
    var message: String
    var isTooLarge = false
}

/// Turns an item of a YAML list into JSON, so that cassettes in both are read by one reader.
enum YAMLItem {
    /// References to one node multiply: JSON that is so much longer than the YAML is given up.
    private static func limit(for text: [UInt8]) -> Int { 8 * text.count + (1 << 20) }

    /// The last item of a list as a cassette of its own: `{"interactions": [ITEM]}`.
    static func cassette(ofLastItem text: [UInt8]) throws(YAMLFault) -> [UInt8] {
        guard let item = try list(text).last else { throw YAMLFault(message: "no YAML list") }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("interactions")
        writer.beginArray()
        try write(item, to: &writer, limit: limit(for: text))
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func list(_ text: [UInt8]) throws(YAMLFault) -> [Node] {
        do {
            return try compose(yaml: String(decoding: text, as: UTF8.self))?.sequence.map { Array($0) } ?? []
        } catch let error as YamlError {
            throw YAMLFault(message: "no YAML: \(explain(error))")
        } catch {
            throw YAMLFault(message: "no YAML")
        }
    }

    /// What is wrong and on which line of the item; never the text, which may hold a key or a prompt.
    private static func explain(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            "\(problem) on line \(mark.line) of the interaction"
        case .reader(let problem, _, _, _): problem
        default: "it can't be read"
        }
    }

    private static func write(_ node: Node, to writer: inout JSONWriter, limit: Int) throws(YAMLFault) {
        guard writer.bytes.count <= limit else { throw YAMLFault(message: "references in this interaction multiply it to more than \(limit) bytes", isTooLarge: true) }
        switch node {
        case .mapping(let mapping):
            writer.beginObject()
            for (name, value) in mapping {
                writer.name(name.scalar?.string ?? "")
                try write(value, to: &writer, limit: limit)
            }
            writer.endObject()
        case .sequence(let sequence):
            writer.beginArray()
            for element in sequence { try write(element, to: &writer, limit: limit) }
            writer.endArray()
        case .scalar(let scalar): write(scalar, to: &writer)
        case .alias: writer.null()
        }
    }

    private static func write(_ scalar: Node.Scalar, to writer: inout JSONWriter) {
        let tag = scalar.tag.description
        if tag == "!binary" || tag == "tag:yaml.org,2002:binary" {
            writer.beginObject()
            writer.member("encoding", "base64")
            writer.member("data", scalar.string)
            writer.endObject()
        } else if scalar.style != .plain || tag == "tag:yaml.org,2002:str" {
            writer.value(scalar.string)
        } else {
            switch scalar.string {
            case "", "~", "null", "Null", "NULL": writer.null()
            case "true", "True": writer.value(true)
            case "false", "False": writer.value(false)
            case let text where isNumber(text): writer.raw(text)
            case let text: writer.value(text)
            }
        }
    }

    /// Whole numbers are numbers; nothing in a cassette that is read has a fraction, and a version such as 1.10 must keep its zero.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard let first = digits.first, digits.count < 19, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return false }
        return first != UInt8(ascii: "0") || digits.count == 1
    }
}
