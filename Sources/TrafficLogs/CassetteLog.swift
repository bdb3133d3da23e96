package import ByteStreams
import OpenAIWire
import TrafficModel

/// Cassettes of HTTP recorders: vcrpy in both of its shapes, go-vcr, Ruby's VCR. Each interaction is a record; those with other services are
/// ignored. Cassettes in YAML come here as JSON, interaction by interaction: see ``YAMLCassetteLog``.
package struct CassetteLog: LogContainer {
    package var name: String { "vcr" }
    package var reason: String { "interactions of a cassette" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        interactions(of: record) != nil
    }

    private func interactions(of record: JSONValue) -> JSONValue? {
        guard let interactions = record["interactions"] ?? record["http_interactions"], interactions.isArray else { return nil }
        // An empty list could be anybody's.
        return interactions.first.map { $0["request"] != nil } ?? (record["version"] != nil || record["recorded_with"] != nil) ? interactions : nil
    }

    package func forEachRecord(in document: JSONValue, _ body: (JSONValue) -> Void) -> Bool {
        guard let interactions = interactions(of: document) else { return false }
        for interaction in interactions.elements { body(interaction) }
        return true
    }

    package func read(_ interaction: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        guard let request = interaction["request"], request.isObject else { return emit(.rejected(.unrecognised, message: "an interaction without a request")) }
        var exchange = Exchange()
        exchange.method = request["method"]?.string
        if let url = (request["uri"] ?? request["url"])?.nonEmptyString { exchange.readURL(url) }
        if exchange.isSurelyNoCall { return emit(.ignored) }
        guard let response = interaction["response"], response.isObject else {
            return emit(.rejected(.cutShort, message: "an interaction without a response"))
        }
        exchange.headers.readRequest(request["headers"])
        readRequest(request["body"], bodies, into: &exchange)
        exchange.headers.readResponse(response["headers"])
        let status = response["status"]
        exchange.httpStatus = (response["code"] ?? response["status_code"] ?? status?["code"] ?? status)?.httpStatus
        // Older stubs of vcrpy for httpx write `content`.
        readAnswer(response.present("body") ?? response["content"], bodies, into: &exchange)
        if let recorded = interaction.present("recorded_at") { exchange.readTime(recorded) }
        exchange.latency = duration(response["duration"])
        emit(exchange.recordedEmission)
    }

    private func readRequest(_ body: JSONValue?, _ bodies: BodyReader, into exchange: inout Exchange) {
        if let encoded = body?["base64_string"] {
            bodies.readBase64Request(encoded, into: &exchange)
        } else {
            bodies.readRequest(body?["string"] ?? body, into: &exchange)
        }
    }

    private func readAnswer(_ body: JSONValue?, _ bodies: BodyReader, into exchange: inout Exchange) {
        if let encoded = body?["base64_string"] {
            bodies.readBase64Answer(encoded, into: &exchange)
        } else {
            bodies.readAnswer(body?["string"] ?? body, into: &exchange)
        }
    }

    /// Go's durations: text with units, or nanoseconds. Empty and zero: not measured.
    private func duration(_ value: JSONValue?) -> Int64? {
        let measured = value.flatMap { $0.int64.map { $0 / 1_000 } ?? $0.microseconds(perUnit: 1) }
        return measured.flatMap { $0 > 0 ? $0 : nil }
    }
}
