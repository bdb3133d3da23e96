import Foundation
import Replay
import TestSupport
import Testing

/// From names on a command line to inputs.
@Suite struct InputPathsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["logs/b.jsonl", "logs/a.jsonl", "logs/Z.jsonl", "logs/deep/down/c.jsonl", "logs/.hidden.jsonl", "logs/.cache/d.jsonl", "é.jsonl", "[x].jsonl"] {
            try folder.write("", to: name)
        }
    }

    private func expand(_ names: String...) -> (inputs: [String], missing: [String], repeated: [String]) {
        let expansion = InputPaths.expand(names.map { $0 == "-" ? $0 : folder.path($0) })
        func short(_ paths: [String]) -> [String] { paths.map { $0.hasPrefix(folder.path("")) ? String($0.dropFirst(folder.path("").count)) : $0 } }
        return (short(expansion.inputs), short(expansion.missing), short(expansion.repeated))
    }

    /// Sorted by bytes, on every machine; hidden files are what tools leave for themselves.
    @Test func foldersAreReadThroughInOrder() {
        #expect(expand("logs").inputs == ["logs/Z.jsonl", "logs/a.jsonl", "logs/b.jsonl", "logs/deep/down/c.jsonl"])
        #expect(expand("logs/").inputs == expand("logs").inputs)
    }

    @Test func whatIsNamedIsReadInTheOrderOfNaming() {
        #expect(expand("logs/b.jsonl", "logs/a.jsonl", "-").inputs == ["logs/b.jsonl", "logs/a.jsonl", "-"])
        #expect(expand("logs/.hidden.jsonl").inputs == ["logs/.hidden.jsonl"], "named, it is meant")
    }

    @Test func globsAreExpanded() {
        #expect(expand("logs/?.jsonl").inputs == ["logs/Z.jsonl", "logs/a.jsonl", "logs/b.jsonl"])
        #expect(expand("logs/[ab].jsonl").inputs == ["logs/a.jsonl", "logs/b.jsonl"])
        #expect(expand("log*").inputs == expand("logs").inputs, "a folder that a glob finds is read through")
        #expect(expand("[x].jsonl").inputs == ["[x].jsonl"], "a file of that very name comes first")
    }

    @Test func oneFileIsReadOnce() throws {
        try FileManager.default.linkItem(atPath: folder.path("logs/a.jsonl"), toPath: folder.path("hard.jsonl"))
        try FileManager.default.createSymbolicLink(atPath: folder.path("soft.jsonl"), withDestinationPath: "logs/a.jsonl")
        let found = expand("logs/a.jsonl", "logs", "soft.jsonl", "hard.jsonl", "logs/*.jsonl")
        #expect(found.inputs == ["logs/a.jsonl", "logs/Z.jsonl", "logs/b.jsonl", "logs/deep/down/c.jsonl"])
        #expect(found.repeated == ["logs/a.jsonl", "soft.jsonl", "hard.jsonl", "logs/Z.jsonl", "logs/a.jsonl", "logs/b.jsonl"])
    }

    @Test func whatIsMissingIsNamed() {
        let found = expand("gone.jsonl", "logs/a.jsonl", "none-*.jsonl")
        #expect(found.missing == ["gone.jsonl", "none-*.jsonl"])
        #expect(found.inputs == ["logs/a.jsonl"])
    }

    /// A link to a folder may lead back into it; a pipe may never end.
    @Test func foldersGiveFilesAlone() throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path("logs/up"), withDestinationPath: "..")
        try FileManager.default.createSymbolicLink(atPath: folder.path("logs/linked.jsonl"), withDestinationPath: "../é.jsonl")
        try FileManager.default.createSymbolicLink(atPath: folder.path("logs/nowhere.jsonl"), withDestinationPath: "gone")
        #expect(mkfifo(folder.path("logs/pipe"), 0o600) == 0)
        let expected = ["Z", "a", "b", "deep/down/c", "linked", "nowhere"].map { "logs/\($0).jsonl" }
        #expect(expand("logs").inputs == expected)
    }
}
