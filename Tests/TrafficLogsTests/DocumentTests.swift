import ByteStreams
import TestSupport
import Testing
import TrafficLogs
import TrafficModel

/// Archives, cassettes, transcripts and debug logs: what each recording says.
@Suite struct DocumentTests {
    private static let plain = "cached:0 reasoning:0 finish:stop"
    static let recordings: [String: [String]] = [
        "capture.har": [
            "9: chatcmpl-inv040 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:22 out:2 \(plain) latency:912400",
            "67: resp_inv040 responses gpt-5-nano-2025-08-07 SUCCESS http:200 in:44 out:55 cached:0 reasoning:40 finish:stop streamed latency:2210000",
            "111: ignored",
        ],
        "vcrpy-cassette.yaml": [
            "2: chatcmpl-inv041 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:9 out:1 \(plain) latency:321000",
            "30: chatcmpl-inv041b chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:8 out:2 \(plain) streamed",
            "44: - chat.completions gpt-4o-mini MALFORMED_REQUEST http:400",
        ],
        "go-vcr-cassette.yaml": [
            "4: chatcmpl-inv042 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:8 out:2 \(plain) streamed latency:1730387"
        ],
        "curl-i-chat.http": ["1: chatcmpl-inv019 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:14 out:3 \(plain) latency:612000"],
        "curl-v-stream.txt": ["8: chatcmpl-inv020 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:11 out:4 \(plain) streamed"],
        "openai-python-debug.log": [
            "3: - chat.completions gpt-4o-mini ERROR http:429", "7: - chat.completions gpt-4o-mini SUCCESS http:200 latency:1450000",
        ],
    ]

    @Test(arguments: recordings.keys.sorted())
    func readsRecordings(_ file: String) throws {
        #expect(try outcomes(Fixtures.bytes("traffic/\(file)")).map(\.description) == DocumentTests.recordings[file])
    }

    /// The lines of the answers in the next tests: all say the same.
    private let facts = "\(answered) http:200 \(counted)"
    private let url = "https://api.openai.com/v1/chat/completions"

    // MARK: - HTTP archives

    private func har(_ entries: String...) -> String { #"{"log":{"version":"1.2","entries":[\#(entries.joined(separator: ","))]}}"# }

    private func entry(method: String = "POST", url: String = "https://api.openai.com/v1/chat/completions", _ response: String, more: String = "") -> String {
        #"{"startedDateTime":"2026-11-02T10:00:00Z","time":5,"request":{"method":"\#(method)","url":"\#(url)","headers":[],"postData":{"text":"{\"model\":\"m\"}"}},"response":\#(response)\#(more)}"#
    }

    @Test func archivesHoldMoreThanCalls() {
        let body = #"{"status":200,"headers":[],"content":{"text":\#(quoted(answer))}}"#
        #expect(outcomes(har(entry(body), entry(method: "OPTIONS", body), entry(url: "https://example.com/api/users", #"{"status":200,"content":{"text":"{\"users\":[]}"}}"#),
            entry(#"{"status":0,"headers":[],"content":{}}"#), entry(#"{"status":200,"headers":[],"content":{"size":-1}}"#))).map(\.text)
            == [facts + " latency:5000", "ignored", "ignored", "- chat.completions m ERROR latency:5000", "- chat.completions m SUCCESS http:200 latency:5000"])
        #expect(outcomes(#"{"recording":\#(har(entry(body)))}"#).map(\.text) == [facts + " latency:5000"])
        #expect(outcomes(har()) == [])
    }

    @Test func browsersKeepTheEventsOfAStream() {
        let messages = #","_eventSourceMessages":[{"type":"message","time":1,"data":\#(quoted(answer.replacing("\"message\":{}", with: "\"delta\":{}")))},{"type":"message","time":2,"data":"[DONE]"}]"#
        #expect(outcomes(har(entry(#"{"status":200,"content":{}}"#, more: messages))).map(\.text) == [facts + " streamed latency:5000"])
    }

    // MARK: - Cassettes

    private func yaml(_ items: String...) -> String { "version: 1\ninteractions:\n" + items.joined() }

    private func item(_ body: String, more: String = "") -> String {
        "- request:\n    method: POST\n    uri: \(url)\n    body: null\n  response:\n    status: {code: 200, message: OK}\n    body:\n      string: \(body)\n\(more)"
    }

    @Test func aBrokenInteractionCostsItselfAlone() {
        let good = item("'\(answer)'")
        #expect(outcomes(yaml(good, "- request: {\n  ]\n", good, "- request:\n    method: POST\n    uri: \(url)\n")).map(\.text)
            == [facts, "rejected invalid_yaml", facts, "rejected cut_short"])
        #expect(outcomes(yaml(good) + "recorded_with: VCR 6.0\n").map(\.text) == [facts])
        #expect(outcomes(yaml()) == [])
    }

    @Test func interactionsMayReferToEarlierOnes() {
        let first = item("&body '\(answer)'")
        #expect(outcomes(yaml(first, item("*body"))).map(\.text) == [facts, facts])
        #expect(outcomes(yaml(item("*nowhere"))).map(\.text) == ["rejected invalid_yaml"])
    }

    @Test func readsOtherRecorders() {
        let ruby = """
            ---
            http_interactions:
            - request:
                method: post
                uri: \(url)
                body: {encoding: UTF-8, string: '{"model":"m","user":"u-9"}'}
              response:
                status: {code: 200, message: OK}
                headers: {X-Request-Id: [req_9]}
                body: {encoding: ASCII-8BIT, string: '\(answer)'}
              recorded_at: Mon, 02 Nov 2026 10:00:00 GMT
            recorded_with: VCR 6.1.0
            """
        #expect(outcomes(ruby).map(\.text) == [facts])
        let call = documentCalls(Array(ruby.utf8)).first
        #expect(call?.time?.utcText == "2026-11-02T10:00:00.000Z")
        #expect(call?.requestID == "req_9")
        #expect(call?.attribution.user?.id == "u-9")

        let request = #""request":{"method":"POST","uri":"\#(url)","body":null}"#
        #expect(outcomes(#"{"version":1,"interactions":[{\#(request),"response":{"status":{"code":200},"body":{"string":\#(quoted(answer))}}}]}"#).map(\.text) == [facts])
        let zipped = Gzip.compress(Array(answer.utf8))
        #expect(outcomes(#"{"version":1,"interactions":[{\#(request),"response":{"status":{"code":200},"body":{"base64_string":"\#(base64(zipped))"}}}]}"#).map(\.text) == [facts])
        let nock = #"[{"scope":"https://api.openai.com:443","method":"POST","path":"/v1/chat/completions","body":{"model":"m"},"status":200,"response":RESPONSE,"rawHeaders":["x-request-id","req_1"]}]"#
        #expect(outcomes(nock.replacing("RESPONSE", with: answer)).map(\.text) == [facts])
        let hexadecimal = zipped.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        #expect(outcomes(nock.replacing("RESPONSE", with: "[\"\(hexadecimal.prefix(20))\",\"\(hexadecimal.dropFirst(20))\"]")).map(\.text) == [facts])
        let stub = #"{"request":{"method":"POST","urlPath":"/v1/chat/completions"},"response":{"status":200,"jsonBody":\#(answer)}}"#
        #expect(outcomes(stub).map(\.text) == [facts])
        #expect(outcomes(#"{"mappings":[\#(stub),\#(stub)]}"#).map(\.text) == [facts, facts])
    }

    private func base64(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
            let word = three[0] << 16 | three[1] << 8 | three[2]
            for place in 0..<4 { text.append(start + place <= bytes.count ? digits[word >> (18 - 6 * place) & 63] : "=") }
        }
        return text
    }

    // MARK: - Transcripts

    @Test func theLastHeadCounts() {
        let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\n\r\n"
        #expect(outcomes("HTTP/1.1 100 Continue\r\n\r\n\(head)\(answer)").map(\.text) == [facts])
        #expect(outcomes("HTTP/1.1 200 Connection established\r\n\r\n\(head)\(answer)\r\n").map(\.text) == [facts])
        #expect(outcomes("\(head)\(answer)\n\(head)\(answer)\n").map(\.text) == [facts, facts])
        let raw = "POST /v1/chat/completions HTTP/1.1\r\nHost: eu.api.openai.com\r\nAuthorization: Bearer sk-secret\r\n\r\n{\"model\":\"m\"}\r\n\(head)\(answer)\n"
        #expect(outcomes(raw).map(\.text) == [facts])
        #expect(documentCalls(Array(raw.utf8)).first?.region == "eu")
        #expect(outcomes("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n\r\n{}").map(\.text) == ["rejected cut_short"])
        #expect(outcomes("GET /v1/models HTTP/1.1\r\nHost: api.openai.com\r\n\r\n\(head){\"object\":\"list\",\"data\":[]}").map(\.text) == ["ignored"])
    }

    @Test func chunksAreJoined() {
        let half = transcript.utf8.count / 2
        let bytes = Array(transcript.utf8)
        var body = ""
        for part in [bytes[..<half], bytes[half...]] { body += "\(String(part.count, radix: 16))\r\n\(String(decoding: part, as: UTF8.self))\r\n" }
        #expect(outcomes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\(body)0\r\n\r\n").map(\.text) == [facts + " streamed"])
        #expect(outcomes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\(transcript)").map(\.text) == [facts + " streamed"])
    }

    @Test func curlsNotesAreNoBody() {
        let text = "* Trying\n> POST /v1/chat/completions HTTP/1.1\n> Host: api.openai.com\n> \n} [9 bytes data]\n< HTTP/1.1 200 OK\n< \n{ [5 bytes data]\n\(answer)* Connection #0 to host api.openai.com left intact\n"
        #expect(outcomes(text).map(\.text) == [facts])
        #expect(outcomes(text + text).map(\.text) == [facts, facts])
    }

    // MARK: - Debug logs

    @Test func readsTheLogsOfLibraries() {
        let python = "[2026-11-02 10:00:00 - openai._base_client:"
        let log = """
            INFO:app:starting
            \(python)1 - DEBUG] Request options: {'method': 'post', 'url': '/responses', 'timeout': Timeout(connect=5.0, read=600), 'json_data': {"input": "it's", 'model': 'm', 'user': 'u\\'1', 'tools': (1, None, <object at 0x1>)}}
            \(python)2 - DEBUG] Sending HTTP Request: POST https://api.openai.com/v1/responses
            \(python)3 - DEBUG] Encountered httpx.TimeoutException
            \(python)2 - DEBUG] Sending HTTP Request: POST https://api.openai.com/v1/responses
            \(python)4 - DEBUG] HTTP Response: POST https://api.openai.com/v1/responses "200 OK" Headers([('x-request-id', 'req_7'), ('etag', 'W/"1"')])
            """
        #expect(outcomes(log).map(\.text) == ["- responses m ERROR", "- responses m SUCCESS http:200"])
        let calls = documentCalls(Array(log.utf8))
        #expect(calls.last?.requestID == "req_7")
        #expect(calls.last?.attribution.user?.id == "u'1")

        let node = """
            [log_1a2b3c] sending request {
              model: 'gpt-4o',
            [log_1a2b3c, x-request-id: "req_8"] POST \(url) succeeded with status 200 in 345ms
            [log_4d5e6f, retryOf: log_1, x-request-id: "req_9"] POST \(url) failed with status 429 in 12ms - retrying, 1 attempts remaining
            """
        #expect(outcomes(node).map(\.text) == ["- chat.completions gpt-4o SUCCESS http:200", "- chat.completions - ERROR http:429"])
        #expect(documentCalls(Array(node.utf8)).map(\.requestID) == ["req_8", "req_9"])
    }

    // MARK: - Damage

    @Test(arguments: recordings.keys.sorted())
    func damageIsSurvived(_ file: String) throws {
        let whole = try Fixtures.bytes("traffic/\(file)")
        var random = SeededGenerator(seed: UInt64(file.utf8.count))
        for _ in 0..<150 {
            var bytes = whole
            switch random.number(0..<3) {
            case 0: bytes.removeLast(random.number(0..<bytes.count))
            case 1: bytes.removeSubrange(random.number(0..<bytes.count / 2)..<random.number(bytes.count / 2..<bytes.count))
            default: for _ in 0..<random.number(1..<20) { bytes[random.number(0..<bytes.count)] = UInt8(random.number(0..<256)) }
            }
            #expect(outcomes(bytes).count < 200)
        }
    }

    @Test func nestedYAMLHasALimit() {
        for deep in [String(repeating: "[", count: 100_000), String(repeating: "- ", count: 50_000), String(repeating: "{a: ", count: 50_000)] {
            #expect(outcomes(yaml("- request: \(deep)\n")).map(\.text).allSatisfy { $0.hasPrefix("rejected") })
        }
        // References that multiply.
        var bomb = "- a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 { bomb += "  a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n" }
        #expect(outcomes(yaml(bomb)).map(\.text).allSatisfy { $0.hasPrefix("rejected") })
    }
}
