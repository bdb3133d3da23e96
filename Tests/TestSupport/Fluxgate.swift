import Foundation
import Subprocess
#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The built executable, run as a user runs it.
package final class Fluxgate: Sendable {
    package struct Outcome: Sendable {
        /// The exit code, or 128 and the signal that ended it.
        package var status: Int32
        package var output: String
        package var error: String

        package var lastLine: String { error.split(separator: "\n").last.map(String.init) ?? "" }
    }

    /// The process.
    package let id: Int32
    private let end: Task<Outcome, any Error>

    /// Starts `fluxgate ARGUMENTS`; `shell` stands in front, to set limits.
    package init(_ arguments: [String], in folder: TemporaryFolder, key: String? = "test-key", shell: String? = nil) async throws {
        let configuration = try Fluxgate.configuration(arguments, in: folder, key: key, shell: shell)
        let (started, start) = AsyncThrowingStream<Int32, any Error>.makeStream()
        end = Task {
            do {
                // Both streams are read while it runs: a full pipe would stop it.
                let result = try await Subprocess.run(
                    configuration, input: .none, output: .bytes(limit: Fluxgate.mostOutput), error: .bytes(limit: Fluxgate.mostOutput)
                ) { execution in
                    start.yield(execution.processIdentifier.value)
                }
                let status =
                    switch result.terminationStatus {
                    case .exited(let code): code
                    case .signaled(let signal): 128 + signal
                    }
                return Outcome(
                    status: status, output: String(decoding: result.standardOutput, as: UTF8.self),
                    error: String(decoding: result.standardError, as: UTF8.self))
            } catch {
                start.finish(throwing: error)
                throw error
            }
        }
        guard let id = try await started.first(where: { _ in true }) else { throw CancellationError() }
        self.id = id
    }

    private static let mostOutput = 1 << 28

    // Not by Foundation's Process, which reads past the end of an entry of /proc/self/fd (Swift 6.3 on Linux) and now and then takes all tests with it.
    private static func configuration(_ arguments: [String], in folder: TemporaryFolder, key: String?, shell: String?) throws -> Configuration {
        let executable = try Fluxgate.executable
        var environment: [Environment.Key: String] = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
        environment["FLUXGATE_API_KEY"] = key
        for (name, value) in ProcessInfo.processInfo.sanitizerOptions { environment[Environment.Key(stringLiteral: name)] = value }
        return Configuration(
            executable: .path(FilePath(shell == nil ? executable : "/bin/sh")),
            arguments: Arguments(shell.map { ["-c", "\($0); exec \"$@\"", "sh", executable] + arguments } ?? arguments),
            environment: .custom(environment), workingDirectory: FilePath(folder.url.path(percentEncoded: false)))
    }

    package func send(_ signal: CInt) {
        kill(id, signal)
    }

    package func outcome() async throws -> Outcome {
        try await end.value
    }

    /// Where the build put it, beside the test bundle; or another build, to be measured.
    package static var executable: String {
        get throws {
            if let named = ProcessInfo.processInfo.environment["FLUXGATE_EXECUTABLE"] { return named }
            guard let folder = Bundle.main.executableURL?.deletingLastPathComponent() else { throw CocoaError(.fileNoSuchFile) }
            return folder.appending(path: "fluxgate").path(percentEncoded: false)
        }
    }
}

extension Fluxgate {
    /// Runs to the end. One that is started to be watched takes no slot: its test may run others meanwhile.
    package static func run(_ arguments: [String], in folder: TemporaryFolder, key: String? = "test-key", shell: String? = nil) async throws -> Outcome {
        await Slots.children.take()
        defer { Task { await Slots.children.give() } }
        return try await Fluxgate(arguments, in: folder, key: key, shell: shell).outcome()
    }
}
