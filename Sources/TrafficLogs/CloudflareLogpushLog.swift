package import ByteStreams
import OpenAIWire
import TrafficModel

/// What Cloudflare pushes of its AI Gateway's logs. Bodies and metadata are encrypted unless the account pushes them plain: such a call is
/// counted, and what it used is not known.
package struct CloudflareLogpushLog: RowLog {
    package var name: String { "cloudflare-logpush" }
    package var reason: String { "Gateway and RequestBody" }

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["Gateway"] != nil && (record["RequestBody"] != nil || record["ResponseBody"] != nil)
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        var exchange = Exchange()
        exchange.readPath(row["Endpoint"])
        exchange.readProvider(row["Provider"])
        exchange.readTime(row.present("Datetime") ?? row.present("CreatedAt") ?? row["Timestamp"])
        exchange.httpStatus = try row.httpStatus(in: "StatusCode")
        exchange.isCacheHit = row["Cached"]?.isYes ?? false
        exchange.readColumn(plain(row["Metadata"]), bodies) { exchange, metadata in exchange.context.readMetadata(metadata) }

        bodies.readRequest(plain(row["RequestBody"]), into: &exchange)
        exchange.readRecordedAnswer(plain(row["ResponseBody"]), bodies)
        exchange.request.model = exchange.request.model ?? row["Model"]?.nonEmptyString
        if exchange.answer.isRecognised, exchange.answer.error == nil, exchange.request.asksForStream { exchange.markStreamed() }
        return try exchange.asRow()
    }

    /// A field's content. The encrypted ones hold the key, wrapped for the owner of the account, beside the data.
    private func plain(_ field: JSONValue?) -> JSONValue? {
        guard let field, field.isObject, field["key"] == nil else { return field?.isObject == true ? nil : field }
        return field["type"] != nil ? field["data"] ?? field : field
    }
}
