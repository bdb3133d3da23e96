import Foundation
import Synchronization
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The conversation with whoever started the command: standard error, and what kind of terminal there is.
enum Terminal {
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colour only where somebody looks at it and has not asked for none (no-color.org).
    static var outputTakesColour: Bool {
        let environment = ProcessInfo.processInfo.environment
        return outputIsTerminal && environment["NO_COLOR"].map(\.isEmpty) ?? true && environment["TERM"] != "dumb"
    }

    /// The terminal's width, or nil off a terminal.
    static var columns: Int? {
        var size = winsize()
        guard outputIsTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

/// Messages on standard error. Each is one line with the program's name in front; control characters never reach the terminal.
struct Messages: Sendable {
    let isQuiet: Bool

    func note(_ text: String) {
        if !isQuiet { write(text) }
    }

    /// Errors are told even when quiet.
    func error(_ text: String) {
        write(text)
    }

    /// A line for scripts: as it stands, and even when quiet.
    func result(_ text: String) {
        StandardStreams.writeError("\(text)\n")
    }

    private func write(_ text: String) {
        let safe = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F || (0x80..<0xA0).contains($0.value) ? "\u{FFFD}" : String($0) }.joined()
        let erase = Terminal.errorIsTerminal ? "\r\u{1B}[K" : ""
        StandardStreams.writeError("\(erase)fluxgate: \(safe)\n")
    }
}
