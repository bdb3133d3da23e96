import Foundation
import TestSupport
import Testing

/// Where output goes, when it can't go there, and what stands where afterwards.
@Suite struct OutputEdgeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Logs.calls(3), to: "log.jsonl")
    }

    private func report(_ arguments: String...) async throws -> Fluxgate.Outcome {
        try await Fluxgate.run(["report", "log.jsonl", "--format", "json"] + arguments, in: folder.url)
    }

    @Test(arguments: ["", "--compress"])
    func aClosedPipeEndsQuietly(_ option: String) async throws {
        // Far more than a pipe holds, and nothing that compresses away.
        try folder.write(Logs.noise(8_000), to: "big.jsonl")
        let outcome = try await Fluxgate.shell(#"{ "$fluxgate" events big.jsonl \#(option); echo $? >status; } | head -c 1000"#, in: folder.url)
        #expect(outcome.output.count == 1000)
        #expect(outcome.errorText == "")
        #expect(try folder.text("status") == "0\n")
    }

    @Test(arguments: ["events log.jsonl >/dev/full", "report log.jsonl >/dev/full", "report log.jsonl --output /dev/full", "inspect log.jsonl -o /dev/full"])
    func aFullDiskIsSaid(_ command: String) async throws {
        let outcome = try await Fluxgate.shell(#""$fluxgate" \#(command)"#, in: folder.url)
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("can't be written: No space left on device"))
    }

    @Test func devicesStayDevices() async throws {
        #expect(try await report("--output", "/dev/null").status == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType == .typeCharacterSpecial)
        let piped = try await Fluxgate.shell(#""$fluxgate" report log.jsonl --format csv --output /dev/stdout | tail -n 1"#, in: folder.url)
        #expect(piped.outputText.hasPrefix("session,"))
    }

    @Test(arguments: ["folder", "gone/report.json", "/proc/report.json"])
    func whatCantBeWrittenIsSaidAndLeavesNothing(_ name: String) async throws {
        try FileManager.default.createDirectory(at: folder.url.appending(path: "folder"), withIntermediateDirectories: true)
        let outcome = try await report("--output", name)
        #expect(outcome.status == 73)
        #expect(outcome.errorText.hasPrefix("fluxgate: \(name): error: can't be written: "))
        #expect(folder.names == ["folder", "log.jsonl"])
    }

    @Test func anOutputFileIsReplacedWhole() async throws {
        let printed = try await report().output
        try folder.write("old", to: "report.json")
        let outcome = try await report("--output", "report.json")
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(try folder.bytes("report.json") == printed)
        #expect(folder.names == ["log.jsonl", "report.json"])
    }

    @Test func aLinkStaysALink() async throws {
        try folder.write("old", to: "real/report.json")
        try FileManager.default.createSymbolicLink(atPath: folder.path("report.json"), withDestinationPath: "real/report.json")
        #expect(try await report("--output", "report.json").status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("report.json")) == "real/report.json")
        #expect(try folder.text("real/report.json").hasPrefix("{"))
    }

    @Test func aRunWithFaultyInputsWritesItsReport() async throws {
        #expect(try await report("gone.jsonl", "--output", "report.json").status == 66)
        #expect(try ReportFacts(json: folder.bytes("report.json")).inputs.calls == 3)
    }

    /// Ctrl-C, or a scheduler's end, while the input has more to come.
    @Test(arguments: [("INT", Int32(130)), ("TERM", 143)], ["", "cat log.jsonl;"])
    func aBreakLeavesNoFile(_ signal: (name: String, status: Int32), _ input: String) async throws {
        try folder.write("old", to: "report.json")
        let outcome = try await Fluxgate.shell(
            """
            mkfifo pipe
            { \(input) exec sleep 60; } >pipe 2>/dev/null &
            writer=$!
            "$fluxgate" report - --output report.json --rejects rejects.jsonl <pipe &
            until ls rejects.jsonl.part-* >part 2>/dev/null; do sleep 0.05; done
            sleep 0.5
            kill -\(signal.name) $!; kill -\(signal.name) $!
            wait $!; status=$?
            kill $writer
            exit $status
            """, in: folder.url, limit: .seconds(30))
        #expect(outcome.status == signal.status)
        #expect(outcome.errorText == "fluxgate: interrupted\n")
        #expect(folder.names == ["log.jsonl", "part", "pipe", "report.json"])
        #expect(try folder.text("report.json") == "old")
    }

    /// Events without deduplication are written as they come: some are on the disk when the break does.
    @Test(arguments: ["", "--compress"])
    func aBreakInTheMiddleOfWritingLeavesNoFile(_ option: String) async throws {
        try folder.write(Logs.noise(8_000), to: "big.jsonl")
        let outcome = try await Fluxgate.shell(
            """
            mkfifo pipe
            { cat big.jsonl; exec sleep 60; } >pipe 2>/dev/null &
            writer=$!
            "$fluxgate" events - --no-dedupe \(option) --output events.jsonl --rejects rejects.jsonl <pipe &
            until [ -s events.jsonl.part-$! ]; do sleep 0.05; done
            kill -INT $!
            wait $!; status=$?
            kill $writer
            exit $status
            """, in: folder.url, limit: .seconds(60))
        #expect(outcome.status == 130)
        #expect(outcome.errorText == "fluxgate: interrupted\n")
        #expect(folder.names == ["big.jsonl", "log.jsonl", "pipe"])
    }

    /// `script` gives the run a terminal. The line says how far it is, how fast, and how long yet, and is gone in the end.
    @Test func progressIsOneLineOnATerminal() async throws {
        try folder.write(Logs.noise(60_000), to: "big.jsonl")
        let outcome = try await Fluxgate.shell(
            #"script -qec '"$fluxgate" report big.jsonl --format csv --output report.csv' /dev/null </dev/null"#, in: folder.url, limit: .seconds(60))
        #expect(outcome.status == 0)
        let lines = outcome.outputText.split(separator: "\r\u{1B}[K")
        #expect(lines.count >= 1)
        for line in lines { #expect(line.wholeMatch(of: /fluxgate: \d+(\.\d)? [kM]B of \d+ MB \(\d+ %\), \d+(\.\d)? [kMG]B\/s(, \d+ s left)?/) != nil, "\(line)") }
        #expect(outcome.outputText.hasSuffix("\r\u{1B}[K"))
        #expect(try await Fluxgate.run(["report", "big.jsonl"], in: folder.url).errorText == "", "off a terminal there is none")
    }

    @Test func eventsCompressOnRequest() async throws {
        let plain = try await Fluxgate.run(["events", "log.jsonl"], in: folder.url)
        let compressed = try await Fluxgate.shell(#""$fluxgate" events log.jsonl --compress | gzip -dc"#, in: folder.url)
        #expect(compressed.output == plain.output)
        #expect(plain.outputLines.count == 3)
    }
}
