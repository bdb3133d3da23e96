import ArgumentParser

/// How a run ended, in the exit codes that scripts rely on.
enum ExitStatus: Int32 {
    case success = 0
    /// Done, and a limit was crossed.
    case limitCrossed = 1
    case usage = 64
    case badData = 65
    case inputMissing = 66
    case internalFault = 70
    case outputFailed = 73
    case readError = 74

    /// What ends a command with this code; nothing is printed.
    var exit: ExitCode { ExitCode(rawValue) }
}
