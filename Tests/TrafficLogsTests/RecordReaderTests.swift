import ByteStreams
import TestSupport
import Testing
import TrafficLogs
import TrafficModel

/// Lines good and bad: everything on them comes out.
@Suite struct RecordReaderTests {
    private let record = #"{"request":{"model":"m"},"response":\#(answer)}"#
    private let good = "\(answered) \(counted)"

    @Test func readsTornGluedAndForeignLines() {  // C53
        #expect(read(record + record, #"{"ts":"2026-05-04T10:00:02Z","request":{"model":"gx-5"},"resp"#, "42", "[]", record)
            == [good, good, "rejected cut_short", "rejected not_a_record", "rejected not_a_record", good])
    }

    @Test(arguments: [
        ("{no json}", "invalid_json"), ("plain words", "invalid_json"), ("null", "not_a_record"), (#""text""#, "not_a_record"), ("[1,2]", "not_a_record"),
        (#"{"hello":"world"}"#, "unrecognised"), ("{}", "unrecognised"), (#"{"a":"#, "cut_short"), (#"{"a":"b"#, "cut_short"), ("{\"a\":\"\u{1}\"}", "invalid_json"),
    ])
    func rejectsWithAReason(_ line: String, _ reason: String) {
        #expect(read(line) == ["rejected \(reason)"])
    }

    @Test func rejectsBytesThatAreNoText() {
        #expect(read([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]) == ["rejected invalid_json"])
    }

    @Test func aLineThatDamageCutIsCutShort() {
        #expect(read(Array(record.utf8.dropLast(20)), torn: true) == ["rejected cut_short"])
        #expect(read(Array("{no js".utf8), torn: true) == ["rejected cut_short"])
        #expect(read(Array(record.utf8), torn: true) == [good])
    }

    @Test(arguments: [
        "2026-11-02T10:00:00Z stdout F ", "<14>Nov  2 10:00:00 host app[1]: ", "app | ", "[2026-11-02 10:00:00] ", "[info] ", "INFO:root:", "time=10 msg=",
    ])
    func readsBehindAPrefix(_ prefix: String) {
        #expect(read(prefix + record) == [good])
        #expect(read(prefix + record + record) == [good, good])
        #expect(read(prefix + record.dropLast()) == ["rejected cut_short"])
    }

    @Test func readsTheLinesOfAnArraysBody() {
        #expect(read(record + ",", " " + record + " , ", record) == [good, good, good])
        #expect(read(record + ",,") == [good, "rejected invalid_json"])
    }

    @Test func goodRecordsBeforeAFaultCount() {
        #expect(read(record + "{oops}") == [good, "rejected invalid_json"])
        #expect(read(record + record.dropLast(5)) == [good, "rejected cut_short"])
    }

    @Test func nestingHasALimit() {
        func nested(_ depth: Int) -> String {
            #"{"request":{"model":"m","messages":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + #"},"response":\#(answer)}"#
        }
        #expect(read(nested(500)) == [good])
        #expect(read(nested(600)) == ["rejected too_deep"])
        #expect(read(String(repeating: "[", count: 100_000)) == ["rejected too_deep"])
    }

    /// Raw inside a string, these end no line and break no JSON.
    @Test func otherLineEndsAreText() {  // C55
        #expect(read(#"{"request":{"model":"m","messages":[{"content":"one\#u{2028}two\#u{85}three\#u{2029}"}]},"response":\#(answer)}"#) == [good])
    }

    @Test func lastOfEqualNamesCounts() {
        #expect(read(#"{"request":{"model":"m"},"response":null,"response":\#(answer)}"#) == [good])
    }

    @Test func namesMayBeEscaped() {
        #expect(read(record.replacing("response", with: #"respons\u0065"#).replacing("usage", with: #"us\u0061ge"#)) == [good])
    }

    @Test func aContainerCanBeForced() {
        let reader = RecordReader(forced: LogContainers.named("bodies"))
        var names: [String] = []
        Array(record.utf8).withView { reader.read($0, isLastAndTorn: false) { names.append($1?.name ?? "none") } }
        #expect(names == ["bodies"])
        #expect(LogContainers.named("nothing") == nil)
        #expect(Set(LogContainers.names).isSuperset(of: ["openai-batch", "exchange", "bodies", "sse"]))
        #expect(Set(LogContainers.names).count == LogContainers.names.count)
    }

    // MARK: - Batch files

    @Test func batchLinesWithoutResponsesAreErrors() throws {
        let expired = try call(#"{"id":"batch_req_3","custom_id":"b-4","response":null,"error":{"code":"batch_expired","message":"too late"}}"#)
        #expect(expired.facts == "- - - ERROR batch")
        #expect(expired.errorMessage == "too late" && expired.customID == "b-4")
    }

    @Test func batchInputIsTheRequestOfItsOutput() {
        #expect(read(#"{"custom_id":"b-1","method":"POST","url":"/v1/chat/completions","body":{"model":"m"}}"#) == ["request"])
    }

    @Test func batchEmbeddingsAreRead() throws {
        let body = #"{"object":"list","data":[{"object":"embedding","embedding":[0.1]}],"model":"e","usage":{"prompt_tokens":7,"total_tokens":7}}"#
        #expect(try call(#"{"id":"b","custom_id":"1","response":{"status_code":200,"request_id":"r","body":\#(body)},"error":null}"#).facts
            == "- embeddings e SUCCESS http:200 in:7 out:0 batch")
    }

    // MARK: - Bare bodies

    @Test func chunksByThemselvesAreNoCalls() {
        #expect(read(#"{"id":"c","object":"chat.completion.chunk","model":"m"}"#) == ["rejected unrecognised"])
    }
}
