import ArgumentParser

/// How a run ended, in the exit codes that scripts rely on.
enum ExitStatus: Int32 {
    case success = 0
    /// Done, and a limit was crossed.
    case limitCrossed = 1
    case usage = 64
    case badData = 65
    case inputMissing = 66
    /// FluxGate can't be reached, or the delivery ended before all was sent: what is left is sent by the next run.
    case undelivered = 69
    case internalFault = 70
    case outputFailed = 73
    case readError = 74
    /// There is no key, or it was refused.
    case noKey = 77

    /// What ends a command with this code; nothing is printed.
    var exit: ExitCode { ExitCode(rawValue) }
}
