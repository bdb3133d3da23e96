package import ByteStreams
import OpenAIWire
import TrafficModel

/// Stub mappings of WireMock, as its recorder writes them: one a file, or `{"mappings": […]}`.
package struct WireMockLog: LogContainer {
    package var name: String { "wiremock" }
    package var reason: String { "a stub mapping: a request's pattern beside a response" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        if let mappings = record["mappings"], let first = mappings.first { return isMapping(first) }
        return isMapping(record)
    }

    private func isMapping(_ record: JSONValue) -> Bool {
        guard let request = record["request"], let response = record["response"], response["status"] != nil else { return false }
        let hasPattern = request["urlPath"] != nil || request["urlPattern"] != nil || request["urlPathPattern"] != nil || request["bodyPatterns"] != nil
        return hasPattern || response["jsonBody"] != nil || response["base64Body"] != nil || response["bodyFileName"] != nil
    }

    package func forEachRecord(in document: JSONValue, _ body: (JSONValue) -> Void) -> Bool {
        guard let mappings = document["mappings"], mappings.isArray else { return false }
        for mapping in mappings.elements { body(mapping) }
        return true
    }

    package func read(_ mapping: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard let request = mapping["request"], let response = mapping["response"] else {
            return emit(.rejected(.unrecognised, message: "a mapping without a request or a response"))
        }
        var exchange = Exchange()
        exchange.method = request["method"]?.string
        if let url = (request["url"] ?? request["urlPath"] ?? request["urlPathPattern"] ?? request["urlPattern"])?.nonEmptyString { exchange.readURL(url) }
        if exchange.isSurelyNoCall { return emit(.ignored) }
        bodies.readRequest(request["bodyPatterns"]?.first?["equalToJson"], into: &exchange)
        exchange.httpStatus = response["status"]?.httpStatus
        exchange.headers.readResponse(response["headers"])
        if let encoded = response.present("base64Body") {
            bodies.readBase64Answer(encoded, into: &exchange)
        } else {
            bodies.readAnswer(response.present("jsonBody") ?? response["body"], into: &exchange)
        }
        emit(exchange.recordedEmission)
    }
}
