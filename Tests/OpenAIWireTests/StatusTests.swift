import OpenAIWire
import Testing
import TrafficModel

/// How calls end, in both mappings.
@Suite struct StatusTests {
    private func chat(_ reasons: String...) throws -> Exchange {
        let choices = reasons.enumerated().map { #"{"index":\#($0.offset),"message":{},"finish_reason":\#($0.element)}"# }.joined(separator: ",")
        let body = #"{"id":"c","object":"chat.completion","model":"m","choices":[\#(choices)],"usage":{"prompt_tokens":1,"completion_tokens":1}}"#
        return Exchange(httpStatus: 200, answer: try AnswerFacts(body: body))
    }

    private func failure(_ httpStatus: Int?, _ body: String) throws -> Exchange {
        Exchange(url: "https://api.openai.com/v1/chat/completions", httpStatus: httpStatus, answer: try AnswerFacts(body: body, endpoint: .chatCompletions))
    }

    @Test(arguments: [
        ("null", "SUCCESS", "SUCCESS"), (#""stop""#, "SUCCESS", "SUCCESS"), (#""tool_calls""#, "SUCCESS", "SUCCESS"), (#""function_call""#, "SUCCESS", "SUCCESS"),
        (#""length""#, "MAX_TOKENS", "MAX_TOKENS"), (#""content_filter""#, "CONTENT_FILTER", "BLOCKED"),
        // Unknown to OpenAI
        (#""something_new""#, "SUCCESS", "ERROR"), (#""eos""#, "SUCCESS", "ERROR"), (#""abort""#, "SUCCESS", "ERROR"), (#""STOP""#, "SUCCESS", "ERROR"),
        (#""MAX_TOKENS""#, "MAX_TOKENS", "ERROR"), (#""model_length""#, "MAX_TOKENS", "ERROR"), (#""error""#, "ERROR", "ERROR"),
        (#""insufficient_system_resource""#, "ERROR", "ERROR"),
    ])
    func mapsFinishReasons(_ reason: String, _ detailed: String, _ wrapper: String) throws {
        let exchange = try chat(reason)
        #expect(try exchange.call(.detailed).status.rawValue == detailed)
        #expect(try exchange.call(.wrapper).status.rawValue == wrapper)
        // The reason stays as it was written.
        #expect(try exchange.call().finishReason == (reason == "null" ? nil : String(reason.dropFirst().dropLast())))
        let isKnown = ["null", #""stop""#, #""tool_calls""#, #""function_call""#, #""length""#, #""content_filter""#].contains(reason)
        #expect(exchange.notes().contains(.unknownFinishReason) == !isKnown)
        #expect(try (exchange.call(.wrapper).errorMessage != nil) == (wrapper == "ERROR"))
        #expect(try (exchange.call(.detailed).errorMessage != nil) == (detailed == "ERROR"))
    }

    /// The worst of several: content filter, then length, then success.
    @Test func takesTheWorstOfSeveralChoices() throws {
        #expect(try chat(#""stop""#, #""length""#).call().status == .maxTokens)
        #expect(try chat(#""length""#, #""content_filter""#, #""stop""#).call().status == .contentFilter)
        #expect(try chat(#""stop""#, "null").call().status == .success)
        #expect(try chat(#""stop""#, #""length""#).call().finishReason == "stop,length")
        #expect(try chat(#""stop""#, #""stop""#).call().finishReason == "stop")
    }

    @Test(arguments: [
        (#""status":"completed""#, "SUCCESS", "stop"), (#""status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}"#, "MAX_TOKENS", "length"),
        (#""status":"incomplete","incomplete_details":{"reason":"content_filter"}"#, "CONTENT_FILTER", "content_filter"),
        (#""status":"failed","error":{"code":"server_error","message":"broken"}"#, "ERROR", nil), (#""status":"failed""#, "ERROR", nil), (#""status":"cancelled""#, "ERROR", nil),
    ])
    func mapsResponses(_ status: String, _ detailed: String, _ finish: String?) throws {
        let body = #"{"id":"r","object":"response","model":"m","output":[{"type":"message"}],\#(status)}"#
        let exchange = Exchange(answer: try AnswerFacts(body: body))
        #expect(try exchange.call().status.rawValue == detailed)
        #expect(try exchange.call().finishReason == finish)
        let wrapper = detailed == "CONTENT_FILTER" ? "BLOCKED" : detailed
        #expect(try exchange.call(.wrapper).status.rawValue == wrapper)
    }

    @Test(arguments: ["function_call", "custom_tool_call"])
    func responsesThatEndWithACallOfATool(_ type: String) throws {
        let body = #"{"id":"r","object":"response","model":"m","status":"completed","output":[{"type":"message"},{"type":"\#(type)"}]}"#
        #expect(try Exchange(answer: AnswerFacts(body: body)).call().finishReason == "tool_calls")
        let other = #"{"id":"r","object":"response","model":"m","status":"completed","output":[{"type":"\#(type)"},{"type":"message"}]}"#
        #expect(try Exchange(answer: AnswerFacts(body: other)).call().finishReason == "stop")
    }

    @Test(arguments: [
        // Refused before inference as invalid
        (400, #"{"error":{"message":"bad","type":"invalid_request_error","code":"unsupported_parameter"}}"#, "MALFORMED_REQUEST", "bad"),
        (404, #"{"error":{"message":"no model","type":"invalid_request_error","code":"model_not_found"}}"#, "MALFORMED_REQUEST", "no model"),
        (413, #"{"error":{"message":"large","type":"invalid_request_error"}}"#, "MALFORMED_REQUEST", "large"),
        (415, #"{"error":{"message":"kind","type":"invalid_request_error"}}"#, "MALFORMED_REQUEST", "kind"),
        (422, #"{"error":{"message":"what","type":"invalid_request_error"}}"#, "MALFORMED_REQUEST", "what"),
        // Content policy
        (400, #"{"error":{"message":"x","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#, "BLOCKED", "x"),
        (400, #"{"error":{"message":"x","type":"invalid_request_error","code":"content_policy_violation"}}"#, "BLOCKED", "x"),
        // Other errors
        (401, #"{"error":{"message":"key","type":"invalid_request_error","code":"invalid_api_key"}}"#, "ERROR", "key"),
        (429, #"{"error":{"message":"slow","type":"requests","code":"rate_limit_exceeded"}}"#, "ERROR", "slow"),
        (400, #"{"error":{"message":"bad","type":"BadRequestError"}}"#, "ERROR", "bad"), (500, #"{"error":{"message":"oops","type":"server_error","code":null}}"#, "ERROR", "oops"),
        // A message, else a code, else the HTTP status
        (429, #"{"error":{"code":"rate_limit_exceeded"}}"#, "ERROR", "rate_limit_exceeded"), (401, #"{"error":{"code":401}}"#, "ERROR", "401"),
        (500, #"{"error":{"type":"server_error"}}"#, "ERROR", "HTTP 500"), (503, "{}", "ERROR", "HTTP 503"),
        // Shapes of others
        (500, #"{"error":"bare text"}"#, "ERROR", "bare text"), (429, #"{"statusCode":429,"message":"Rate limit is exceeded."}"#, "ERROR", "Rate limit is exceeded."),
        (422, #"{"detail":[{"loc":["body"],"msg":"field required","type":"missing"}]}"#, "ERROR", "field required"),
        (400, #"{"object":"error","message":"Invalid model","type":"invalid_model","param":null,"code":"1500"}"#, "ERROR", "Invalid model"),
        (400, #"[{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}]"#, "ERROR", "API key not valid"),
        (200, #"{"error":{"message":"Provider returned error","code":502}}"#, "ERROR", "Provider returned error"),
    ])
    func mapsFailures(_ httpStatus: Int, _ body: String, _ detailed: String, _ message: String) throws {
        let exchange = try failure(httpStatus, body)
        let call = try exchange.call()
        #expect(call.status.rawValue == detailed)
        #expect(call.errorMessage == message)
        #expect(call.usage == nil)
        #expect(call.endpoint == .chatCompletions)
        #expect(try exchange.call(.wrapper).status == .error)
    }

    @Test func recitationIsToldByTheHostsOwnReason() throws {
        let body = #"{"id":"g","object":"chat.completion","model":"m","choices":[{"index":0,"message":{},"finish_reason":"stop","native_finish_reason":"RECITATION"}]}"#
        let exchange = Exchange(answer: try AnswerFacts(body: body))
        #expect(try exchange.call().status == .recitation)
        #expect(try exchange.call(.wrapper).status == .success)
    }

    @Test func noAnswerAtAll() throws {
        var exchange = Exchange(url: "/v1/chat/completions")
        exchange.transportError = "timeout"
        #expect(try exchange.call().status == .error)
        #expect(try exchange.call().errorMessage == "timeout")
    }

    @Test func anUnreadableAnswerIsAnError() throws {
        var exchange = Exchange(url: "/v1/chat/completions", httpStatus: 200)
        exchange.answerIsUnreadable = true
        #expect(try exchange.call().status == .error)
    }

    // MARK: - Keys in messages

    @Test(arguments: [
        ("Incorrect API key provided: sk-proj-abcDEF123_456.", "sk-proj-abcDEF123_456"), ("two: sk-aaaaaaaaaaaa,sk-bbbbbbbbbbbb", "sk-bbbbbbbbbbbb"),
        ("risk-x:sk-cccccccccccc", "sk-cccccccccccc"), (#"headers {"Authorization":"Bearer abc.def-123"}"#, "abc.def-123"), ("bearer\tabc.def-123 x", "abc.def-123"),
        ("Authorization: BEARER  abc.def-123", "abc.def-123"), (#"line\nsk-dddddddddddddddddddd"#, "sk-dddddddddddddddddddd"), ("key=sk-eeeeeeeeeeee&x", "sk-eeeeeeeeeeee"),
        ("Groq: gsk_0123456789abcdefghij", "gsk_0123456789abcdefghij"), ("é sk-ffffffffffff é", "sk-ffffffffffff"), ("Bearer sk-gggggggggggg", "gggggggggggg"),
        ("Bearer abc.def-123, Bearer ghi.jkl-456", "ghi.jkl-456"),
    ])
    func masksKeys(_ message: String, _ key: String) throws {
        var exchange = Exchange(url: "/v1/chat/completions")
        exchange.transportError = message
        let shown = try #require(try exchange.call().errorMessage)
        #expect(!shown.contains(key) && shown.contains("***"), "\(shown)")
    }

    @Test(arguments: ["the bearer of bad news", "task-force and risk-free", "connection reset", "sk-", "", "a sk-ill"])
    func leavesOtherWordsAlone(_ message: String) throws {
        var exchange = Exchange(url: "/v1/chat/completions")
        exchange.transportError = message
        let shown = try exchange.call().errorMessage
        #expect(shown == message || message.hasPrefix("the bearer") && shown == "the bearer *** bad news")
    }
}
