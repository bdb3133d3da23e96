import Testing
import TrafficModel

@Suite struct RecordTimeTests {
    @Test(arguments: [
        (#""2026-11-02T10:00:00.5Z""#, "2026-11-02T10:00:00.500Z"), (#""2026-11-02 10:00:00.500000""#, "2026-11-02T10:00:00.500Z"),
        ("1793613600.5", "2026-11-02T10:00:00.500Z"), ("1793613600500", "2026-11-02T10:00:00.500Z"), (#""1793613600500""#, "2026-11-02T10:00:00.500Z"),
        (#""Mon, 02 Nov 2026 10:00:00 GMT""#, "2026-11-02T10:00:00.000Z"), (#""02/Nov/2026:11:00:00 +0100""#, "2026-11-02T10:00:00.000Z"),
    ])
    func waysToWriteATime(written: String, utc: String) {
        let reading = LogReading(#"{"ts":\#(written),"request":{"model":"gpt-4o"},"response":{"status":200}}"#)
        #expect(reading.calls.first?.time?.utcText == utc)
        #expect(reading.notes.first?.contains(.timeUnreadable) == false)
    }

    @Test(arguments: [#""32/Nov/2026:11:00:00 +0100""#, #""02/Nov/2026:11:00:00""#, #""02/Foo/2026:11:00:00 +0100""#, #""soon""#, "{}", "-1", "true"])
    func whatIsNoTimeIsNoted(written: String) {
        let reading = LogReading(#"{"ts":\#(written),"request":{"model":"gpt-4o"},"response":{"status":200}}"#)
        #expect(reading.calls.first?.time == nil && reading.notes.first?.contains(.timeUnreadable) == true)
    }

    /// Headers are read where they stand in the record's text.
    @Test func theDateHeaderTellsTheTime() {
        let reading = LogReading(#"{"request":{"model":"gpt-4o"},"response":{"status":200,"headers":{"Date":"Mon, 02 Nov 2026 10:00:00 GMT"}}}"#)
        #expect(reading.calls.first?.time?.utcText == "2026-11-02T10:00:00.000Z")
    }
}
