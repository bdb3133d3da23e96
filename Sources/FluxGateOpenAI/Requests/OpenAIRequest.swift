/// The body of a request: typed where people need it, and any other parameter by its name.
///
/// ```swift
/// var request = ChatCompletionRequest(model: "gpt-4o", messages: [.user("Hello")])
/// request["logit_bias"] = ["50256": -100]                                              // not modelled: by name
/// let raw: ChatCompletionRequest = ["model": "gpt-4o", "messages": [["role": "user", "content": "Hello"]]]   // or all of it
/// ```
public protocol OpenAIRequest: Sendable, ExpressibleByDictionaryLiteral where Key == String, Value == JSON {
    /// What is sent.
    var body: JSONObject { get set }

    /// Takes a whole body as it is to be sent.
    init(body: JSONObject)
}

extension OpenAIRequest {
    public init(dictionaryLiteral members: (String, JSON)...) {
        self.init(body: JSONObject(members))
    }

    /// A parameter by its name in the API.
    public subscript(name: String) -> JSON? {
        get { body[name] }
        set { body[name] = newValue }
    }

    /// Sets the parameter unless the value is nil.
    mutating func set(_ name: String, _ value: (some JSONConvertible)?) {
        if let value { body[name] = value.json }
    }
}
