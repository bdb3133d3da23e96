import Dispatch
import Synchronization
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Ctrl-C and SIGTERM end the run between two blocks, so that nothing is left half-written. A second one, later than what sends the first
/// to process and group alike, ends the process at once.
struct Interruption: Error {
    /// The signal that asked for it.
    let number: Int32

    static func watch<Value: Sendable>(_ task: Task<Value, any Error>) async throws -> Value {
        let received = Mutex<(number: Int32, time: ContinuousClock.Instant)?>(nil)
        let numbers = [SIGINT, SIGTERM]
        let sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                let isFirst = received.withLock { received in
                    if let received { return received.time.duration(to: .now) < .milliseconds(500) }
                    received = (number, .now)
                    return true
                }
                guard isFirst else {
                    signal(number, SIG_DFL)
                    raise(number)
                    return
                }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in numbers { signal(number, SIG_DFL) }
        }
        do { return try await task.value } catch let error as CancellationError {
            guard let received = received.withLock({ $0 }) else { throw error }
            throw Interruption(number: received.number)
        }
    }
}
