import ByteStreams
import CostReports
@testable import FluxGateOpenAI
import FluxGateSDK
import Foundation
import LoopbackServer
import Replay
import Synchronization
import Testing

/// Every recorded exchange: served again, called through the wrapper, recorded, replayed from that recording. Both events must be the same bytes.
@Suite struct LiveEqualsReplayTests {
    @Test(arguments: [RecordedBodies.full, .usageOnly])
    func corpus(_ bodies: RecordedBodies) async throws {
        guard let folder = ProcessInfo.processInfo.environment["FLUXGATE_CORPUS"] else {
            print("skipped: FLUXGATE_CORPUS is not set")
            return
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl.gz") && $0 != "batch.jsonl.gz" }.sorted()
        var cases: [RecordedExchange] = []
        for file in files { cases += try RecordedExchange.all(of: "\(folder)/\(file)") }
        #expect(cases.count > 1_500)
        try await compare(cases, bodies)
    }

    @Test(arguments: [RecordedBodies.full, .usageOnly])
    func samplesAndFixtures(_ bodies: RecordedBodies) async throws {
        let root = #filePath.components(separatedBy: "/Tests/")[0]
        var cases: [RecordedExchange] = []
        for folder in ["samples", "fixtures"] {
            let paths = FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.compactMap { $0 as? String }.sorted() ?? []
            for path in paths {
                if path.hasSuffix(".sse") { cases.append(try RecordedExchange(transcript: "\(root)/\(folder)/\(path)")) }
                if path.hasSuffix(".jsonl") || path.hasSuffix(".jsonl.gz") { cases += try RecordedExchange.all(of: "\(root)/\(folder)/\(path)") }
            }
        }
        #expect(cases.count > 200)
        try await compare(cases, bodies)
    }

    private func compare(_ cases: [RecordedExchange], _ bodies: RecordedBodies) async throws {
        let scratch = try Scratch()
        let provider = try await LoopbackServer(keepsRequests: false) { request, answer in
            let number = Int(request.path.split(separator: "/")[0])!
            try await cases[number].serve(answer, seed: UInt64(number))
        }
        let ingest = try await FakeFluxGate()
        let fluxGate = try FluxGate(apiKey: "fluxgate-key", endpoint: ingest.endpoint, timeout: .seconds(30))
        let path = scratch.file("traffic.jsonl")
        let recorder = try TrafficRecorder(path: path, bodies: bodies)
        let key = "sk-live-0123456789abcdef"

        try await withThrowingTaskGroup { group in
            let lanes = 8
            for lane in 0..<lanes {
                group.addTask {
                    for number in stride(from: lane, to: cases.count, by: lanes) {
                        let client = OpenAI(apiKey: key, baseURL: "\(provider.url)/\(number)/v1", maxRetries: 0, recorder: recorder)
                        let context = FluxGateContext(
                            feature: "case-\(number)", user: number % 3 == 0 ? .init(id: "u\(number)", email: "a@b.example") : nil,
                            sessionId: number % 2 == 0 ? "s" : nil, metadata: number % 5 == 0 ? ["n": .init(number), "tags": ["x", 1.5, true]] : [:])
                        try await cases[number].call(createOpenAICostTracker(client, fluxGate).withContext(context))
                    }
                }
            }
            try await group.waitForAll()
        }
        await fluxGate.flush()
        await recorder.close()
        #expect(fluxGate.droppedEvents == 0)
        #expect(recorder.failedRecords == 0)

        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains(key))
        if bodies == .usageOnly { #expect(!text.contains("\"content\"") && !text.contains("\"messages\"")) }

        let (replayed, summary) = try await replayedEvents([path])
        #expect(summary.counts.rejected == 0)
        let live = byFeature(ingest.events.map { ($0, (try? JSON(text: $0))?["feature"]?.string) })
        let again = byFeature(replayed.map { ($0.jsonText, $0.feature) })
        #expect(live.count == again.count)
        var compared = 0
        for (feature, events) in again {
            #expect(live[feature] == events, "\(cases[Int(feature.dropFirst(5))!].source)")
            compared += 1
        }
        print("\(bodies): \(cases.count) exchanges served, \(compared) events the same bytes live and replayed, \(cases.count - compared) no calls")
    }

    private func byFeature(_ events: [(String, String?)]) -> [String: [String]] {
        Dictionary(events.map { ($0.1 ?? "", [$0.0]) }, uniquingKeysWith: +)
    }
}

/// An exchange of a log, as a server can give it again.
struct RecordedExchange: Sendable {
    enum Endpoint: Sendable { case chat, completions, responses, embeddings }

    var source: String
    var endpoint: Endpoint
    var request: JSONObject
    var status: Int
    var headers: [(String, String)]
    var body: [UInt8]
    var isStream: Bool

    /// A raw transcript.
    init(transcript path: String) throws {
        source = path
        body = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let text = String(decoding: body, as: UTF8.self)
        endpoint = text.contains("response.") ? .responses : text.contains("text_completion") ? .completions : .chat
        request = ["model": "gpt-4o"]
        status = 200
        headers = [("Content-Type", "text/event-stream")]
        isStream = true
    }

    /// A record with a request and a response; nil for others, and for other endpoints.
    init?(_ record: JSON, source: String) {
        guard let response = record["response"] else { return nil }
        self.source = record["source"]?.string ?? source
        let asked = record["request"]?["body"]
        request = asked?.object ?? asked?.string.flatMap { try? JSON(text: $0).object } ?? ["model": "asked-model"]
        status = (response["status"] ?? record["status"])?.int ?? 200
        guard (200...599).contains(status) else { return nil }

        let transcript = response["sse"]?.string ?? record["sse"]?.string
        let value = response["body"] ?? (response["id"] == nil ? nil : response)
        isStream = transcript != nil
        body = Array((transcript ?? value.map { $0.isNull ? "" : $0.string ?? $0.text } ?? "").utf8)

        let path = (record["request"]?["url"]?.string ?? record["url"]?.string)?.split(separator: "?").first.map(String.init) ?? ""
        let object = value?["object"]?.string
        if path.hasSuffix("/chat/completions") || object == "chat.completion" {
            endpoint = .chat
        } else if path.hasSuffix("/completions") || object == "text_completion" {
            endpoint = .completions
        } else if path.hasSuffix("/responses") || object == "response" || transcript?.contains("response.") == true {
            endpoint = .responses
        } else if path.hasSuffix("/embeddings") || object == "list" {
            endpoint = .embeddings
        } else if path.isEmpty, isStream || request["messages"] != nil {
            endpoint = .chat
        } else {
            return nil
        }

        let connection: Set<String> = ["content-length", "transfer-encoding", "content-encoding", "connection", "keep-alive"]
        headers = (response["headers"]?.object?.members ?? []).compactMap { member in
            guard !connection.contains(member.name.lowercased()), let text = member.value.string ?? member.value[0]?.string,
                text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
            else { return nil }
            return (member.name, text)
        }
        let type = isStream ? "text/event-stream" : value?.string != nil ? "text/html" : "application/json"
        headers.removeAll { $0.0.lowercased() == "content-type" }
        headers.append(("Content-Type", type))
    }

    static func all(of path: String) throws -> [RecordedExchange] {
        let blocks = try BlockReader(path: path)
        var found: [RecordedExchange] = []
        while let block = try? blocks.next() {
            _ = block.forEachLine { line, number, _, _ in
                guard let record = try? JSON(text: line.string) else { return }
                if let exchange = RecordedExchange(record, source: "\(path):\(number)") { found.append(exchange) }
            }
        }
        return found
    }

    func serve(_ answer: Answer, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        try await answer.begin(status, headers)
        for piece in body.pieces(upTo: isStream ? 4_000 : 64_000, &random) { try await answer.write(piece) }
    }

    /// Calls as the exchange was called; whatever comes of it.
    func call(_ client: OpenAI) async throws {
        do {
            switch endpoint {
            case .chat where isStream: for try await _ in try await client.chat.completions.stream(.init(body: request)) {}
            case .chat: _ = try await client.chat.completions.create(.init(body: request))
            case .completions where isStream: for try await _ in try await client.completions.stream(.init(body: request)) {}
            case .completions: _ = try await client.completions.create(.init(body: request))
            case .responses where isStream: for try await _ in try await client.responses.stream(.init(body: request)) {}
            case .responses: _ = try await client.responses.create(.init(body: request))
            case .embeddings: _ = try await client.embeddings.create(.init(body: request))
            }
        } catch is OpenAIError {}
    }
}
