package import ByteStreams
import OpenAIWire
import TrafficModel

/// Amazon API Gateway's access log, as its documentation lays the line out. It has no bodies: calls are counted where the path is that of an
/// endpoint, and what they used is not known.
package struct APIGatewayLog: RowLog {
    package var name: String { "aws-api-gateway" }
    package var reason: String { "requestId, httpMethod and resourcePath" }

    package init() {}

    package func isRow(_ record: JSONValue) -> Bool {
        record["requestId"] != nil && record["httpMethod"] != nil && (record["resourcePath"] != nil || record["path"] != nil)
    }

    package func read(row: JSONValue, _ bodies: BodyReader) throws(RowFault) -> Emission {
        var exchange = Exchange()
        // A resource may be a pattern (`/{proxy+}`); the path is what was asked for.
        exchange.readPath(row["path"])
        if exchange.urlEndpoint == nil { exchange.readPath(row["resourcePath"]) }
        guard exchange.urlEndpoint != nil else { return .ignored }
        exchange.method = row["httpMethod"]?.nonEmptyString
        exchange.readTime(row.filled("requestTimeEpoch") ?? row.filled("requestTime"))
        exchange.latency = row["responseLatency"]?.microseconds(perUnit: 1_000)
        exchange.httpStatus = try row.httpStatus(in: "status")
        exchange.requestID = row["requestId"]?.filledText
        // What has no value is written as a dash.
        for name in ["user", "caller"] as [StaticString] {
            if let user = row[name], !user.isString("-") { exchange.context.readUser(user) }
        }
        return try exchange.asRow()
    }
}
