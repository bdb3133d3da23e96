// Null is written `.null`: were `nil` a JSON value too, `condition ? nil : json` would be one instead of none.
extension JSON: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int) { self = number.json }
    public init(floatLiteral number: Double) { self = number.json }
    public init(booleanLiteral flag: Bool) { self = .bool(flag) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral members: (String, JSON)...) { self = .object(JSONObject(members)) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral members: (String, JSON)...) { self.init(members) }

    init(_ members: [(String, JSON)]) {
        self.members = members.map { Member(name: $0.0, value: $0.1) }
    }
}

/// What can be sent as JSON: texts, numbers, truth values, lists of them, and ``JSON`` itself.
public protocol JSONConvertible {
    /// The value as JSON.
    var json: JSON { get }
}

extension JSON: JSONConvertible {
    public var json: JSON { self }
}

extension JSONObject: JSONConvertible {
    public var json: JSON { .object(self) }
}

extension String: JSONConvertible {
    public var json: JSON { .string(self) }
}

extension Bool: JSONConvertible {
    public var json: JSON { .bool(self) }
}

extension Int: JSONConvertible {
    public var json: JSON { .number(String(self)) }
}

extension Double: JSONConvertible {
    /// The number in as few digits as tell it from all others; null for infinities and NaN, which JSON does not have.
    public var json: JSON { isFinite ? .number(description) : .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    public var json: JSON { .array(map(\.json)) }
}
