import Dispatch
import Foundation
import Subprocess
import Synchronization
import TestSupport
#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The built executable, run as a user runs it.
enum Fluxgate {
    /// How a run ended.
    struct Outcome: Sendable {
        var status: Int32
        var output: [UInt8]
        var error: [UInt8]

        var outputText: String { String(decoding: output, as: UTF8.self) }
        var errorText: String { String(decoding: error, as: UTF8.self) }
        var outputLines: [Substring] { outputText.split(separator: "\n") }
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Where the build put it: beside the test bundle.
    static var path: String {
        get throws {
            #if os(macOS)
            let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
            #else
            let bundle = Bundle.main.executableURL
            #endif
            guard let folder = bundle?.deletingLastPathComponent() else { throw Failure(description: "the test bundle can't be found") }
            let file = folder.appending(path: "fluxgate").path(percentEncoded: false)
            guard FileManager.default.isExecutableFile(atPath: file) else {
                throw Failure(description: "no executable at \(file): build the product 'fluxgate' first (`swift build`)")
            }
            return file
        }
    }

    /// Runs a command. A run that takes longer than `limit` is killed, and is a failure.
    static func run(_ arguments: [String], in folder: URL, input: [UInt8] = [], limit: Duration = .seconds(10)) async throws -> Outcome {
        try await start(.path(FilePath(path)), arguments, in: folder, input: input, limit: limit)
    }

    /// Runs a line of shell in which `$fluxgate` is the executable: for pipes and redirections.
    static func shell(_ line: String, in folder: URL, limit: Duration = .seconds(10)) async throws -> Outcome {
        try await start(.name("sh"), ["-c", line], in: folder, input: [], limit: limit)
    }

    private static func start(
        _ executable: Executable, _ arguments: [String], in folder: URL, input: [UInt8], limit: Duration
    ) async throws -> Outcome {
        let configuration = Configuration(
            executable: executable, arguments: Arguments(arguments), environment: try environment,
            workingDirectory: FilePath(folder.path(percentEncoded: false)))
        await Slots.children.take()
        defer { Task { await Slots.children.give() } }
        let watchdog = Watchdog()
        // Both streams are read while the child runs: a full pipe would stop it.
        let result = try await Subprocess.run(
            configuration, input: .array(input), output: .bytes(limit: 1 << 28), error: .bytes(limit: 1 << 28)
        ) { execution in
            watchdog.guardProcess(execution.processIdentifier.value, for: limit)
        }
        let hadToBeKilled = watchdog.end()
        let status: Int32
        switch result.terminationStatus {
        case .exited(let code): status = code
        case .signaled(SIGKILL) where hadToBeKilled:
            throw Failure(description: "still running after \(limit): \(arguments.joined(separator: " "))")
        case .signaled(let number): status = 128 + number
        }
        return Outcome(status: status, output: result.standardOutput, error: result.standardError)
    }

    /// Nothing of the machine's: results may depend on the command line alone. The zone is one that a mistake would show in.
    private static var environment: Environment {
        get throws {
            let paths = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            var own: [Environment.Key: String] = ["PATH": paths, "LANG": "C.UTF-8", "TZ": "Asia/Kolkata", "fluxgate": try path]
            for (name, value) in ProcessInfo.processInfo.sanitizerOptions { own[Environment.Key(stringLiteral: name)] = value }
            return .custom(own)
        }
    }
}

/// Kills a child that takes too long. Keeps its own time: tasks may have to wait for a thread while other tests are at work, and a child that
/// has ended meanwhile is nobody's to kill.
private final class Watchdog: Sendable {
    private enum State {
        case running, ended, killed
    }

    private let state = Mutex(State.running)

    func guardProcess(_ process: pid_t, for limit: Duration) {
        let (seconds, attoseconds) = limit.components
        DispatchQueue.global().asyncAfter(deadline: .now() + Double(seconds) + Double(attoseconds) / 1e18) { [self] in
            state.withLock { state in
                var info = siginfo_t()
                let isChild = waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0
                guard state == .running, isChild else { return }
                state = .killed
                kill(process, SIGKILL)
            }
        }
    }

    /// Whether it had to be killed.
    func end() -> Bool {
        state.withLock { state in
            if state == .running { state = .ended }
            return state == .killed
        }
    }
}
