/// The values that the calls of one row have in common, in the order of the grouping's fields.
package struct GroupKey: Hashable, Comparable, Sendable {
    // Nearly all groupings have one field; those need no array.
    private var first: KeyValue
    private var others: [KeyValue]

    package init(_ first: KeyValue, _ others: [KeyValue] = []) {
        self.first = first
        self.others = others
    }

    package subscript(place: Int) -> KeyValue {
        place == 0 ? first : others[place - 1]
    }

    var isNone: Bool {
        if case .none = first { others.isEmpty } else { false }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        for value in others { hasher.combine(value) }
    }

    package static func < (left: GroupKey, right: GroupKey) -> Bool {
        left.first == right.first ? left.others.lexicographicallyPrecedes(right.others) : left.first < right.first
    }
}

/// What a call has in one field. Times stay numbers until they are shown, which sorts them by time and keeps text out of the way of a
/// million calls a second.
package enum KeyValue: Hashable, Comparable, Sendable {
    /// A place on the calendar; see ``CalendarUnit``.
    case ordinal(Int64)
    case text(KeyText)
    /// Nothing was told. The last case, so that it sorts behind all others.
    case none

    /// The text, where it is one.
    package var text: String? {
        if case .text(let text) = self { text.text } else { nil }
    }

    /// An empty text tells as little as a missing one.
    package init(_ text: String?) {
        if let text, !text.isEmpty {
            self = .text(KeyText(text))
        } else {
            self = .none
        }
    }
}
