package import ByteStreams
import OpenAIWire
import TrafficModel

/// Kong's file-log, http-log and their like with an AI plugin: `latencies` beside `ai`, in which each plugin that called a model has a member
/// of its own (`proxy` from 3.11 on, `ai-proxy` and other plugins' names before).
package struct KongLog: LogContainer {
    package var name: String { "kong" }
    package var reason: String { "ai beside latencies" }

    package init() {}

    package func recognises(_ record: JSONValue) -> Bool {
        guard record["latencies"]?.isObject == true else { return false }
        // Without the AI plugins, Kong's own members tell its lines from what others write.
        return record["ai"] != nil || (record["tries"] != nil && record["started_at"] != nil)
    }

    package func read(_ record: JSONValue, _ bodies: BodyReader, _ emit: (consuming Emission) -> Void) {
        var shared = Exchange()
        shared.readKongLine(record)
        guard let ai = record.present("ai"), ai.isObject else {
            // Any other traffic of the gateway, unless its path is one of the API's.
            return emit(shared.urlEndpoint == nil ? .ignored : .exchange(shared))
        }
        var calls = 0
        for (name, plugin) in ai.members where plugin["usage"]?.isObject == true || plugin["meta"]?.isObject == true {
            var exchange = shared
            // The request as a whole is the proxy's; a transformer before it calls a model of its own.
            let isProxy = name.isName("proxy") || name.string?.hasPrefix("ai-proxy") == true
            if isProxy { exchange.readKongBodies(plugin, ai, bodies) } else { exchange.latency = nil }
            exchange.readKongPlugin(plugin)
            calls += 1
            emit(.exchange(exchange))
        }
        guard calls == 0 else { return }
        // The plugin ran and no model answered: refused, or failed on the way.
        shared.readKongBodies(ai, ai, bodies)
        shared.request.isRecognised = true
        emit(.exchange(shared))
    }
}

extension Exchange {
    /// What Kong says of each request, whatever it was for.
    fileprivate mutating func readKongLine(_ record: JSONValue) {
        readTime(record["started_at"])
        latency = record["latencies"]?["request"]?.microseconds(perUnit: 1_000)
        httpStatus = record["response"]?["status"]?.httpStatus
        headers.readRequest(record["request"]?["headers"])
        headers.readResponse(record["response"]?["headers"])
        requestID = headers.requestID ?? record["request"]?["id"]?.filledText
        method = record["request"]?["method"]?.string
        if let consumer = record["consumer"] {
            context.readUser(consumer.present("username") ?? consumer.present("custom_id") ?? consumer.present("id"))
        }
        // The caller's path may be the gateway's own; the one that the provider got is seldom logged.
        for path in [record["upstream_uri"], record["request"]?["uri"]] where urlEndpoint == nil {
            guard let path = path?.nonEmptyString, RequestTarget(url: path).isEndpoint else { continue }
            readURL(path)
        }
    }

    /// What a plugin kept of the bodies: texts, if it was asked to.
    fileprivate mutating func readKongBodies(_ plugin: JSONValue, _ ai: JSONValue, _ bodies: BodyReader) {
        bodies.readRequest(plugin["payload"]?.present("request") ?? ai["payload"]?["request"], into: &self)
        readRecordedAnswer(plugin["payload"]?.present("response") ?? ai["payload"]?["response"], bodies)
    }

    fileprivate mutating func readKongPlugin(_ plugin: JSONValue) {
        if let meta = plugin["meta"] {
            readProvider(meta["provider_name"])
            request.model = meta["request_model"]?.nonEmptyString ?? request.model
            answer.model = answer.model ?? meta["response_model"]?.nonEmptyString
            latency = latency ?? meta["llm_latency"]?.microseconds(perUnit: 1_000)
            if meta["request_mode"]?.isString("stream") == true { markStreamed() }
        }
        request.isRecognised = true
        if let cache = plugin["cache"]?["cache_status"]?.rawString, cache.equalsIgnoringCase("hit") { isCacheHit = true }
        guard let usage = plugin["usage"] else { return }
        fillUsage(object: usage)
        setFirstToken(after: usage["time_to_first_token"]?.microseconds(perUnit: 1_000))
        noteRecordedCost(usage["cost"])
    }
}
