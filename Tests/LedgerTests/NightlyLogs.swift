import Foundation
import TestSupport

/// A folder of logs as a server keeps them: they grow, are rotated, compressed, copied and truncated from one night to the next.
struct NightlyLogs {
    let folder: TemporaryFolder
    private var chance: SeededGenerator
    private var nextCall = 0
    private var nextRecording = 0
    /// Records of real traffic, a line each, to be among the calls.
    private let recordings: [String]
    /// The rest of a line that a night's end had cut in two.
    private var rest = ""

    init(in folder: TemporaryFolder, seed: UInt64, recordings: [String]) {
        self.folder = folder
        chance = SeededGenerator(seed: seed)
        self.recordings = recordings
    }

    /// Lets a day pass.
    mutating func live(through night: Int) throws {
        if night > 0, night.isMultiple(of: 3) { try rotate() }
        try growCutInTwo("logs/api.log")
        if night % 4 == 3 { try copyAndTruncate("logs/sdk.log", as: "logs/sdk.log.\(night)") }
        try grow("logs/sdk.log")
        try add(Gzip.compress(Array(lines(1..<40).utf8)), to: "logs/members.log.gz")
        try growInParts(night)
        switch night {
        case 2: try copyFixture("batch-input.jsonl")
        case 3: try folder.write("[\n" + calls(5).joined(separator: ",\n") + "\n]\n", to: "logs/export.json")
        case 4: try copyFixture("batch-output.jsonl")
        case 5: try copyFixture("capture.har")
        case 6: try folder.write("[\n" + calls(9).joined(separator: ",\n") + "\n]\n", to: "logs/export.json")
        case 7: try copyFixture("curl-v-stream.txt")
        case 8: try copyFixture("realtime-events.jsonl")
        default: break
        }
    }

    // MARK: - What happens to logs

    /// api.log becomes api.log.1 after its last lines, which no run has seen; older ones are compressed.
    private mutating func rotate() throws {
        for number in [4, 3, 2] {
            for ending in ["", ".gz"] where exists("logs/api.log.\(number)\(ending)") {
                try rename("logs/api.log.\(number)\(ending)", "logs/api.log.\(number + 1)\(ending)")
            }
        }
        if exists("logs/api.log.1") {
            try folder.write(Gzip.compress(try folder.bytes("logs/api.log.1")), to: "logs/api.log.2.gz")
            try FileManager.default.removeItem(atPath: folder.path("logs/api.log.1"))
        }
        try add(Array((rest + lines(0..<20)).utf8), to: "logs/api.log")
        rest = ""
        try rename("logs/api.log", "logs/api.log.1")
    }

    /// A night may fall in the middle of a line.
    private mutating func growCutInTwo(_ name: String) throws {
        let text = Array((rest + lines(50..<150) + call()).utf8)
        let lastLine = text.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = chance.once(in: 2) ? chance.number(lastLine..<text.count) : text.count
        rest = String(decoding: text[end...], as: UTF8.self)
        try add(Array(text[..<end]), to: name)
    }

    private mutating func grow(_ name: String) throws {
        try add(Array(lines(1..<60).utf8), to: name)
    }

    private func copyAndTruncate(_ name: String, as copy: String) throws {
        try folder.write(try folder.bytes(name), to: copy)
        let handle = try FileHandle(forWritingTo: folder.url.appending(path: name))
        try handle.truncate(atOffset: 0)
        try handle.close()
    }

    /// Chunks of streams, one a line: a night falls between the parts of a call.
    private func growInParts(_ night: Int) throws {
        let chunks = String(decoding: try Fixtures.bytes("traffic/chunk-per-line.jsonl"), as: UTF8.self).split(separator: "\n")
        let part = chunks.prefix(chunks.count * (night + 1) / 10)
        try folder.write(part.map { $0 + "\n" }.joined(), to: "logs/chunks.jsonl")
    }

    private func copyFixture(_ name: String) throws {
        try folder.write(try Fixtures.bytes("traffic/" + name), to: "logs/" + name)
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

    private func rename(_ name: String, _ newName: String) throws {
        try FileManager.default.moveItem(atPath: folder.path(name), toPath: folder.path(newName))
    }

    private func add(_ bytes: [UInt8], to name: String) throws {
        guard exists(name) else {
            try folder.write(bytes, to: name)
            return
        }
        let handle = try FileHandle(forWritingTo: folder.url.appending(path: name))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    // MARK: - Lines

    private mutating func lines(_ count: Range<Int>) -> String {
        var lines: [String] = []
        for _ in 0..<chance.number(count) {
            switch chance.number(0..<20) {
            case 0: lines.append("garbage {\n")
            case 1: lines.append("\n")
            case 2 where !lines.isEmpty: lines.append(chance.pick(lines))
            case 3, 4: lines.append(backgroundResponse())
            case 5...9 where !recordings.isEmpty:
                lines.append(recordings[nextRecording % recordings.count] + "\n")
                nextRecording += 1
            default: lines.append(call())
            }
        }
        return lines.joined()
    }

    private mutating func calls(_ count: Int) -> [String] { (0..<count).map { _ in String(call().dropLast()) } }

    /// A call; now and then one that was there before and tells more, or one without an id, a time, a usage.
    private mutating func call() -> String {
        nextCall += 1
        let number = chance.once(in: 15) ? chance.number(0..<nextCall) : nextCall
        let time = chance.once(in: 20) ? "" : #""timestamp":\#(1_759_276_800 + number * 600),"#
        let id = chance.once(in: 8) ? "" : #""id":"chatcmpl-\#(number)","#
        let tokens = 10 + number % 90
        let usage =
            chance.once(in: 6)
            ? "" : #","usage":{"prompt_tokens":\#(tokens),"completion_tokens":7,"total_tokens":\#(tokens + 7),"prompt_tokens_details":{"cached_tokens":\#(number % 3)}}"#
        let user = chance.once(in: 5) ? "" : #","user":"u\#(number % 17)""#
        return """
            {\(time)"duration_ms":\(100 + number % 50),"context":{"feature":"f\(number % 4)"\(user),"env":"\(number % 2)"},\
            "request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions","body":{"model":"gpt-4o"}},\
            "response":{"status":200,"body":{\(id)"object":"chat.completion","model":"gpt-4o-2024-08-06",\
            "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"the secret answer"}}]\(usage)}}}

            """
    }

    private mutating func backgroundResponse() -> String {
        let status = chance.pick(["queued", "in_progress", "completed"])
        return """
            {"id":"resp_\(chance.number(0..<30))","object":"response","created_at":1759276800,"status":"\(status)","background":true,\
            "model":"gpt-4o-2024-08-06","output":[],"usage":{"input_tokens":5,"output_tokens":6,"total_tokens":11}}

            """
    }
}
