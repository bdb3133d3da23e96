import ByteStreams
import FluxGateSDK
import TrafficModel

extension CallRecord {
    /// The record as a line of JSON, without its line end.
    var line: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("timestamp", time.utcText)
        json.name("duration_ms")
        json.milliseconds(fromMicroseconds: latency)
        if let streamDuration {
            json.name("stream_duration_ms")
            json.milliseconds(fromMicroseconds: streamDuration)
        }
        if let context {
            json.name("context")
            context.write(to: &json)
        }
        json.name("request")
        json.beginObject()
        json.member("method", "POST")
        json.member("url", Secrets.removed(fromURL: url))
        json.headers(requestHeaders)
        json.name("body")
        Secrets.removed(fromRequest: .object(requestBody)).write(to: &json)
        json.endObject()
        if let status {
            json.name("response")
            json.beginObject()
            json.member("status", status)
            json.headers(responseHeaders)
            writeAnswer(to: &json)
            json.endObject()
        }
        json.memberIfPresent("error", error.map { Secrets.removed(secret, from: $0) })
        json.endObject()
        return json.bytes
    }

    private func writeAnswer(to json: inout JSONWriter) {
        switch answer {
        case .none: break
        case .body(let bytes):
            guard !bytes.isEmpty else { break }
            let body = Secrets.removed(secret, from: bytes)
            json.name("body")
            if (try? JSONReader().read(body) { _ in }) != nil {
                // Line ends stand between the values of JSON text, never within one.
                json.raw(String(decoding: body.lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self))
            } else {
                json.value(String(decoding: body, as: UTF8.self))
            }
        case .transcript(let bytes):
            json.member("sse", String(decoding: Secrets.removed(secret, from: bytes), as: UTF8.self))
        }
    }
}

extension JSONWriter {
    fileprivate mutating func headers(_ headers: [CallRecord.Header]) {
        name("headers")
        beginObject()
        for header in headers { member(header.name, Secrets.isSecret(header: header.name) ? Secrets.mask : header.value) }
        endObject()
    }
}
