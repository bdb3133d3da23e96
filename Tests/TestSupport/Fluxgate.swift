package import Foundation

/// The built executable, run as a user runs it.
package final class Fluxgate: @unchecked Sendable {  // a process is started once and waited for once
    package struct Outcome: Sendable {
        /// The exit code, or 128 and the signal that ended it.
        package var status: Int32
        package var output: String
        package var error: String

        package var lastLine: String { error.split(separator: "\n").last.map(String.init) ?? "" }
    }

    private let process = Process()
    private let output = Pipe()
    private let error = Pipe()

    /// Starts `fluxgate ARGUMENTS`; `shell` stands in front, to set limits.
    package init(_ arguments: [String], in folder: TemporaryFolder, key: String? = "test-key", shell: String? = nil) throws {
        let executable = try Fluxgate.executable
        if let shell {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "\(shell); exec \"$@\"", "sh", executable] + arguments
        } else {
            process.executableURL = URL(filePath: executable)
            process.arguments = arguments
        }
        process.currentDirectoryURL = folder.url
        var environment = ProcessInfo.processInfo.sanitizerOptions
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        environment["FLUXGATE_API_KEY"] = key
        process.environment = environment
        process.standardOutput = output
        process.standardError = error
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    package var id: pid_t { process.processIdentifier }

    package func send(_ signal: CInt) {
        kill(process.processIdentifier, signal)
    }

    /// Waits on threads of its own: tasks of other tests need theirs.
    package func outcome() async -> Outcome {
        async let output = Fluxgate.text(of: self.output)
        async let error = Fluxgate.text(of: self.error)
        let (outputText, errorText) = await (output, error)
        await withCheckedContinuation { done in
            DispatchQueue.global().async {
                self.process.waitUntilExit()
                done.resume()
            }
        }
        let status = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        return Outcome(status: status, output: outputText, error: errorText)
    }

    private static func text(of pipe: Pipe) async -> String {
        await withCheckedContinuation { done in
            DispatchQueue.global().async {
                var bytes: [UInt8] = []
                var piece = [UInt8](repeating: 0, count: 1 << 16)
                while true {
                    let count = read(pipe.fileHandleForReading.fileDescriptor, &piece, piece.count)
                    // A signal to this process may come between, which Foundation's own reading does not survive.
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { break }
                    bytes += piece[..<count]
                }
                done.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
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
    package static func run(_ arguments: [String], in folder: TemporaryFolder, key: String? = "test-key", shell: String? = nil) async throws -> Outcome {
        try await Fluxgate(arguments, in: folder, key: key, shell: shell).outcome()
    }
}
