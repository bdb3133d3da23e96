import Dispatch
import Synchronization

/// What `body` makes of each number below `count`, in that order, worked out on all cores.
func inParallel<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    guard count > 1 else { return (0..<count).map(body) }
    let values = Mutex([Value?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { number in
        let value = body(number)
        values.withLock { $0[number] = value }
    }
    return values.withLock { $0.compactMap { $0 } }
}
