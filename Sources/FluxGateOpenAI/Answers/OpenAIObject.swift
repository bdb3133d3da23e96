public import FluxGateSDK

/// An object of the API: typed views of the JSON that the provider sent. What has no view of its own is reached by its name.
///
/// ```swift
/// completion["system_fingerprint"]?.string
/// ```
public protocol OpenAIObject: Hashable, Sendable {
    /// All that the provider sent.
    var json: JSON { get }
    init(json: JSON)
}

extension OpenAIObject {
    /// A member by its name in the API; nil where there is none.
    public subscript(name: String) -> JSON? { json[name] }

    func string(_ name: String) -> String? { json[name]?.string }
    func count(_ name: String) -> Int { json[name]?.int ?? 0 }
    func list<Element: OpenAIObject>(_ name: String) -> [Element] { (json[name]?.array ?? []).map { Element(json: $0) } }

    /// nil where the member is missing or null.
    func object<Member: OpenAIObject>(_ name: String) -> Member? {
        guard let value = json[name], value.object != nil else { return nil }
        return Member(json: value)
    }
}

/// A whole answer, with what is known of its call beside it.
public protocol OpenAIAnswer: OpenAIObject {
    /// The provider's name for the request (`x-request-id`).
    var requestId: String? { get set }
    /// What tracking learnt; nil from a client that is not tracked.
    var fluxGateCostTrackingResponse: FluxGateCostTrackingResponse? { get set }
}
