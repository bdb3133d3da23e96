import ByteStreams
import Testing
import TrafficModel

@testable import Delivery

@Suite struct AnswerTests {
    private let now = Timestamp(seconds: 1_759_276_800)  // 2025-10-01T00:00:00Z

    private func verdict(_ status: Int, _ body: String, retryAfter: String? = nil) -> Verdict {
        Verdict(.answered(status: status, retryAfter: retryAfter, body: Array(body.utf8)), now: now, reader: JSONReader())
    }

    @Test func successesTellTheirRecordAndCost() {
        #expect(
            verdict(201, #"{"recordId":"r1","totalTokens":3,"totalCost":1.25e-05,"status":"ok"}"#)
                == .delivered(recordID: "r1", cost: Money("0.0000125")))
        #expect(verdict(200, #"{"recordId":"r1","totalCost":null,"status":"no_pricing"}"#) == .delivered(recordID: "r1", cost: nil))
        #expect(verdict(202, "{}") == .delivered(recordID: nil, cost: nil))
    }

    @Test(arguments: ["", "<html>Please log in</html>", "ok", "[]", "null", #"{"recordId":"r1""#])
    func successesOfSomebodyElseAreNone(_ body: String) {
        guard case .again(let reason, nil) = verdict(200, body) else { return #expect(Bool(false), "\(body)") }
        #expect(reason.contains("no FluxGate answer"))
    }

    @Test(arguments: [400, 413, 422]) func whatTheServerDoesNotWantIsRefusedInItsWords(_ status: Int) {
        #expect(verdict(status, #"{"error":"model is required"}"#) == .refused("\(status) model is required"))
    }

    @Test(arguments: [401, 403]) func aKeyThatIsNotAcceptedEndsAll(_ status: Int) {
        #expect(verdict(status, #"{"error":{"message":"bad key"}}"#) == .unauthorised("\(status) bad key"))
    }

    @Test(arguments: [302, 404, 405, 408, 409, 425, 429, 500, 502, 503, 599]) func anythingElseIsTriedAgain(_ status: Int) {
        #expect(verdict(status, #"{"message":"no"}"#) == .again("\(status) no", wait: nil))
        #expect(verdict(status, "", retryAfter: "7") == .again("\(status) ", wait: .seconds(7)))
    }

    @Test func noAnswerIsTriedAgain() {
        #expect(Verdict(.failed("Connection reset by peer"), now: now, reader: JSONReader()) == .again("Connection reset by peer", wait: nil))
    }

    @Test(arguments: [
        ("0", Duration.zero), ("120", .seconds(120)), ("1.5", .milliseconds(1_500)), ("Wed, 01 Oct 2025 00:01:00 GMT", .seconds(60)),
        ("Tue, 30 Sep 2025 00:00:00 GMT", .zero), ("soon", nil), ("-1", nil), ("", nil), ("1e19", .milliseconds(Int64.max)),
    ] as [(String, Duration?)])
    func retryAfterIsSecondsOrADate(_ text: String, _ wait: Duration?) {
        #expect(RetryAfter.wait(text, now: now) == wait)
    }

    @Test(arguments: [
        (#"{"error":"a\nb  c"}"#, "a b c"), (#"{"error":{"message":"m"}}"#, "m"), (#"{"message":"m"}"#, "m"), ("<b>no</b>", "<b>no</b>"), ("", ""),
        (String(repeating: "x", count: 400), String(repeating: "x", count: 300) + "…"),
    ])
    func theServersWordsAreOneShortLine(_ body: String, _ words: String) {
        #expect(ServerWords.of(Array(body.utf8), JSONReader()) == words)
    }
}
