import ByteStreams
import CostReports
import Foundation
import Replay
import TestSupport
import Testing
import TrafficModel

/// Recorded traffic of other projects against what each record means. The recordings are no part of this repository: `FLUXGATE_CORPUS` names
/// the folder that holds them.
@Suite(.enabled(if: Corpus.folder != nil, "skipped: FLUXGATE_CORPUS names no folder with recorded traffic"))
struct CorpusTests {
    @Test(arguments: Corpus.files)
    func everyCallIsReadAsItIs(_ name: String) async throws {
        let folder = try #require(Corpus.folder)
        let answers = try Corpus.answers(in: folder)
        let path = folder.appending(path: name).path(percentEncoded: false)

        let (found, summary) = try await ReplayPlan.reading([path]) {
            $0.dedupes = false
            $0.jobs = 2
        }.run()
        #expect(summary.counts.isBalanced)
        #expect(summary.faults.isEmpty)
        let calls = Dictionary(found.calls.map { ($0.call.source.line, $0.call) }) { first, _ in first }

        var compared = 0
        for (index, line) in try Corpus.lines(of: path).enumerated() {
            let source = try JSONDecoder().decode(Corpus.Source.self, from: line).source
            let given = try #require(answers[source], "no answer for \(source)")
            guard given.counts else { continue }
            compared += 1
            let answer = Deviation.applied(to: given, record: try Recording(line: line))
            guard let call = calls[index + 1] else {
                Issue.record("\(name):\(index + 1) \(source): no call")
                continue
            }
            let differences = Corpus.differences(answer, call)
            if !differences.isEmpty { Issue.record("\(name):\(index + 1) \(source): \(differences.joined(separator: "; "))") }
        }
        #expect(compared > 0)
    }
}

enum Corpus {
    struct Source: Decodable {
        var source: String
    }

    static let folder: URL? = ProcessInfo.processInfo.environment["FLUXGATE_CORPUS"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }

    static let files: [String] = folder.map(Repository.names(in:))?.filter { ($0.hasSuffix(".jsonl") || $0.hasSuffix(".jsonl.gz")) && !$0.hasPrefix("expected") } ?? []

    static func answers(in folder: URL) throws -> [String: Answer] {
        let lines = try lines(of: folder.appending(path: "expected.jsonl").path(percentEncoded: false))
        return Dictionary(try lines.map { try JSONDecoder().decode(Answer.self, from: $0) }.map { ($0.source, $0) }) { $1 }
    }

    static func lines(of path: String) throws -> [Data] {
        let reader = try BlockReader(path: path)
        var lines: [Data] = []
        while let block = try reader.next() { _ = block.forEachLine { line, _, _, _ in lines.append(Data(line)) } }
        return lines
    }

    static func differences(_ answer: Answer, _ call: Call) -> [String] {
        var found: [String] = []
        func compare<Value: Equatable>(_ name: String, _ wanted: Value, _ got: Value) {
            if wanted != got { found.append("\(name): \(wanted) wanted, \(got) got") }
        }
        compare("model", answer.model ?? answer.requested_model, call.model)
        // A usage that names a total alone counts nothing that is billed.
        if answer.usage == nil { compare("has usage", false, call.usage != nil) }
        compare("prompt tokens", answer.usage?.prompt_tokens ?? 0, call.usage?.input ?? 0)
        compare("completion tokens", answer.usage?.completion_tokens ?? 0, call.usage?.output ?? 0)
        compare("cached tokens", answer.usage?.cached_tokens ?? 0, call.usage?.cachedInput ?? 0)
        compare("cache write tokens", answer.usage?.cache_write_tokens ?? 0, call.usage?.cacheWrite ?? 0)
        compare("reasoning tokens", answer.usage?.reasoning_tokens ?? 0, call.usage?.reasoning ?? 0)
        compare("streamed", answer.streamed ?? false, call.isStreamed)
        if !statuses(answer.status ?? "").contains(call.status) { found.append("status: \(answer.status ?? "") wanted, \(call.status) got") }
        if let reason = answer.finishReason { compare("finish reason", reason, call.finishReason) }
        if let tier = answer.service_tier { compare("service tier", tier, call.serviceTier) }
        if let id = answer.id, !id.isEmpty { compare("response id", id, call.responseID) }
        return found
    }

    /// Our statuses say more: what was refused, and why.
    private static func statuses(_ status: String) -> Set<CallStatus> {
        switch status {
        case "ERROR", "CANCELLED": [.error, .malformedRequest, .blocked]
        case "CONTENT_FILTER": [.contentFilter, .blocked]
        default: Set(CallStatus(rawValue: status).map { [$0] } ?? [])
        }
    }
}
