import Foundation
import Synchronization

/// One line on standard error that says how far a run has come, a few times a second, and is gone at the end.
final class ProgressLine: Sendable {
    private struct State {
        var start = ContinuousClock.now
        var shown: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let erases: Bool

    init() {
        erases = Terminal.errorIsTerminal
    }

    /// Shows a text made for the time since the line's start, if the last one has stood long enough.
    func show(_ text: (_ elapsed: Duration) -> String) {
        let now = ContinuousClock.now
        let elapsed: Duration? = state.withLock { state in
            // Short runs show nothing.
            guard now - (state.shown ?? state.start) > .milliseconds(250) else { return nil }
            state.shown = now
            return now - state.start
        }
        guard let elapsed else { return }
        write((erases ? "\r\u{1B}[K" : "") + "fluxgate: " + text(elapsed) + (erases ? "" : "\n"))
    }

    func erase() {
        guard erases, state.withLock({ $0.shown != nil }) else { return }
        write("\r\u{1B}[K")
    }

    private func write(_ text: String) {
        StandardStreams.writeError(text)
    }
}
