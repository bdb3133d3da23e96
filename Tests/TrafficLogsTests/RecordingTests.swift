import ByteStreams
import OpenAIWire
import TestSupport
import Testing
import TrafficModel

/// Whole recordings and the key facts of each of their calls.
@Suite struct RecordingTests {
    private func calls(_ file: String) throws -> [Call] {
        try exchanges(Fixtures.bytes("traffic/\(file)")).compactMap { result in
            guard case .success(let exchange) = result, exchange.kind == .call else { return nil }
            return made(of: exchange).call
        }
    }

    static let recordings: [String: [String]] = [
        "endpoint-bodies.jsonl": [
            "- embeddings text-embedding-3-small SUCCESS in:7 out:0", "modr-inv1 moderations omni-moderation-latest SUCCESS",
            "- images - SUCCESS in:13 out:272 image-out:272", "- audio.transcriptions - SUCCESS ms:7000",
            "- audio.transcriptions - SUCCESS in:58 out:9 audio-in:58", "resp_inv021c responses.compact - SUCCESS in:900 out:120 cached:0 write:0 reasoning:0",
            "no call", "cmpl-inv021 completions gpt-3.5-turbo-instruct:20230824-v2 MAX_TOKENS in:5 out:17 finish:stop,length",
            "resp_inv021t responses gpt-5.6-sol SUCCESS in:300 out:45 cached:0 write:0 reasoning:0 finish:tool_calls latency:2000000",
        ],
        "variant-bodies.jsonl": [
            "inv-ds chat.completions deepseek-chat SUCCESS in:1000 out:50 cached:896 finish:stop",
            "inv-xai chat.completions grok-4-fast SUCCESS in:30 out:205 cached:16 reasoning:200 finish:stop",
            "chatcmpl-inv-oll chat.completions qwen3:4b SUCCESS in:26 out:3 finish:stop",
            "chatcmpl-inv-lcpp chat.completions invented-7b-q4 MAX_TOKENS in:13 out:100 cached:3 finish:length latency:2000000",
            "inv-vllm chat.completions org/invented-8b SUCCESS in:9 out:1 finish:abort", "- - - ERROR", "- - - ERROR http:429",
        ],
        "generic-http-log.jsonl": [
            "chatcmpl-inv023 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:100 out:20 cached:0 reasoning:0 finish:stop latency:850500",
            "- chat.completions gpt-4o-mini ERROR http:429 latency:41000", "- chat.completions gpt-9 BLOCKED http:400 latency:120000",
            "- chat.completions gpt-4o-mini ERROR http:502 latency:30001000", "- chat.completions gpt-4o-mini ERROR http:504 latency:60000000",
            "- chat.completions gpt-4o-mini ERROR latency:10000000",
            "chatcmpl-inv023b chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:101 out:21 cached:0 reasoning:0 finish:stop latency:900000",
            "- chat.completions gpt-4o-mini ERROR http:200 latency:700000",
        ],
        "sse-in-string.jsonl": [
            "chatcmpl-inv024 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:60 out:6 cached:0 reasoning:0 finish:stop streamed latency:1250000",
            "resp_inv024 responses gpt-5.6-sol SUCCESS http:200 in:70 out:8 cached:0 write:0 reasoning:0 finish:stop streamed latency:2000000",
        ],
        "batch-input.jsonl": ["request", "request", "request", "request"],
        "batch-output.jsonl": [
            "chatcmpl-invb2 chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:200 out:40 cached:128 reasoning:0 finish:stop batch",
            "chatcmpl-invb1 chat.completions gpt-4o-mini-2024-07-18 MAX_TOKENS http:200 in:100 out:30 cached:0 reasoning:0 finish:length batch",
        ],
        "batch-errors.jsonl": ["- - - MALFORMED_REQUEST http:400 batch", "- - - ERROR batch"],
    ]

    @Test(arguments: recordings.keys.sorted())
    func readsTheCalls(_ file: String) throws {
        #expect(try read(Fixtures.bytes("traffic/\(file)")) == RecordingTests.recordings[file])
    }

    @Test func readsWhomAndWhen() throws {
        let generic = try calls("generic-http-log.jsonl")
        #expect(generic.allSatisfy { $0.whom == "feature:faq user:u-1 session:s-1" })
        #expect(generic.map { $0.time?.utcText } == (1...8).map { "2026-11-02T10:0\($0):00.000Z" })
        #expect(generic.map(\.requestID) == (1...8).map { "r-\($0)" })
        #expect(generic[5].errorMessage == "timeout")

        let streams = try calls("sse-in-string.jsonl")
        #expect(streams[0].whom == "feature:faq user:u-1 session:s-1" && streams[1].whom == "")
        #expect(streams[0].time?.utcText == "2026-11-02T10:00:00.000Z" && streams[1].time?.utcText == "2026-11-02T10:00:05.000Z")
        #expect(streams[0].streamDuration == 950_000)
        #expect(streams[1].region == "eu" && streams[1].requestedModel == "gpt-5.6-sol")

        let batch = try calls("batch-output.jsonl")
        #expect(batch.map(\.customID) == ["b-2", "b-1"] && batch.map(\.requestID) == ["req_invb2", "req_invb1"])
        #expect(try calls("batch-errors.jsonl").map(\.customID) == ["b-3", "b-4"])
        #expect(try calls("endpoint-bodies.jsonl").map(\.tools.webSearches).last == 1)
    }

    // MARK: - Gzip

    /// Lines of a compressed recording, and what is wrong with it.
    private func lines(_ file: String) throws -> (lines: [(text: [UInt8], torn: Bool)], fault: ReadFault?) {
        let reader = try BlockReader(path: Fixtures.path("traffic/\(file)"))
        var lines: [(text: [UInt8], torn: Bool)] = []
        do throws(ReadFault) {
            while let block = try reader.next() {
                _ = block.forEachLine { line, _, _, isLast in lines.append((Array(line), isLast && block.endsCutShort)) }
            }
        } catch { return (lines, error) }
        return (lines, nil)
    }

    @Test func readsMembersJoinedInTheMiddleOfALine() throws {
        let (lines, fault) = try lines("concat-members.jsonl.gz")
        #expect(fault == nil)
        #expect(lines.flatMap { read($0.text, torn: $0.torn) } == [
            "chatcmpl-inv045a chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:1 out:1 cached:0 reasoning:0 finish:stop latency:10000",
            "chatcmpl-inv045b chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:2 out:2 cached:0 reasoning:0 finish:stop latency:20000",
        ])
    }

    @Test func keepsTheWholeLinesOfATornFile() throws {
        let (lines, fault) = try lines("truncated.jsonl.gz")
        #expect(fault?.kind == .truncated(.gzip))
        #expect(lines.flatMap { read($0.text, torn: $0.torn) } == [
            "chatcmpl-inv046a chat.completions gpt-4o-mini-2024-07-18 SUCCESS http:200 in:3 out:3 cached:0 reasoning:0 finish:stop latency:30000",
            "rejected cut_short",
        ])
    }
}
