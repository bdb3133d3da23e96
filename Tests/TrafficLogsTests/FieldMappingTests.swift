import ByteStreams
import Testing
import TrafficLogs

@Suite struct FieldMappingTests {
    /// The examples of RFC 6901.
    @Test(arguments: [
        ("", "{"), ("/foo", "["), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), (#"/i\j"#, "5"),
        (#"/k"l"#, "6"), ("/ ", "7"), ("/m~0n", "8"),
    ])
    func pointersPoint(pointer: String, start: String) throws {
        let document = Array(#"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#.utf8)
        let pointer = try JSONPointer(pointer)
        let found = try JSONReader().read(document) { $0[pointer]?.rawText }
        #expect(found?.hasPrefix(start) == true)
    }

    @Test(arguments: ["/foo/2", "/foo/-", "/foo/00", "/foo/bar", "/nothing", "/foo/0/deeper"])
    func pointersToNothing(pointer: String) throws {
        let document = Array(#"{"foo":["bar","baz"]}"#.utf8)
        let pointer = try JSONPointer(pointer)
        #expect(try JSONReader().read(document) { $0[pointer]?.rawText } == nil)
    }

    @Test func pointersSurviveTheirText() throws {
        for text in ["", "/a~1b/m~0n", "/", "//0"] { #expect(try JSONPointer(text).text == text) }
        #expect(throws: JSONPointer.Fault.noSlash) { try JSONPointer("a") }
        #expect(throws: JSONPointer.Fault.badEscape) { try JSONPointer("/a~2") }
        #expect(throws: JSONPointer.Fault.badEscape) { try JSONPointer("/a~") }
    }

    @Test(arguments: [
        ("time", "'time' is no FIELD=POINTER, such as time=/ts"), ("time=ts", "'ts' is no JSON Pointer: it starts with a slash, as in time=/ts"),
        ("user=/a~", "'/a~' is no JSON Pointer: a ~ in a name is written ~0, and a / is written ~1"), ("when=/ts", "there is no field 'when'; fields are time, "),
        ("metadata.=/x", "there is no field 'metadata.'; fields are time, "),
    ])
    func mistakesAreExplained(text: String, message: String) {
        var mapping = FieldMapping()
        do throws(FieldMappingError) {
            try mapping.add(text)
            Issue.record("'\(text)' was taken")
        } catch {
            #expect(error.message.hasPrefix(message))
        }
    }
}
