/// A value that has an empty state, which most calls leave it in.
package protocol RareValue: Sendable, Hashable {
    init()
    var isEmpty: Bool { get }
}

/// Keeps a value apart unless it is empty: calls are moved about by the million, and what few of them have should not make all of them large.
@propertyWrapper
package struct Rare<Value: RareValue>: Hashable, Sendable {
    private final class Box: Sendable {
        let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    private var box: Box?

    package init(wrappedValue: Value) {
        box = wrappedValue.isEmpty ? nil : Box(wrappedValue)
    }

    package var wrappedValue: Value {
        get { box?.value ?? Value() }
        set { box = newValue.isEmpty ? nil : Box(newValue) }
    }

    /// Whether nothing is kept, without looking at the value.
    package var isEmpty: Bool { box == nil }

    /// The keeper itself, for handing a value on as it is kept.
    package var projectedValue: Rare {
        get { self }
        set { self = newValue }
    }

    package static func == (left: Rare, right: Rare) -> Bool {
        left.wrappedValue == right.wrappedValue
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(wrappedValue)
    }
}
