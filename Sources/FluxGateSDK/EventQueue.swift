import Logging
import Synchronization

/// Events on their way to FluxGate: bounded, sent in the background by a few lanes at a time. Lanes live only while events wait, and keep what
/// they need: whoever made the queue may be gone.
final class EventQueue: Sendable {
    typealias Completion = @Sendable (CreateAiEventResponse?) -> Void

    private struct Entry {
        var event: String
        var completion: Completion?
    }

    private struct State {
        var waiting = EntryLine()
        var lanes = 0
        var dropped = 0
        var flushes: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextFlush = 0
    }

    private static let maximumLanes = 16
    private static let attempts = 3

    private let state = Mutex(State())
    private let capacity: Int
    private let client: IngestClient

    init(capacity: Int, client: IngestClient) {
        self.capacity = capacity
        self.client = client
    }

    /// Events that were given up so far.
    var dropped: Int { state.withLock { $0.dropped } }

    /// Takes an event, or drops it when there is no room. `completion` gets FluxGate's answer, nil where there is none.
    func offer(_ event: String, _ completion: Completion? = nil) {
        let (isTaken, opensLane) = state.withLock { state in
            guard state.waiting.count < capacity else { return (false, false) }
            state.waiting.append(Entry(event: event, completion: completion))
            guard state.lanes < EventQueue.maximumLanes else { return (true, false) }
            state.lanes += 1
            return (true, true)
        }
        if !isTaken {
            drop("the queue is full")
            completion?(nil)
        }
        if opensLane { Task { await self.drain() } }
    }

    /// Counts an event that was given up, and says so: at the first one, the second, the fourth …, so that a flood does not fill the log.
    func drop(_ reason: String) {
        let count = state.withLock { state in
            state.dropped += 1
            return state.dropped
        }
        if count & (count - 1) == 0 { client.logger.warning("an event was dropped: \(reason)", metadata: ["dropped so far": "\(count)"]) }
    }

    /// Returns when nothing waits or is on its way any more, or when the caller's task is cancelled.
    func flush() async {
        let id = state.withLock { state in
            state.nextFlush += 1
            return state.nextFlush
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.lanes == 0 || Task.isCancelled { return true }
                    state.flushes[id] = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.flushes.removeValue(forKey: id) }?.resume()
        }
    }

    private func drain() async {
        while let entry = next() {
            let answer = await deliver(entry.event)
            entry.completion?(answer)
        }
    }

    /// The next event of a lane; without one the lane closes.
    private func next() -> Entry? {
        let (entry, ended): (Entry?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            if let entry = state.waiting.popFirst() { return (entry, []) }
            state.lanes -= 1
            guard state.lanes == 0 else { return (nil, []) }
            defer { state.flushes = [:] }
            return (nil, Array(state.flushes.values))
        }
        for flush in ended { flush.resume() }
        return entry
    }

    private func deliver(_ event: String) async -> CreateAiEventResponse? {
        let key = newIdempotencyKey()
        for attempt in 1...EventQueue.attempts {
            switch await client.send(event, key: key) {
            case .accepted(let answer): return answer
            case .refused:
                drop("FluxGate refused it")
                return nil
            case .unavailable(let retryAfter):
                guard attempt < EventQueue.attempts else { break }
                try? await Task.sleep(for: min(retryAfter ?? .milliseconds(250 << attempt), .seconds(10)))
            }
        }
        drop("FluxGate was not to be reached")
        return nil
    }

    /// First in, first out, without moving what waits at each step.
    private struct EntryLine {
        private var entries: [Entry?] = []
        private var head = 0

        var count: Int { entries.count - head }

        mutating func append(_ entry: Entry) { entries.append(entry) }

        mutating func popFirst() -> Entry? {
            guard head < entries.count else { return nil }
            defer {
                entries[head] = nil
                head += 1
                if head > 64, head * 2 > entries.count {
                    entries.removeFirst(head)
                    head = 0
                }
            }
            return entries[head]
        }
    }
}
