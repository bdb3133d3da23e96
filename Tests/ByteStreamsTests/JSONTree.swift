import ByteStreams
import TestSupport

/// A JSON value as a tree: the naive form that ``JSONValue`` is compared with.
indirect enum JSONTree: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONTree])
    case object([Member])

    struct Member: Equatable {
        var name: String
        var value: JSONTree
    }

    static func random(_ random: inout SeededGenerator, depth: Int) -> JSONTree {
        switch random.number(0..<(depth > 0 ? 10 : 6)) {
        case 0: .null
        case 1: .bool(random.once(in: 2))
        case 2, 3: .number(random.pick(["0", "-1", "12", "3.25", "1e3", "-0.5E-2", "1000.0", "9007199254740993"]))
        case 4, 5: .string(randomString(&random))
        case 6, 7: .array((0..<random.number(0..<4)).map { _ in .random(&random, depth: depth - 1) })
        default:
            .object((0..<random.number(0..<4)).map { _ in Member(name: randomString(&random), value: .random(&random, depth: depth - 1)) })
        }
    }

    private static func randomString(_ random: inout SeededGenerator) -> String {
        let pieces = ["", "a", "name", "b c", "\"", "\\", "/", "\n", "\t", "\u{0}", "é", "漢", "😀", "\u{2028}", "{", "}", "[", "]", ",", ":", "\\n", "end\\"]
        return (0..<random.number(0..<4)).map { _ in random.pick(pieces) }.joined()
    }

    /// The value as a text, with white space and escapes as they fall.
    func text(_ random: inout SeededGenerator) -> [UInt8] {
        var out: [UInt8] = []
        write(to: &out, &random)
        return out
    }

    private func write(to out: inout [UInt8], _ random: inout SeededGenerator) {
        JSONTree.writeSpace(to: &out, &random)
        switch self {
        case .null: out += Array("null".utf8)
        case .bool(let value): out += Array("\(value)".utf8)
        case .number(let digits): out += Array(digits.utf8)
        case .string(let text): JSONTree.write(text, to: &out, &random)
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                element.write(to: &out, &random)
            }
            JSONTree.writeSpace(to: &out, &random)
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                JSONTree.writeSpace(to: &out, &random)
                JSONTree.write(member.name, to: &out, &random)
                JSONTree.writeSpace(to: &out, &random)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out, &random)
            }
            JSONTree.writeSpace(to: &out, &random)
            out.append(UInt8(ascii: "}"))
        }
        JSONTree.writeSpace(to: &out, &random)
    }

    private static func writeSpace(to out: inout [UInt8], _ random: inout SeededGenerator) {
        if random.once(in: 5) { out.append(random.pick([0x20, 0x09, 0x0A, 0x0D])) }
    }

    private static func write(_ text: String, to out: inout [UInt8], _ random: inout SeededGenerator) {
        out.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || random.once(in: 8) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: random.once(in: 2))
                    out += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
                }
            } else {
                out += Array(String(scalar).utf8)
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// The tree of a value that was read.
    init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .bool: self = .bool(value.bool!)
        case .number: self = .number(value.numberText!)
        case .string: self = .string(value.string!)
        case .array: self = .array(value.elements.map { JSONTree($0) })
        case .object: self = .object(value.members.map { Member(name: $0.name.string!, value: JSONTree($0.value)) })
        }
    }
}
