import Foundation
import TestSupport
import Testing

/// No output takes the place of a file that is read or kept, nor of another output: such a command line is refused before anything is written.
@Suite struct OutputFilesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Logs.calls(3), to: "logs/a.jsonl")
        try folder.write("# no prices\n", to: "prices.jsonl")
        try folder.write("timezone = \"UTC\"\n", to: "fluxgate.toml")
        try folder.write("key\n", to: "key")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "logs")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link.jsonl"), withDestinationPath: "logs/a.jsonl")
    }

    private func contents() throws -> [String: [UInt8]] {
        let files = (FileManager.default.enumerator(atPath: folder.url.path(percentEncoded: false))?.allObjects as? [String] ?? []).filter { $0.contains(".") || $0 == "key" }
        return Dictionary(uniqueKeysWithValues: try files.map { ($0, try folder.bytes($0)) })
    }

    @Test(arguments: [
        ("report logs --output x --rejects x", "--output and --rejects name the same file, x"),
        ("report logs --output x --rejects ./x", "--output and --rejects name the same file, ./x"),
        ("report logs --output logs/x --rejects link/../logs/x", "--output and --rejects name the same file"),
        ("report logs --rejects -", "--output and --rejects name standard output"),
        ("report logs/a.jsonl --output logs/a.jsonl", "--output names an input, logs/a.jsonl, which would be lost"),
        ("report logs/a.jsonl --output link.jsonl", "--output names an input"),
        ("report link.jsonl --output ./logs/../logs/a.jsonl", "--output names an input"),
        ("report logs --rejects logs/a.jsonl --output -", "--rejects names an input"),
        ("report logs --prices prices.jsonl --output prices.jsonl", "--output names a price file"),
        ("report logs --config fluxgate.toml --output fluxgate.toml", "--output names the configuration"),
        ("events logs --output link/a.jsonl", "--output names an input"),
        ("inspect logs --output logs/a.jsonl", "--output names an input"),
        ("report --ledger l.sqlite --output l.sqlite", "--output names the ledger, l.sqlite"),
        ("report --ledger l.sqlite --output l.sqlite-wal", "--output names the ledger, l.sqlite-wal"),
        ("ingest logs --ledger l.sqlite --rejects l.sqlite", "--rejects names the ledger"),
        ("ingest logs --ledger l.sqlite --rejects logs/a.jsonl", "--rejects names an input"),
        ("send logs --state s.sqlite --report-differences s.sqlite", "--report-differences names the state file"),
        ("send logs --api-key-file key --report-differences key", "--report-differences names the key's file"),
        ("send logs --report-differences x --rejects x", "--report-differences and --rejects name the same file"),
    ])
    func whatWouldBeLostIsRefused(_ command: String, _ message: String) async throws {
        let before = try contents()
        let outcome = try await Fluxgate.run(command.split(separator: " ").map { String($0) }, in: folder.url)
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains(message), "\(outcome.errorText)")
        #expect(outcome.output.isEmpty)
        #expect(try contents() == before)
    }

    @Test(arguments: [
        "report logs --output x --rejects y", "report logs --output /dev/null --rejects /dev/null", "report logs --output x --rejects -",
        "events logs --output link/x", "ingest logs --ledger l.sqlite --rejects x",
    ])
    func whatIsApartIsWritten(_ command: String) async throws {
        let outcome = try await Fluxgate.run(command.split(separator: " ").map { String($0) }, in: folder.url)
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }
}
