import CostReports
import FluxGateOpenAI
import FluxGateSDK
import Foundation
import LoopbackServer
import Replay
import Testing

@Suite struct RecorderTests {
    private static let answer =
        "{\n  \"id\": \"chatcmpl-1\",\n  \"object\": \"chat.completion\", \"created\": 1, \"model\": \"gpt-4o\", \"choices\": [{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"the answer\"},\"finish_reason\":\"stop\"}],\r\n \"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}\n"

    private static func provider() async throws -> LoopbackServer {
        try await LoopbackServer(keepsRequests: false) { request, answer in
            if request.text.contains("echo") {
                return try await answer.send(401, "<p>wrong key: \(request.header("Authorization")!)</p>", type: "text/html")
            }
            guard request.text.contains(#""stream":true"#) else {
                return try await answer.send(200, RecorderTests.answer, [("Set-Cookie", "session=sweet"), ("x-request-id", "req_1"), ("x-ratelimit-remaining-tokens", "9")])
            }
            try await answer.begin(200, [("Content-Type", "text/event-stream")])
            try await answer.write(StreamTests.chunk("the answer") + StreamTests.chunk("", finish: "stop") + "data: [DONE]\n\n")
        }
    }

    private func lines(_ path: String) throws -> [JSON] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try JSON(text: String($0)) }
    }

    @Test func recordsAreTheProjectsOwnAndHoldNoSecrets() async throws {
        let server = try await RecorderTests.provider()
        let scratch = try Scratch()
        let path = scratch.file("traffic.jsonl")
        let recorder = try TrafficRecorder(path: path)
        let client = OpenAI(
            apiKey: "sk-secret-key-123", baseURL: server.url.replacingOccurrences(of: "http://", with: "http://name:password@") + "/v1?api-key=hidden&x=1",
            maxRetries: 0, headers: ["Cookie": "session=sour", "X-Title": "app"], recorder: recorder)
        _ = try await client.withContext(FluxGateContext(feature: "f", user: "u1")).chat.completions.create(
            .init(model: "gpt-4o", messages: [.user("the question")], tools: [["type": "mcp", "server_url": "https://example.com", "authorization": "tool-secret"]]))
        for try await _ in try await client.chat.completions.stream(.init(model: "gpt-4o", messages: [.user("the question")])) {}
        let error = await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(.init(model: "echo", messages: [])) }
        #expect(error?.status == 401)
        await recorder.flush()

        let records = try lines(path)
        #expect(records.count == 3)
        let first = records[0]
        #expect(first["timestamp"]?.string?.hasSuffix("Z") == true)
        #expect(first["duration_ms"]?.double != nil)
        #expect(first["context"] == ["feature": "f", "user": "u1"])
        #expect(first["request"]?["method"] == "POST")
        #expect(first["request"]?["url"]?.string == server.url + "/v1/chat/completions?api-key=***&x=1")
        #expect(first["request"]?["headers"]?["Authorization"] == "***")
        #expect(first["request"]?["headers"]?["Cookie"] == "***")
        #expect(first["request"]?["headers"]?["X-Title"] == "app")
        #expect(first["request"]?["body"]?["messages"]?[0]?["content"] == "the question")
        #expect(first["response"]?["status"] == 200)
        #expect(first["response"]?["headers"]?["Set-Cookie"] == "***")
        #expect(first["response"]?["headers"]?["x-ratelimit-remaining-tokens"] == "9")
        #expect(first["response"]?["body"]?["id"] == "chatcmpl-1")
        #expect(records[1]["response"]?["sse"]?.string?.hasSuffix("data: [DONE]\n\n") == true)
        #expect(records[1]["stream_duration_ms"]?.double != nil)

        let text = try String(contentsOfFile: path, encoding: .utf8)
        for secret in ["sk-secret-key-123", "password", "hidden", "session=", "tool-secret"] { #expect(!text.contains(secret), "\(secret)") }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func usageOnlyKeepsNoText() async throws {
        let server = try await RecorderTests.provider()
        let scratch = try Scratch()
        let recorder = try TrafficRecorder(path: scratch.file("traffic.jsonl"), bodies: .usageOnly)
        let client = OpenAI(apiKey: "k", baseURL: server.url + "/v1", recorder: recorder)
        _ = try await client.chat.completions.create(.init(model: "gpt-4o", messages: [.user("the question")]))
        for try await _ in try await client.chat.completions.stream(.init(model: "gpt-4o", messages: [.user("the question")])) {}
        let text = try String(contentsOfFile: scratch.file("traffic.jsonl"), encoding: .utf8)
        #expect(!text.contains("the question") && !text.contains("the answer"))
        #expect(text.contains("prompt_tokens"))
        let (events, _) = try await replayedEvents([scratch.file("traffic.jsonl")])
        #expect(events.map(\.performance.status) == [.success, .success])
        #expect(events[0].usage.promptTokens == 1)
    }

    /// What a killed process leaves is readable, and what comes after it too.
    @Test(arguments: [false, true]) func aCrashLeavesAReadableLog(_ compresses: Bool) async throws {
        let server = try await RecorderTests.provider()
        let scratch = try Scratch()
        let path = scratch.file("traffic.jsonl")
        let recorder = try TrafficRecorder(path: path, compresses: compresses, sync: .always)
        let client = OpenAI(apiKey: "k", baseURL: server.url + "/v1", recorder: recorder)
        for _ in 0..<3 { _ = try await client.chat.completions.create(.init(model: "gpt-4o", messages: [])) }
        // The log as it stands: nobody closed it. One copy is whole, the other torn in its last line.
        let stored = try Data(contentsOf: URL(fileURLWithPath: path))
        let crashed = scratch.file("crashed.jsonl")
        try stored.write(to: URL(fileURLWithPath: crashed))
        #expect(try await replayedEvents([crashed]).events.count == 3)
        try stored.dropLast(20).write(to: URL(fileURLWithPath: crashed))
        #expect(try await replayedEvents([crashed]).events.count == 2)

        let second = try TrafficRecorder(path: crashed, compresses: compresses)
        _ = try await OpenAI(apiKey: "k", baseURL: server.url + "/v1", recorder: second).chat.completions.create(.init(model: "gpt-4o", messages: []))
        await second.close()
        let logs = scratch.names.filter { $0.hasPrefix("crashed") }.map { scratch.file($0) }
        #expect(logs.count == (compresses ? 2 : 1))
        #expect(try await replayedEvents(logs).events.count == 3)
    }

    @Test func rotatesBySize() async throws {
        let server = try await RecorderTests.provider()
        let scratch = try Scratch()
        let recorder = try TrafficRecorder(path: scratch.file("traffic.jsonl.gz"), compresses: true, rotation: .size(bytes: 600))
        let client = OpenAI(apiKey: "k", baseURL: server.url + "/v1", recorder: recorder)
        for _ in 0..<10 { _ = try await client.chat.completions.create(.init(model: "gpt-4o", messages: [])) }
        await recorder.close()
        #expect(scratch.names.count > 1)
        #expect(scratch.names.allSatisfy { $0.hasPrefix("traffic") && $0.hasSuffix(".jsonl.gz") })
        let (events, summary) = try await replayedEvents(scratch.names.map { scratch.file($0) })
        #expect(events.count == 10)
        #expect(summary.counts.rejected == 0)
    }

    @Test func rotatesByDay() async throws {
        let server = try await RecorderTests.provider()
        let scratch = try Scratch()
        let path = scratch.file("traffic.jsonl")
        try Data("{\"request\":{\"model\":\"gpt-4o\"}}\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: path)
        let recorder = try TrafficRecorder(path: path, rotation: .daily)
        _ = try await OpenAI(apiKey: "k", baseURL: server.url + "/v1", recorder: recorder).chat.completions.create(.init(model: "gpt-4o", messages: []))
        #expect(scratch.names.count == 2)
        #expect(try lines(path).count == 1)
    }

    @Test func aLogThatCannotBeWrittenHurtsNoCall() async throws {
        let server = try await RecorderTests.provider()
        #expect(throws: TrafficRecorderError.self) { try TrafficRecorder(path: "/no/such/folder/traffic.jsonl") }
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let recorder = try TrafficRecorder(path: "/dev/full")
        let completion = try await OpenAI(apiKey: "k", baseURL: server.url + "/v1", recorder: recorder).chat.completions.create(.init(model: "gpt-4o", messages: []))
        #expect(completion.choices.count == 1)
        #expect(recorder.failedRecords == 1)
    }
}
