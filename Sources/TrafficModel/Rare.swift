/// A value that has an empty state, which most calls leave it in.
package protocol RareValue: Sendable, Hashable {
    init()
    var isEmpty: Bool { get }
}

/// A value that most calls lack.
package protocol SeldomTold: Sendable, Hashable {}

/// nil is the empty state of what may be missing.
extension Optional: RareValue where Wrapped: SeldomTold {
    @inlinable package init() {
        self = nil
    }

    @inlinable package var isEmpty: Bool { self == nil }
}

/// Keeps a value apart unless it is empty: calls are moved about by the million, and what few of them have should not make all of them large.
@propertyWrapper
package struct Rare<Value: RareValue>: Hashable, Sendable {
    @usableFromInline final class Box: Sendable {
        @usableFromInline let value: Value

        @inlinable init(_ value: Value) {
            self.value = value
        }
    }

    @usableFromInline var box: Box?

    /// Keeps nothing, without making an empty value to look at.
    @inlinable package init() {}

    @inlinable package var wrappedValue: Value {
        get { box?.value ?? Value() }
        set { box = newValue.isEmpty ? nil : Box(newValue) }
    }

    /// Whether nothing is kept, without looking at the value.
    @inlinable package var isEmpty: Bool { box == nil }

    /// The keeper itself, for handing a value on as it is kept.
    @inlinable package var projectedValue: Rare {
        get { self }
        set { self = newValue }
    }

    @inlinable package static func == (left: Rare, right: Rare) -> Bool {
        left.wrappedValue == right.wrappedValue
    }

    @inlinable package func hash(into hasher: inout Hasher) {
        hasher.combine(wrappedValue)
    }
}
