/// A JSON value. Numbers keep their digits, objects their order, and nothing that a provider sends is lost.
///
/// Written as a literal wherever one fits: `["temperature": 0.2, "stop": ["a", "b"]]`.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The digits of a number as JSON writes them.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// The members of a JSON object, in their order.
public struct JSONObject: Hashable, Sendable {
    /// A name and its value.
    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: JSON

        public init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    public var members: [Member] = []

    public init() {}

    /// The member of that name; of several, the last one. Setting nil removes it.
    public subscript(name: String) -> JSON? {
        get { members.last { $0.name == name }?.value }
        set {
            let index = members.lastIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (_, nil): members.removeAll { $0.name == name }
            }
        }
    }
}

// MARK: - Reading

extension JSON {
    /// The member of that name of an object; nil where there is none.
    public subscript(name: String) -> JSON? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    /// The element of an array; nil where there is none.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    public var isNull: Bool { self == .null }

    public var bool: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The nearest number that a `Double` can hold.
    public var double: Double? {
        guard case .number(let digits) = self else { return nil }
        return Double(digits)
    }

    /// A whole number, however it is written (`12`, `12.0`); nil for others.
    public var int: Int? {
        guard case .number(let digits) = self else { return nil }
        return Int(digits) ?? Double(digits).flatMap { Int(exactly: $0) }
    }

    public var array: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    public var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }
}

extension JSONObject: Sequence {
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}
