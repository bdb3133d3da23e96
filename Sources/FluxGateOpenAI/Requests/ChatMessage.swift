/// A message of a chat request.
public struct ChatMessage: Hashable, Sendable, JSONConvertible, ExpressibleByDictionaryLiteral {
    /// The message as it is sent.
    public var body: JSONObject

    public init(body: JSONObject) { self.body = body }
    public init(dictionaryLiteral members: (String, JSON)...) { body = JSONObject(members) }

    /// A message of any role. `content` is a text, or a list of content parts.
    public init(role: String, content: some JSONConvertible) {
        body = ["role": .string(role), "content": content.json]
    }

    public static func system(_ text: String) -> ChatMessage { ChatMessage(role: "system", content: text) }
    public static func developer(_ text: String) -> ChatMessage { ChatMessage(role: "developer", content: text) }
    public static func user(_ text: String) -> ChatMessage { ChatMessage(role: "user", content: text) }
    /// Content parts: texts, images, audio, as the API writes them.
    public static func user(_ parts: [JSON]) -> ChatMessage { ChatMessage(role: "user", content: parts) }

    /// What the model said earlier.
    public static func assistant(_ text: String?, toolCalls: [ToolCall] = []) -> ChatMessage {
        var message = ChatMessage(role: "assistant", content: text.map { .string($0) } ?? JSON.null)
        if !toolCalls.isEmpty { message.body["tool_calls"] = .array(toolCalls.map(\.json)) }
        return message
    }

    /// What a tool answered.
    public static func tool(_ text: String, toolCallId: String) -> ChatMessage {
        var message = ChatMessage(role: "tool", content: text)
        message.body["tool_call_id"] = .string(toolCallId)
        return message
    }

    public var json: JSON { .object(body) }
}
