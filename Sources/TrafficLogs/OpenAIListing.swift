package import ByteStreams
import OpenAIWire
import TrafficModel

/// Pages of stored completions and of responses, as OpenAI's API lists them, and the items of such pages one a line. Each item is a record.
package struct OpenAIListing: LogContainer {
    package var name: String { "openai-listing" }
    package var reason: String { "a page of completions or responses" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        if isPage(record) { return true }
        return isItem(record) && record["input_user"] != nil
    }

    private func isPage(_ record: JSONValue) -> Bool {
        guard record["object"]?.isString("list") == true, let data = record["data"], data.isArray else { return false }
        // A page behind the last one holds nothing.
        guard let first = data.first else { return record["has_more"] != nil }
        return isItem(first)
    }

    private func isItem(_ record: JSONValue) -> Bool {
        guard let object = record["object"] else { return false }
        return object.isString("chat.completion") || object.isString("text_completion") || object.isString("response")
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard isPage(record), let data = record["data"] else { return emit(item(record)) }
        if data.isEmptyContainer { return emit(.ignored) }
        for record in data.elements { emit(item(record)) }
    }

    private func item(_ record: JSONValue) -> Emission {
        guard isItem(record) else {
            return record.isObject ? .ignored : .rejected(.notARecord, message: "an item of a page that is no object")
        }
        var exchange = Exchange()
        exchange.answer.readBody(record, endpoint: nil)
        exchange.requestID = record["request_id"]?.nonEmptyString
        exchange.request.attribution.readUser(record["input_user"])
        return .exchange(exchange)
    }
}
