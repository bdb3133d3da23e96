import Foundation
import TestSupport
import Testing

/// The conversation on standard error, and what never shows anywhere.
@Suite struct MessageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func quietIsSilent() async throws {
        try folder.write("nonsense\n" + Logs.call("c1"), to: "log.jsonl")
        let loud = try await Fluxgate.run(["report", "log.jsonl"], in: folder.url)
        let quiet = try await Fluxgate.run(["report", "log.jsonl", "--quiet"], in: folder.url)
        #expect(!loud.error.isEmpty)
        #expect(quiet.error.isEmpty)
        #expect(quiet.output == loud.output)
        #expect(quiet.status == 0)
    }

    @Test func errorsAreToldEvenWhenQuiet() async throws {
        let outcome = try await Fluxgate.run(["report", "gone.jsonl", "--quiet"], in: folder.url)
        #expect(outcome.status == 66)
        #expect(outcome.errorText.hasPrefix("fluxgate: gone.jsonl: error: "))
    }

    /// Nobody listening to messages is no reason to stop: the report is what counts.
    @Test(arguments: ["2>/dev/full", "2>&-", "2>&1 >report.json | true"])
    func deafStandardErrorDoesNotStopARun(_ redirection: String) async throws {
        try folder.write(String(repeating: "nonsense\n", count: 5_000) + Logs.call("c1"), to: "log.jsonl")
        let output = redirection.contains("|") ? "" : ">report.json"
        let line = #"{ "$fluxgate" report log.jsonl --format json --verbose; echo $? >status; } \#(output) \#(redirection)"#
        _ = try await Fluxgate.shell(line, in: folder.url)
        #expect(try folder.text("status") == "0\n")
        #expect(try ReportFacts(json: folder.bytes("report.json")).inputs.rejected == 5_000)
    }

    /// Closed, its number would go to the next file that is opened.
    @Test func closedStandardOutputIsNotWrittenIntoOtherFiles() async throws {
        try folder.write("nonsense\n" + Logs.call("c1"), to: "log.jsonl")
        let outcome = try await Fluxgate.shell(#""$fluxgate" report log.jsonl --rejects rejects.jsonl >&-"#, in: folder.url)
        #expect(outcome.status == 73)
        if folder.names.contains("rejects.jsonl") { #expect(try folder.text("rejects.jsonl").split(separator: "\n").count == 1) }
    }

    @Test(arguments: [["report"], ["report", "--progress", "always"], ["events"], ["inspect", "--verbose"]])
    func noEscapesOffATerminal(_ command: [String]) async throws {
        try folder.write("nonsense\n" + Logs.calls(3), to: "log.jsonl")
        let outcome = try await Fluxgate.run(command + ["log.jsonl"], in: folder.url)
        #expect(!outcome.output.contains(0x1B))
        #expect(!outcome.error.contains(0x1B))
    }

    /// Names and texts from logs come from strangers; a terminal obeys what it is shown.
    @Test func controlCharactersNeverReachATerminal() async throws {
        let name = "log\u{1B}[31m\u{07}\r\u{85}.jsonl"
        try folder.write("nonsense\n" + Logs.call("c1", feature: #"\u001b[31mred\u0007\r\n\u0085\u202e"#), to: name)
        for arguments in [["report"], ["report", "--by", "feature,model"], ["inspect", "--explain"]] {
            let outcome = try await Fluxgate.run(arguments + [name, "gone\u{1B}[2J", "--verbose"], in: folder.url)
            #expect(outcome.status == 66)
            for text in [outcome.outputText, outcome.errorText] {
                let found = text.unicodeScalars.filter { $0 != "\n" && $0.properties.generalCategory == .control }
                #expect(found.isEmpty, "\(arguments): \(text.debugDescription)")
            }
        }
    }

    @Test(arguments: [["report"], ["report", "--format", "json"], ["report", "--format", "csv"], ["events", "--source", "--pin-prices"], ["inspect", "--explain", "--verbose"]])
    func keysAndTextsNeverShow(_ command: [String]) async throws {
        let record =
            #"{"ts":"2026-05-04T10:00:00Z","request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions","#
            + #""headers":{"Authorization":"Bearer sk-proj-Zm9vYmFy0123456789abcdef","api-key":"0123456789abcdef0123456789abcdef"},"#
            + #""body":{"model":"gpt-4o","messages":[{"role":"user","content":"the secret recipe"}]}},"#
            + #""response":{"status":401,"headers":{},"body":{"error":{"message":"Incorrect API key provided: sk-proj-Zm9vYmFy0123456789abcdef.","#
            + #""type":"invalid_request_error","code":"invalid_api_key"}}}}"#
        try folder.write(record + "\n" + record.dropLast(40) + "\n", to: "log.jsonl")
        let outcome = try await Fluxgate.run(command + ["log.jsonl", "--rejects", "rejects.jsonl"], in: folder.url)
        let shown = outcome.outputText + outcome.errorText + (try folder.text("rejects.jsonl"))
        for secret in ["Zm9vYmFy", "0123456789abcdef0123", "the secret recipe"] { #expect(!shown.contains(secret)) }
    }
}
