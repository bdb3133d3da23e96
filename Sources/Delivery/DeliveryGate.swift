import Synchronization

/// Where every request waits for its turn: the rate that was asked for, and a server that is out of order.
final class DeliveryGate: Sendable {
    private struct State {
        var breaker: CircuitBreaker
        var pacer: Pacer
    }

    /// Those who wait for a probe look again this often, since it may have gone well.
    private static let recheck: Duration = .milliseconds(500)

    private let state: Mutex<State>
    private let clock = SuspendingClock()

    init(plan: DeliveryPlan) {
        let breaker = CircuitBreaker(threshold: max(5, plan.concurrency), patience: plan.patience, firstPatience: plan.firstPatience)
        state = Mutex(State(breaker: breaker, pacer: Pacer(rate: plan.rate)))
    }

    /// Returns when the request may start. Throws when the run is over: stopped, or out of patience.
    func enter() async throws {
        while true {
            try Task.checkCancellation()
            switch state.withLock({ $0.breaker.ask(at: clock.now) }) {
            case .giveUp(let reason): throw DeliveryStop.unreachable(reason)
            case .wait(let until): try await Task.sleep(until: min(until, clock.now + DeliveryGate.recheck), clock: clock)
            case .go:
                let slot = state.withLock { $0.pacer.slot(at: clock.now) }
                if slot > clock.now { try await Task.sleep(until: slot, clock: clock) }
                return
            }
        }
    }

    func succeed() {
        state.withLock { $0.breaker.succeed() }
    }

    /// Returns how many requests have failed since the last success.
    func fail(_ reason: String, wait: Duration?) -> Int {
        state.withLock { state in
            state.breaker.fail(reason, at: clock.now, wait: wait ?? .zero)
            return state.breaker.failures
        }
    }
}

/// What ends a run before all is sent.
enum DeliveryStop: Error {
    case unauthorised(String)
    case unreachable(String)
}
