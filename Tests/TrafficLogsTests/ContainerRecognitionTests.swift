import ByteStreams
import Foundation
import TestSupport
import Testing
import TrafficLogs
import TrafficModel

/// Each recorded file is taken for what it is, and no particular container claims another's records.
@Suite struct ContainerRecognitionTests {
    /// File of `fixtures/traffic` and its container; a new file wants a line here.
    private static let containers = [
        "aws-api-gateway": "aws-api-gateway", "azure-apim-llm": "azure-apim", "chunk-per-line": "call-lines", "envoy-ai-gateway": "envoy-ai-gateway",
        "kong-file-log": "kong", "otlp-genai": "otlp-json", "realtime-events": "realtime", "batch-errors": "openai-batch", "batch-input": "openai-batch", "batch-output": "openai-batch",
        "bedrock-invocations": "bedrock", "bifrost-logs": "bifrost", "cloudflare-api": "cloudflare", "cloudflare-logpush": "cloudflare-logpush",
        "endpoint-bodies": "bodies", "generic-http-log": "exchange", "helicone-export": "helicone", "langfuse-observations-api": "langfuse",
        "langfuse-observations-v2": "langfuse", "litellm-spendlogs": "litellm-spend", "litellm-standard": "litellm-payload",
        "portkey-export": "portkey", "sse-in-string": "exchange", "variant-bodies": "bodies",
    ]

    /// Those that take what is left, by its shape.
    private static let general: Set<String> = ["exchange", "bodies"]

    private static func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Fixtures.path("traffic"))
            .filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }.sorted()
    }

    @Test(arguments: try files())
    func exactlyOneContainerClaims(file: String) throws {
        let expected = try #require(ContainerRecognitionTests.containers[file], "name the container of \(file) here")
        let reader = JSONReader()
        for line in try LogReading.lines(ofFixture: file + ".jsonl") {
            try reader.read(line) { record in
                let claims = LogContainers.all.filter { $0.recognises(record) }.map(\.name)
                #expect(claims.first == expected)
                let particular = claims.filter { !ContainerRecognitionTests.general.contains($0) }
                #expect(particular == (ContainerRecognitionTests.general.contains(expected) ? [] : [expected]))
            }
        }
    }

    @Test(arguments: [
        "{}", #"{"id":1}"#, #"{"data":[],"error":null}"#, #"{"result":{}}"#, #"{"logs":[]}"#, #"{"data":{"id":"x"}}"#, #"{"result":"ok"}"#,
        // Marks of one kind without those that go with them.
        #"{"call_type":"acompletion"}"#, #"{"request_id":"r","spend":1}"#, #"{"response_status":200}"#, #"{"type":"GENERATION"}"#, #"{"ai_org":"openai"}"#,
        #"{"Gateway":"gw"}"#, #"{"provider":"openai","cached":false}"#, #"{"schemaType":"Other"}"#, #"{"httpMethod":"POST","path":"/v1/responses"}"#,
    ])
    func nothingIsMadeOfOtherRecords(record: String) {
        let reading = LogReading(record)
        #expect(reading.calls.isEmpty && reading.containers.isEmpty)
        #expect(reading.rejected.map(\.reason) == [.unrecognised])
    }

    @Test func listsOnOneLineHoldRecords() throws {
        let rows = try LogReading.lines(ofFixture: "litellm-standard.jsonl").map { String(decoding: $0, as: UTF8.self) }
        let reading = LogReading("[\(rows.joined(separator: ",")),17]")
        #expect(reading.calls.count == 2)
        #expect(reading.rejected.map(\.reason) == [.notARecord])
        #expect(LogReading("[1,2]").rejected.map(\.reason) == [.notARecord])
        #expect(LogReading("[]").rejected.map(\.reason) == [.notARecord])
    }

    @Test func aForcedContainerAnswersForForeignRecords() {
        for container in LogContainers.all {
            let reader = RecordReader(forced: container)
            for record in ["{}", "5", "[]", #"{"data":[1,null,{}]}"#, #"{"result":[null]}"#, #"{"logs":[[]]}"#] {
                var emissions = 0
                Array(record.utf8).withView { reader.read($0, isLastAndTorn: false) { _, _ in emissions += 1 } }
                #expect(emissions > 0, "\(container.name) is silent about \(record)")
            }
        }
    }
}
