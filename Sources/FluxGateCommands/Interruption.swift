import Dispatch
import Synchronization
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a piece of work throws that Ctrl-C or SIGTERM has ended.
struct Interruption: Error {
    /// The signal that asked for it.
    let number: Int32
}

/// Ctrl-C and SIGTERM, for as long as a command runs: they end the work at hand in good order, so that nothing is left half-written. A second one,
/// later than what sends the first to process and group alike, ends the process at once, as does one that comes between two pieces of work.
final class InterruptionWatch {
    private let work = Work()
    private let sources: [any DispatchSourceSignal]

    /// Takes the signals once for a whole command: on Linux, a source that takes one again, after another had given it back, hears nothing.
    init() {
        sources = [SIGINT, SIGTERM].map { [work] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { work.interrupt(number) }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    /// Waits for a task, which a signal cancels.
    func during<Value: Sendable>(_ task: Task<Value, any Error>) async throws -> Value {
        work.begin { task.cancel() }
        defer { work.end() }
        do { return try await task.value } catch let error as CancellationError {
            guard let number = work.received else { throw error }
            throw Interruption(number: number)
        }
    }

    /// What a signal ends, and the first one that came.
    private final class Work: Sendable {
        private struct State {
            var cancel: (@Sendable () -> Void)?
            var received: (number: Int32, time: ContinuousClock.Instant)?
        }

        private let state = Mutex(State())

        var received: Int32? { state.withLock { $0.received?.number } }

        func begin(_ cancel: @escaping @Sendable () -> Void) {
            state.withLock { $0.cancel = cancel }
        }

        func end() {
            state.withLock { $0.cancel = nil }
        }

        func interrupt(_ number: Int32) {
            let (cancel, isFirst) = state.withLock { state in
                let isFirst = state.received.map { $0.time.duration(to: .now) < .milliseconds(500) } ?? true
                state.received = state.received ?? (number, .now)
                return (state.cancel, isFirst)
            }
            // As shells tell the end by a signal.
            guard isFirst, let cancel else { _exit(128 + number) }
            cancel()
        }
    }
}
