import Foundation
import TestSupport
import Testing

/// What is shipped beside the executable is what the executable makes. `samples/generate` makes it anew.
@Suite struct ShippedFilesTests {
    @Test(arguments: [("bash", "fluxgate.bash"), ("zsh", "_fluxgate"), ("fish", "fluxgate.fish")])
    func completionsAreUpToDate(_ shell: String, _ file: String) async throws {
        let outcome = try await Fluxgate.run(["--generate-completion-script", shell], in: Repository.root)
        let shipped = try String(contentsOf: Repository.url("samples/completions/\(file)"), encoding: .utf8)
        #expect(outcome.outputText == shipped, "run samples/generate")
    }

    /// The page itself is compared where the package's plugin can run, in CI; here, that no option is missing.
    @Test func theManualPageKnowsEveryOption() async throws {
        let page = try String(contentsOf: Repository.url("samples/man/fluxgate.1"), encoding: .utf8).replacing("\\", with: "")
        for (words, command) in try await DeclaredCommand.root().leaves {
            for word in words { #expect(page.contains(word)) }
            for name in command.options.compactMap(\.longName) { #expect(page.contains("-\(name)"), "\(words) --\(name): run samples/generate") }
        }
    }
}
