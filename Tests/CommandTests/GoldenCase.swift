import Foundation
import TestSupport
import Testing

/// A folder in `fixtures/cases/AREA/NAME`: a command and what it has to say.
///
/// `arguments` holds the command line, parted by white space; `stdout`, `stderr` and `status` what is expected; `stdin` and `input/` what is
/// read; `about` why it is right. Commands run in the case's folder. One with a `setup`, lines of shell in which `$fluxgate` is the executable,
/// runs in a copy of it, when those lines have been run there: what they make is gone in the end.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    let name: String
    let folder: URL

    static let root = Repository.url("fixtures/cases")

    static let all: [GoldenCase] = Repository.names(in: root).flatMap { area in
        Repository.names(in: root.appending(path: area)).map { GoldenCase(name: "\(area)/\($0)", folder: root.appending(path: "\(area)/\($0)")) }
    }

    var testDescription: String { name }

    var arguments: [String] {
        get throws { try text("arguments").split(whereSeparator: \.isWhitespace).map { String($0) } }
    }

    /// Whether standard output is a report's JSON, whose books are checked and which is laid out for people.
    var makesJSONReport: Bool {
        get throws { try makesReport(in: "json") }
    }

    private func makesReport(in format: String) throws -> Bool {
        let arguments = try arguments
        return arguments.firstIndex(of: "--format").map { arguments[$0 + 1] } == format && arguments.first == "report"
    }

    func run() async throws -> Fluxgate.Outcome {
        let input = try? Data(contentsOf: folder.appending(path: "stdin"))
        guard let setup = try? text("setup") else { return try await Fluxgate.run(try arguments, in: folder, input: Array(input ?? Data())) }
        let copy = try TemporaryFolder()
        try FileManager.default.copyItem(at: folder.appending(path: "input"), to: copy.url.appending(path: "input"))
        let prepared = try await Fluxgate.shell("set -e\n" + setup, in: copy.url)
        guard prepared.status == 0 else { throw Fluxgate.Failure(description: "\(name)/setup: \(prepared.errorText)") }
        return try await Fluxgate.run(try arguments, in: copy.url, input: Array(input ?? Data()))
    }

    /// What a run said, in the form in which it is kept.
    func kept(_ outcome: Fluxgate.Outcome) throws -> [(file: String, text: String)] {
        var output = try makesJSONReport ? ReadableJSON.text(of: outcome.output) : outcome.outputText
        if try makesReport(in: "html") { output = PlainPage.text(of: output) }
        return [("stdout", output), ("stderr", outcome.errorText), ("status", "\(outcome.status)\n")]
    }

    func text(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: file)), as: UTF8.self)
    }

    func record(_ outcome: Fluxgate.Outcome) throws {
        for (file, text) in try kept(outcome) { try Data(text.utf8).write(to: folder.appending(path: file)) }
    }
}

/// A report's page without its style and its script, which are files of the package and change on their own.
enum PlainPage {
    static func text(of page: String) -> String {
        page.replacing(#/(<style>)[\s\S]*(</style>)/#) { "\($0.1)…\($0.2)" }
            .replacing(#/(<script>)[\s\S]*(</script>)/#) { "\($0.1)…\($0.2)" }
            .replacing(#/sha256-[A-Za-z0-9+/=]+/#, with: "sha256-…")
    }
}

/// Lays a report's JSON out for people who read differences: a member a line near the top, a row a line below. White space is all that is
/// added, so equal texts are equal reports.
enum ReadableJSON {
    static func text(of json: [UInt8]) -> String {
        var text: [UInt8] = []
        /// For each open bracket, whether its elements stand on lines of their own.
        var isSpread: [Bool] = []
        var isInString = false
        var isEscaped = false
        func breakLine() { text += [0x0A] + Array(repeating: 0x20, count: 2 * isSpread.count(where: { $0 })) }
        for (place, byte) in json.enumerated() {
            if isInString {
                text.append(byte)
                if byte == UInt8(ascii: "\""), !isEscaped { isInString = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                continue
            }
            let next = place + 1 < json.count ? json[place + 1] : 0
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                text.append(byte)
                let isEmpty = next == UInt8(ascii: "}") || next == UInt8(ascii: "]")
                let spreads = !isEmpty && (isSpread.count < 2 && byte == UInt8(ascii: "{") || next == UInt8(ascii: "{"))
                isSpread.append(spreads)
                if spreads { breakLine() }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isSpread.popLast() == true { breakLine() }
                text.append(byte)
            case UInt8(ascii: ","):
                text.append(byte)
                if isSpread.last == true { breakLine() } else { text.append(0x20) }
            case UInt8(ascii: ":"):
                text += [byte, 0x20]
            case UInt8(ascii: "\""):
                isInString = true
                text.append(byte)
            default:
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
