package import ByteStreams
import OpenAIWire
import TrafficModel

/// The access log of Envoy AI Gateway: names that contain dots (`gen_ai.request.model`) beside Envoy's own. Which ones there are is up to
/// whoever configured it.
package struct EnvoyAIGatewayLog: LogContainer {
    package var name: String { "envoy-ai-gateway" }
    package var reason: String { "gen_ai. members beside response_code" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        var hasModel = false
        var isAccessLog = false
        for (name, _) in record.members {
            if name.rawString?.hasPrefix("gen_ai.") == true {
                hasModel = true
            } else if name.isName("response_code") || name.isName("response_flags") || name.isName("x-envoy-upstream-service-time") {
                isAccessLog = true
            }
        }
        return hasModel && isAccessLog
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        let columns = GenAIAttributes(members: record)
        var exchange = Exchange()
        exchange.readAttributes(columns)
        // The backend's name stands where a provider's would; one that contains no provider's name tells nothing.
        exchange.target = RequestTarget(provider: columns["gen_ai.provider.name"]?.string.flatMap { EnvoyAIGatewayLog.provider(ofBackend: $0) })
        exchange.readPath(columns["request.path", "x-envoy-origin-path", "path"])
        exchange.method = columns["method"]?.string
        exchange.httpStatus = columns["response_code"]?.httpStatus
        exchange.readTime(columns["start_time"])
        exchange.latency = columns["duration"]?.microseconds(perUnit: 1_000)
        exchange.requestID = columns["x-request-id"]?.filledText
        // Where the gateway chose another model than the one asked for and none is named by the answer, that one ran.
        if exchange.answer.model == nil, let sent = columns["gen_ai.request.model_override"]?.nonEmptyString { exchange.request.model = sent }
        if let flags = columns["response_flags"]?.nonEmptyString, exchange.httpStatus ?? 500 >= 400 {
            exchange.transportError = "the gateway's response flags: \(flags)"
        }
        exchange.request.isRecognised = true
        emit(.exchange(exchange))
    }

    /// `default/openai/route/r/rule/0/ref/0`: a namespace, a backend, then the rule that led to it.
    private static func provider(ofBackend path: String) -> String? {
        let parts = path.split(separator: "/")
        let words = (parts.count > 1 ? parts[1] : parts.first ?? "").split { "-_.".contains($0) }
        return words.lazy.map { RequestTarget.provider(named: String($0)) }.first { RequestTarget.knowsProvider($0) }
    }
}
