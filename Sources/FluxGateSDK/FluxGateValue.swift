import TrafficModel

/// A value of an event's metadata: a text, or any other JSON value as its JSON text.
///
/// Written as a literal wherever one fits, mixed as JSON is:
/// ```swift
/// ["experiment": "b", "retry": 2, "score": 0.75, "beta": true, "tags": ["a", "b"]]
/// ```
public enum FluxGateValue: Hashable, Sendable {
    case string(String)
    /// Must be one whole JSON value; it is sent as it stands.
    case json(String)

    public init(_ text: String) { self = .string(text) }
    public init(_ number: Int) { self = .json(String(number)) }
    public init(_ flag: Bool) { self = .json(flag ? "true" : "false") }

    /// A number, in as few digits as tell it from all others; null for infinities and NaN, which JSON does not have.
    public init(_ number: Double) { self = .json(number.jsonText ?? "null") }
}

extension FluxGateValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int) { self.init(number) }
    public init(floatLiteral number: Double) { self.init(number) }
    public init(booleanLiteral flag: Bool) { self.init(flag) }
    public init(nilLiteral: ()) { self = .json("null") }

    public init(arrayLiteral elements: FluxGateValue...) {
        var json = JSONWriter()
        json.beginArray()
        for element in elements { json.value(element) }
        json.endArray()
        self = .json(json.text)
    }

    public init(dictionaryLiteral members: (String, FluxGateValue)...) {
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in members { json.member(name, value) }
        json.endObject()
        self = .json(json.text)
    }
}

extension JSONWriter {
    mutating func value(_ value: FluxGateValue) {
        switch value {
        case .string(let text): self.value(text)
        case .json(let json): raw(json)
        }
    }

    mutating func member(_ name: String, _ value: FluxGateValue) {
        self.name(name)
        self.value(value)
    }
}

extension Double {
    /// The number as JSON text; nil where JSON has none for it.
    var jsonText: String? {
        guard isFinite else { return nil }
        // Swift writes whole numbers with a fraction of zero.
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
