import CostReports
package import TrafficModel

/// `--where FIELD=VALUE`: several values of one field are alternatives, several fields must all hold; `FIELD!=VALUE` excludes. `*` stands for any
/// run of characters.
package struct CallFilter: Sendable {
    private struct Rule: Sendable {
        var field: GroupField
        var accepted: [Wildcard] = []
        var refused: [Wildcard] = []
    }

    private var rules: [Rule] = []
    package var zone = ZoneRules.utc

    package init() {}

    package var isEmpty: Bool { rules.isEmpty }

    /// How much of a call the rules look at.
    var depth: CallDepth { rules.map(\.field.depth).max() ?? .numbers }

    /// Adds a condition written as `FIELD=VALUE` or `FIELD!=VALUE`.
    package mutating func add(_ text: String) throws(CallFilterError) {
        guard let equals = text.firstIndex(of: "=") else { throw CallFilterError(message: "'\(text)' is no FIELD=VALUE") }
        var name = text[..<equals]
        let isRefusal = name.hasSuffix("!")
        if isRefusal { name = name.dropLast() }
        let value = Wildcard(text[text.index(after: equals)...])
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
            if !rule.accepted.isEmpty, !rule.accepted.contains(where: { $0.matches(value) }) { return false }
            if rule.refused.contains(where: { $0.matches(value) }) { return false }
        }
        return true
    }
}

package struct CallFilterError: Error, Sendable {
    package let message: String
}

/// Matches `*` against any run of bytes. Bytes, since two spellings of é are two users.
struct Wildcard {
    private let pattern: [UInt8]
    /// The pattern, where it has no stars: then it is the only text that matches.
    private let text: KeyText?

    init(_ pattern: some StringProtocol) {
        self.pattern = Array(pattern.utf8)
        text = self.pattern.contains(UInt8(ascii: "*")) ? nil : KeyText(String(pattern))
    }

    func matches(_ text: String) -> Bool {
        if let only = self.text { return only == KeyText(text) }
        let text = Array(text.utf8)
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
