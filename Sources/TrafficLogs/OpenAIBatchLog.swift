package import ByteStreams
import OpenAIWire

/// Files of OpenAI's Batch API: requests, results and errors, one a line, named by `custom_id`. Everything in them has batch prices.
package struct OpenAIBatchLog: LogContainer {
    package var name: String { "openai-batch" }
    package var reason: String { "custom_id beside response and error" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        let record = line(of: record)
        guard record["custom_id"] != nil else { return false }
        return (record["response"] != nil && record["error"] != nil) || (record["method"] != nil && record["url"] != nil)
    }

    package func read(_ given: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        let record = line(of: given)
        var exchange = Exchange()
        exchange.isBatch = true
        exchange.customID = record["custom_id"]?.scalarText
        let key = exchange.customID ?? ""
        if record["response"] == nil, record["error"] == nil {
            // A request is no call: its result is.
            exchange.method = record["method"]?.string
            bodies.readURL(record["url"], into: &exchange)
            bodies.readRequest(record["body"], into: &exchange)
            return emit(.part(CallPart(key: key, exchange: exchange, isRequestOnly: true)))
        }
        if let response = record.present("response") {
            exchange.httpStatus = response["status_code"]?.httpStatus
            exchange.requestID = response["request_id"]?.nonEmptyString
            bodies.readAnswer(response["body"], into: &exchange)
        }
        // Lines that were never executed: expired, cancelled.
        if let error = record["error"].flatMap({ ErrorFacts($0) }), exchange.answer.error == nil { exchange.answer.error = error }
        var part = CallPart(key: key, exchange: exchange, isLast: true)
        part.awaitsRequest = true
        emit(.part(part))
    }

    /// Whether a record is a request of a Batch input file.
    package func isRequest(_ record: JSONValue) -> Bool {
        let record = line(of: record)
        return recognises(record) && record["response"] == nil && record["error"] == nil
    }

    /// The file's own line; collectors that note where it came from wrap it: `{"source": …, "row": LINE}`.
    private func line(of record: JSONValue) -> JSONValue {
        guard let row = record["row"], row["custom_id"] != nil else { return record }
        return row
    }
}
