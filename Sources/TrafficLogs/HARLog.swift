package import ByteStreams
import OpenAIWire
import TrafficModel

/// HTTP archives (HAR 1.2) as browsers and proxies save them, and Polly.js: each entry is a record. Entries of other sites are ignored.
package struct HARLog: LogContainer {
    package var name: String { "har" }
    package var reason: String { "log.entries of an HTTP archive" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        entries(of: record) != nil || record["startedDateTime"] != nil && record["request"] != nil && record["response"] != nil
    }

    package func forEachRecord(in document: JSONValue, _ body: (JSONValue) -> Void) -> Bool {
        guard entries(of: document) != nil else { return false }
        if let entries = document["log"]?["entries"] {
            for entry in entries.elements { body(entry) }
        } else {
            for (_, archive) in document.members {
                guard let entries = archive["log"]?["entries"] else { continue }
                for entry in entries.elements { body(entry) }
            }
        }
        return true
    }

    /// Polly.js keeps archives in the browser's storage by the name of the recording.
    private func entries(of record: JSONValue) -> JSONValue? {
        if let entries = record["log"]?["entries"], entries.isArray { return entries }
        var members = record.members.makeIterator()
        guard let archive = members.next()?.value, archive.isObject, let entries = archive["log"]?["entries"], entries.isArray else { return nil }
        return entries
    }

    package func read(_ entry: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard let request = entry["request"], request.isObject else { return emit(.rejected(.unrecognised, message: "an entry without a request")) }
        var exchange = Exchange()
        exchange.method = request["method"]?.string
        if let url = request["url"]?.nonEmptyString { exchange.readURL(url) }
        if exchange.isSurelyNoCall { return emit(.ignored) }
        exchange.readTime(entry["startedDateTime"])
        exchange.headers.readRequest(request["headers"])
        let posted = request["postData"]
        if posted?["encoding"]?.isString("base64") == true, let text = posted?["text"] {
            bodies.readBase64Request(text, into: &exchange)
        } else {
            bodies.readRequest(posted?.present("text"), into: &exchange)
        }
        if let response = entry["response"] { readResponse(response, entry, bodies, into: &exchange) }
        readTimes(entry, into: &exchange)
        emit(exchange.recordedEmission)
    }

    private func readResponse(_ response: JSONValue, _ entry: JSONValue, _ bodies: BodyReader, into exchange: inout Exchange) {
        exchange.headers.readResponse(response["headers"])
        exchange.httpStatus = response["status"]?.httpStatus
        if exchange.httpStatus == nil {
            // Status 0: the browser got no answer, or blocked the request.
            exchange.transportError = response["_error"]?.nonEmptyString ?? response["_errorMessage"]?.nonEmptyString ?? "aborted: no answer was received"
        }
        let content = response["content"]
        if let text = content?["text"], text.nonEmptyString != nil {
            if content?["encoding"]?.isString("base64") == true {
                bodies.readBase64Answer(text, into: &exchange)
            } else {
                bodies.readAnswer(text, into: &exchange)
            }
        } else if let messages = entry["_eventSourceMessages"] ?? response["_eventSourceMessages"], messages.isArray {
            bodies.readEvents(messages, into: &exchange)
        }
    }

    /// -1 stands for unknown.
    private func readTimes(_ entry: JSONValue, into exchange: inout Exchange) {
        if let time = entry["time"]?.microseconds(perUnit: 1_000), time > 0 { exchange.latency = time }
        guard exchange.answer.isStream else { return }
        exchange.streamDuration = entry["timings"]?["receive"]?.microseconds(perUnit: 1_000)
    }
}
