import CostReports
package import TrafficModel

/// `--where FIELD=VALUE`: several values of one field are alternatives, several fields must all hold; `FIELD!=VALUE` excludes. `*` stands for any
/// run of characters.
package struct CallFilter: Sendable {
    private struct Rule: Sendable {
        var field: GroupField
        var accepted: [String] = []
        var refused: [String] = []
    }

    private var rules: [Rule] = []
    package var zone = ZoneRules.utc

    package init() {}

    package var isEmpty: Bool { rules.isEmpty }

    /// Adds a condition written as `FIELD=VALUE` or `FIELD!=VALUE`.
    package mutating func add(_ text: String) throws(CallFilterError) {
        guard let equals = text.firstIndex(of: "=") else { throw CallFilterError(message: "'\(text)' is no FIELD=VALUE") }
        var name = text[..<equals]
        let isRefusal = name.hasSuffix("!")
        if isRefusal { name = name.dropLast() }
        let value = String(text[text.index(after: equals)...])
        let field: GroupField
        do throws(GroupFieldError) { field = try GroupField(String(name)) } catch { throw CallFilterError(message: error.description) }
        let index: Int
        if let found = rules.firstIndex(where: { $0.field == field }) {
            index = found
        } else {
            rules.append(Rule(field: field))
            index = rules.count - 1
        }
        if isRefusal { rules[index].refused.append(value) } else { rules[index].accepted.append(value) }
    }

    /// Whether the call is kept. A missing value is the empty text, so that `feature=` finds the calls without one.
    package func keeps(_ call: Call) -> Bool {
        for rule in rules {
            let value = rule.field.text(of: call, in: zone) ?? ""
            if !rule.accepted.isEmpty, !rule.accepted.contains(where: { Wildcard.matches(value, $0) }) { return false }
            if rule.refused.contains(where: { Wildcard.matches(value, $0) }) { return false }
        }
        return true
    }
}

package struct CallFilterError: Error, Sendable {
    package let message: String
}

/// Matches `*` against any run of bytes. Bytes, since two spellings of é are two users.
enum Wildcard {
    static func matches(_ text: String, _ pattern: String) -> Bool {
        let text = Array(text.utf8)
        let pattern = Array(pattern.utf8)
        var position = 0
        var wanted = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if wanted < pattern.count, pattern[wanted] == UInt8(ascii: "*") {
                star = (wanted, position)
                wanted += 1
            } else if wanted < pattern.count, pattern[wanted] == text[position] {
                wanted += 1
                position += 1
            } else if let last = star {
                // Let the last star take one byte more.
                star = (last.pattern, last.text + 1)
                wanted = last.pattern + 1
                position = last.text + 1
            } else {
                return false
            }
        }
        while wanted < pattern.count, pattern[wanted] == UInt8(ascii: "*") { wanted += 1 }
        return wanted == pattern.count
    }
}
