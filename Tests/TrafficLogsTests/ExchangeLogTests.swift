import TestSupport
import Testing
import TrafficModel

@Suite struct ExchangeLogTests {
    // MARK: - The project's own record

    @Test func readsTheOwnRecord() throws {
        let call = try call(
            #"""
            {"timestamp":"2025-10-01T12:00:00.123Z","duration_ms":1234.5,"stream_duration_ms":800.0,"context":{"feature":"chat","user":"u1","sessionId":"s1"},
            "request":{"method":"POST","url":"https://eu.api.openai.com/v1/chat/completions","headers":{"authorization":"Bearer x"},"body":{"model":"asked","stream":true}},
            "response":{"status":200,"headers":{"x-request-id":"req_1","openai-project":"proj_1"},"sse":\#(quoted(transcript))},"unknown":1}
            """#.replacing("\n", with: ""))
        #expect(call.facts == "\(answered) http:200 \(counted) streamed latency:1234500")
        #expect(call.streamDuration == 800_000)
        #expect(call.time?.utcText == "2025-10-01T12:00:00.123Z")
        #expect(call.whom == "feature:chat user:u1 session:s1")
        #expect(call.requestedModel == "asked" && call.region == "eu" && call.provider == "openai")
        #expect(call.requestID == "req_1" && call.project == "proj_1" && call.latencySource == .client)
    }

    @Test(arguments: [
        #"{"request":{"url":"https://api.openai.com/v1/chat/completions","body":{"model":"m"}},"error":"connection reset"}"#,
        #"{"request":{"url":"https://api.openai.com/v1/chat/completions","body":{"model":"m"}},"response":null,"error":"connection reset"}"#,
        #"{"url":"/v1/chat/completions","request":{"model":"m"},"error":"connection reset","status":null}"#,
    ])
    func readsFailuresWithoutAnAnswer(_ record: String) throws {
        #expect(try call(record).facts == "- chat.completions m ERROR")
        #expect(try call(record).errorMessage == "connection reset")
    }

    @Test func aTopLevelTranscriptLeavesTheResponseItsStatus() throws {
        let record = #"{"url":"/v1/chat/completions","response":{"status":200,"headers":{"x-request-id":"req_9"}},"sse":\#(quoted(transcript))}"#
        #expect(try call(record).facts == "\(answered) http:200 \(counted) streamed")
        #expect(try call(record).requestID == "req_9")
    }

    // MARK: - Names that others use

    @Test(arguments: [
        #"{"request":{"model":"m"},"response":ANSWER}"#, #"{"request_body":{"model":"m"},"response_body":ANSWER}"#, #"{"req":{"model":"m"},"res":ANSWER}"#,
        #"{"request":{"model":"m"},"completion":ANSWER}"#, #"{"response":ANSWER}"#, #"{"request":{"model":"m"},"response":{"body":ANSWER}}"#,
        #"{"request":{"model":"m"},"response":{"status":200,"body":ANSWER}}"#, #"{"request":{"model":"m"},"response":{"status_code":"200","body":ANSWER}}"#,
        #"{"path":"/v1/chat/completions","status":200,"response":ANSWER}"#, #"{"endpoint":"/v1/chat/completions","status_code":200,"response":ANSWER}"#,
        #"{"uri":"https://api.openai.com/v1/chat/completions","http_status":200,"response":ANSWER}"#,
    ])
    func readsGenericNames(_ record: String) throws {
        // As a value, as text, and as text of text.
        for body in [answer, quoted(answer), quoted(quoted(answer)), quoted("\n\n  \(answer)\n"), #"{"data":\#(quoted(answer))}"#, quoted("\u{FEFF}\(answer)")] {
            #expect(try call(record.replacing("ANSWER", with: body)).facts.replacing(" http:200", with: "") == "\(answered) \(counted)", "\(body)")
        }
        for body in [quoted(transcript), quoted(quoted(transcript)), quoted("\n" + transcript), quoted("\u{FEFF}" + transcript)] {
            #expect(try call(record.replacing("ANSWER", with: body)).facts.replacing(" http:200", with: "") == "\(answered) \(counted) streamed", "\(body)")
        }
    }

    @Test func readsRequestsAsText() throws {
        let request = quoted(#"{"model":"asked","user":"u","metadata":{"feature":"f"}}"#)
        let call = try call(#"{"request":\#(request),"response":\#(answer)}"#)
        #expect(call.requestedModel == "asked" && call.whom == "feature:f user:u")
    }

    @Test(arguments: ["chat.completion.chunk", "text_completion"])
    func readsListsOfChunks(_ object: String) throws {
        let text = object == "text_completion" ? #""text":"x""# : #""delta":{"content":"x"}"#
        let chunks = #"""
            [{"id":"c1","object":"\#(object)","model":"m","choices":[{"index":0,\#(text),"finish_reason":"stop"}]},
            {"id":"c1","object":"\#(object)","model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2}},"[DONE]"]
            """#.replacing("\n", with: "")
        let endpoint = object == "text_completion" ? "completions" : "chat.completions"
        #expect(try call(#"{"request":{"model":"m"},"response":\#(chunks)}"#).facts == "c1 \(endpoint) m SUCCESS \(counted) streamed")
    }

    @Test func readsBase64() throws {
        let encoded = "eyJpZCI6ImMxIiwib2JqZWN0IjoiY2hhdC5jb21wbGV0aW9uIiwibW9kZWwiOiJtIiwiY2hvaWNlcyI6W119"
        #expect(try call(#"{"request":{"model":"m"},"response":{"encoding":"base64","data":"\#(encoded)"}}"#).facts == "c1 chat.completions m SUCCESS")
        #expect(try call(#"{"url":"/v1/chat/completions","response":{"encoding":"base64","data":"%%%"}}"#).status == .error)
    }

    @Test(arguments: [
        (502, quoted("<html><head><title>502 Bad Gateway</title></head></html>"), "HTTP 502"), (503, quoted("upstream connect error"), "HTTP 503"),
        (504, quoted(""), "HTTP 504"), (500, "null", "HTTP 500"), (200, quoted("<!DOCTYPE html><title>Log in</title>"), nil), (200, "7", nil),
    ])
    func readsWhatProxiesAnswer(_ status: Int, _ body: String, _ message: String?) throws {
        let call = try call(#"{"path":"/v1/chat/completions","status":\#(status),"request":{"model":"m"},"response":\#(body)}"#)
        #expect(call.facts == "- chat.completions m ERROR http:\(status)")
        if let message { #expect(call.errorMessage == message) }
    }

    @Test func aRefusedStreamIsNoStream() throws {
        let call = try call(#"{"path":"/v1/chat/completions","status":429,"request":{"model":"m","stream":true},"response":{"error":{"message":"slow"}}}"#)
        #expect(call.facts == "- chat.completions m ERROR http:429")
    }

    @Test func rollupsAreIgnored() {  // C52
        #expect(read(#"{"ts":"2026-05-04T10:00:03Z","kind":"rollup","children":["v1","v2"],"usage":{"prompt_tokens":2000},"meta":{"session":"s1"}}"#) == ["ignored"])
    }

    @Test func otherEndpointsAreNoCalls() {
        #expect(read(#"{"request":{"method":"GET","url":"https://api.openai.com/v1/models"},"response":{"status":200,"body":{"object":"list","data":[]}}}"#) == ["no call"])
        #expect(read(#"{"request":{"method":"OPTIONS","url":"https://api.openai.com/v1/responses"},"response":{"status":200}}"#) == ["no call"])
    }

    /// A polled job is the call that its first answer was not yet.
    @Test func polledJobsAreCalls() {
        let video = #"{"id":"video_1","object":"video","model":"sora","status":"completed","seconds":"8","size":"720x1280"}"#
        #expect(read(#"{"request":{"method":"GET","url":"https://api.openai.com/v1/videos/video_1"},"response":{"status":200,"body":\#(video)}}"#)
            == ["video_1 videos sora SUCCESS http:200 ms:8000"])
        let run = #"{"id":"run_1","object":"thread.run","model":"m","status":"completed","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
        #expect(read(#"{"request":{"method":"GET","url":"https://api.openai.com/v1/threads/t/runs/run_1"},"response":{"status":200,"body":\#(run)}}"#)
            == ["run_1 threads.runs m SUCCESS http:200 in:1 out:2"])
        let response = #"{"id":"r","object":"response","model":"m","status":"STATUS","output":[],"usage":null}"#
        let poll = #"{"request":{"method":"GET","url":"https://api.openai.com/v1/responses/r"},"response":{"status":200,"body":\#(response)}}"#
        #expect(read(poll.replacing("STATUS", with: "in_progress")) == ["no call"])
        #expect(read(poll.replacing("STATUS", with: "completed")) == ["r responses m SUCCESS http:200 finish:stop"])
    }

    @Test func gatewaysOfTheirOwnPathsAreRead() {
        #expect(read(#"{"url":"https://gateway.example.com/api/llm","request":{"model":"m"},"response":\#(answer)}"#) == ["\(answered) \(counted)"])
    }

    @Test(arguments: [
        (#""headers":{"x-cache":"HIT"}"#, true), (#""headers":{"X-Cache":["HIT"]}"#, true), (#""headers":[{"name":"Helicone-Cache","value":"hit"}]"#, true),
        (#""headers":{"x-cache":"MISS"}"#, false), (#""headers":{}"#, false),
    ])
    func cacheHitsAreTold(_ headers: String, _ isHit: Bool) throws {  // C49
        #expect(try call(#"{"request":{"model":"m"},"response":{"status":200,"body":\#(answer),\#(headers)}}"#).isCacheHit == isHit)
    }

    // MARK: - Whom a call was made for

    /// Each source in turn, the higher ones taken away.
    @Test func userComesFromTheFirstThatNamesOne() throws {
        let sources = [
            (#""context":{"user":"from context"},"#, "", ""), ("", #""metadata":{"user_id":"from metadata"},"#, ""), ("", #""user":"from user","#, ""),
            ("", #""safety_identifier":"from safety","#, ""), ("", "", #","headers":{"X-FluxGate-User":"from header"}"#),
        ]
        let names = ["from context", "from metadata", "from user", "from safety", "from header"]
        for first in sources.indices {
            let rest = sources[first...]
            let record =
                #"{\#(rest.map(\.0).joined())"request":{"url":"/v1/chat/completions","body":{\#(rest.map(\.1).joined())"model":"m"}\#(rest.map(\.2).joined())},"response":{"body":\#(answer)}}"#
            #expect(try call(record).whom == "user:\(names[first])", "\(record)")
        }
        #expect(try call(#"{"request":{"model":"m"},"response":\#(answer)}"#).whom == "")
    }

    @Test func theContextComesFirstWhereverItStands() throws {
        #expect(try call(#"{"metadata":{"feature":"b","user":"b"},"feature":"c","context":{"feature":"a"},"request":{"model":"m"},"response":\#(answer)}"#).whom == "feature:a user:b")
        #expect(try call(#"{"feature":"c","user_id":"c","session_id":"c","conversation_id":"c","request":{"model":"m"},"response":\#(answer)}"#).whom
            == "feature:c user:c session:c conversation:c")
    }

    @Test func contextsMayHoldUsersAsObjectsAndOtherKeys() throws {
        let call = try call(
            #"{"context":{"user":{"id":"u","name":"N","email":"e@x","monthlyRevenue":"10"},"conversationId":"c","step":"s","tenant":"t","metadata":{"n":1},"serviceTier":"flex"},"request":{"model":"m"},"response":\#(answer)}"#)
        #expect(call.whom == "user:u conversation:c step:s tenant=t n=1")
        #expect(call.attribution.user?.name == "N" && call.attribution.user?.monthlyRevenue == .string("10"))
        #expect(call.serviceTier == "flex" && call.serviceTierIsAssumed)
    }

    @Test func emptyNamesAreNone() throws {  // C75
        #expect(try call(#"{"meta":{"feature":"","user":"u1"},"request":{"model":"m"},"response":\#(answer)}"#).whom == "user:u1")
    }

    @Test(arguments: [
        (#""service_tier":"auto""#, nil, nil, nil), (#""service_tier":"flex""#, nil, nil, "flex"), (#""service_tier":"auto""#, "priority", nil, "priority"),
        (#""service_tier":"flex""#, "default", nil, "default"), (#""x":1"#, nil, "scale", "scale"), (#""service_tier":"flex""#, nil, "scale", "flex"),
    ] as [(String, String?, String?, String?)])
    func tierIsTheAnswersThenTheRequests(_ request: String, _ answered: String?, _ context: String?, _ tier: String?) throws {
        let body = answered.map { answer.dropLast() + #","service_tier":"\#($0)"}"# } ?? answer
        let call = try call(#"{"context":{"serviceTier":\#(context.map(quoted) ?? "null")},"request":{"model":"m",\#(request)},"response":\#(body)}"#)
        #expect(call.serviceTier == tier)
        #expect(call.serviceTierIsAssumed == (tier != nil && answered == nil))
    }

    // MARK: - Times

    @Test(arguments: [  // C69
        (#""2026-05-04T10:00:00.1Z""#, "2026-05-04T10:00:00.100Z", false), (#""2026-05-04T12:00:00.123456+0200""#, "2026-05-04T10:00:00.123Z", false),
        (#""2026-05-04t10:00:00.123456789z""#, "2026-05-04T10:00:00.123Z", false), (#""2026-05-04T05:00:00-05:00""#, "2026-05-04T10:00:00.000Z", false),
        ("1777888800", "2026-05-04T10:00:00.000Z", false), ("1777888800.5", "2026-05-04T10:00:00.500Z", false), ("1.7778888e9", "2026-05-04T10:00:00.000Z", false),
        ("1777888800123", "2026-05-04T10:00:00.123Z", false), ("1777888800123456", "2026-05-04T10:00:00.123Z", false),
        ("1777888800123456789", "2026-05-04T10:00:00.123Z", false), (#""1777888800123""#, "2026-05-04T10:00:00.123Z", false),
        (#""2026-05-04 10:00:00""#, "2026-05-04T10:00:00.000Z", true), (#""2026-05-04T10:00:00.123456""#, "2026-05-04T10:00:00.123Z", true),
        (#""Mon, 04 May 2026 10:00:00 GMT""#, "2026-05-04T10:00:00.000Z", false),
    ])
    func readsTimesOfEveryWidth(_ time: String, _ expected: String, _ lacksZone: Bool) throws {
        for name in ["timestamp", "ts"] {
            let record = #"{"\#(name)":\#(time),"request":{"model":"m"},"response":\#(answer)}"#
            #expect(try call(record).time?.utcText == expected)
            #expect(try notes(record).contains(.zoneMissing) == lacksZone)
        }
    }

    @Test func timeIsTheRecordsThenTheAnswersThenTheHeaders() throws {
        let created = answer.dropLast() + #","created":1777888801}"#
        let date = #""headers":{"Date":"Mon, 04 May 2026 10:00:02 GMT"}"#
        func second(_ time: String, _ body: some StringProtocol) throws -> String? {
            try call(#"{\#(time)"request":{"model":"m"},"response":{"body":\#(body),\#(date)}}"#).time?.utcText
        }
        #expect(try second(#""ts":1777888800,"#, created) == "2026-05-04T10:00:00.000Z")
        #expect(try second("", created) == "2026-05-04T10:00:01.000Z")
        #expect(try second("", answer) == "2026-05-04T10:00:02.000Z")
        #expect(try second(#""ts":"yesterday","#, created) == "2026-05-04T10:00:01.000Z")
        #expect(try notes(#"{"ts":"yesterday","request":{"model":"m"},"response":\#(answer)}"#).contains(.timeUnreadable))
    }

    @Test(arguments: [
        (#""duration_ms":1234.5"#, 1_234_500), (#""latency_ms":"850.5""#, 850_500), (#""duration":1.25"#, 1_250_000), (#""latency":"1.4889975s""#, 1_488_997),
        (#""duration":"342.058959ms""#, 342_058), (#""duration":"1m2.5s""#, 62_500_000), (#""duration":"1h2m3.5s""#, 3_723_500_000), (#""duration":"15µs""#, 15),
        (#""duration":"1500ns""#, 1), (#""duration":"0s""#, 0), (#""duration_ms":0"#, 0), (#""duration_ms":-5"#, nil), (#""duration":"-1s""#, nil),
        (#""duration":"soon""#, nil), (#""duration":"1x""#, nil), (#""duration":"s""#, nil), (#""duration":"9000000000000s9000000000000s""#, nil),
        (#""duration":"1e30s""#, nil), (#""duration_ms":1e40"#, nil), (#""duration":true"#, nil),
    ] as [(String, Int64?)])
    func readsDurations(_ duration: String, _ microseconds: Int64?) throws {
        #expect(try call(#"{\#(duration),"request":{"model":"m"},"response":\#(answer)}"#).latency == microseconds)
    }

    @Test func streamDurationIsWhatFollowsTheFirstToken() throws {
        func duration(_ fields: String, _ body: String = quoted(transcript)) throws -> Int64? {
            try call(#"{\#(fields)"request":{"model":"m"},"response":\#(body)}"#).streamDuration
        }
        #expect(try duration(#""duration":1.25,"ttfb":0.3,"#) == 950_000)
        #expect(try duration(#""latency_ms":900,"ttft_ms":100,"#) == 800_000)
        #expect(try duration(#""latency_ms":900,"ttft_ms":100,"stream_duration_ms":5,"#) == 5_000)
        #expect(try duration(#""latency_ms":100,"ttft_ms":900,"#) == nil)
        #expect(try duration("") == nil)
        #expect(try duration(#""latency_ms":900,"ttft_ms":100,"#, answer) == nil)
    }

    @Test func serversTimesStandInForTheClients() throws {
        let headers = #""headers":{"openai-processing-ms":"612"}"#
        let plain = try call(#"{"request":{"model":"m"},"response":{"body":\#(answer),\#(headers)}}"#)
        #expect(plain.latency == 612_000 && plain.latencySource == .processingHeader)
        let streamed = try call(#"{"request":{"model":"m"},"response":{"sse":\#(quoted(transcript)),\#(headers)}}"#)
        #expect(streamed.latency == nil)
    }

    @Test func costsOfTheContext() throws {
        let call = try call(
            #"{"context":{"openrouterCost":0.25,"costOverride":{"inputCostPer1MTokens":1.5,"outputCostPer1MTokens":"2"}},"request":{"model":"m"},"response":\#(answer)}"#)
        #expect(call.reportedCost?.exactText == "0.25")
        #expect(call.costOverride?.input.exactText == "1.5" && call.costOverride?.output.exactText == "2")
    }
}
