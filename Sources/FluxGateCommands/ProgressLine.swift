import Foundation
import Replay
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

    func update(_ progress: ReplayProgress) {
        let now = ContinuousClock.now
        let elapsed: Duration? = state.withLock { state in
            // Short runs show nothing.
            guard now - (state.shown ?? state.start) > .milliseconds(250) else { return nil }
            state.shown = now
            return now - state.start
        }
        guard let elapsed else { return }
        write((erases ? "\r\u{1B}[K" : "") + ProgressLine.text(progress, elapsed: elapsed) + (erases ? "" : "\n"))
    }

    func erase() {
        guard erases, state.withLock({ $0.shown != nil }) else { return }
        write("\r\u{1B}[K")
    }

    static func text(_ progress: ReplayProgress, elapsed: Duration) -> String {
        let seconds = max(0.001, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
        let rate = Double(progress.bytesRead) / seconds
        var text = "fluxgate: \(size(progress.bytesRead))"
        if let known = progress.bytesKnown, known > 0 {
            text += " of \(size(known)) (\(min(100, progress.bytesRead * 100 / known)) %)"
        }
        text += ", \(size(Int(rate)))/s"
        if let known = progress.bytesKnown, rate > 0, known > progress.bytesRead {
            let left = Int((Double(known - progress.bytesRead) / rate).rounded(.up))
            text += left >= 3600 ? ", \(left / 3600) h \(left / 60 % 60) min left" : left >= 60 ? ", \(left / 60) min \(left % 60) s left" : ", \(left) s left"
        }
        return text
    }

    private static func size(_ bytes: Int) -> String {
        let units = ["B", "kB", "MB", "GB", "TB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(bytes) B" : String(format: value < 10 ? "%.1f %@" : "%.0f %@", value, units[unit])
    }

    private func write(_ text: String) {
        StandardStreams.writeError(text)
    }
}
