package import ByteStreams
import OpenAIWire

/// Files of OpenAI's Batch API: requests, results and errors, one a line, named by `custom_id`. Everything in them has batch prices.
package enum OpenAIBatchLog: LogContainer {
    package static let name = "openai-batch"
    package static let reason = "custom_id beside response and error"

    package static func recognises(_ record: JSONValue) -> Bool {
        let record = line(of: record)
        guard record["custom_id"] != nil else { return false }
        return (record["response"] != nil && record["error"] != nil) || (record["method"] != nil && record["url"] != nil)
    }

    package static func read(_ given: JSONValue, _ bodies: BodyReader, _ emit: (Emission) -> Void) {
        let record = line(of: given)
        // A request is no call: its result is.
        if record["response"] == nil, record["error"] == nil { return emit(.joined) }
        var exchange = Exchange()
        exchange.isBatch = true
        exchange.customID = record["custom_id"]?.scalarText
        if let response = record.present("response") {
            exchange.httpStatus = response["status_code"]?.httpStatus
            exchange.requestID = response["request_id"]?.nonEmptyString
            bodies.readAnswer(response["body"], into: &exchange)
        }
        // Lines that were never executed: expired, cancelled.
        if let error = record["error"].flatMap({ ErrorFacts($0) }), exchange.answer.error == nil { exchange.answer.error = error }
        emit(.exchange(exchange))
    }

    /// The file's own line; collectors that note where it came from wrap it: `{"source": …, "row": LINE}`.
    private static func line(of record: JSONValue) -> JSONValue {
        guard let row = record["row"], row["custom_id"] != nil else { return record }
        return row
    }
}
