import Testing

@testable import Delivery

@Suite struct PacingTests {
    private let start = SuspendingClock.now

    @Test func waitsDoubleUpToALimit() {
        let backoff = Backoff()
        #expect((1...9).map { backoff.wait(afterAttempts: $0, chance: 1) } == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        #expect(backoff.wait(afterAttempts: 3, chance: 0) == .milliseconds(500))
        #expect(backoff.wait(afterAttempts: .max, chance: 1) == .seconds(30))
        for _ in 0..<100 { #expect((Duration.milliseconds(125)...Duration.milliseconds(250)).contains(backoff.wait(afterAttempts: 1))) }
    }

    @Test func requestsKeepTheirDistance() {
        var pacer = Pacer(rate: 4)
        #expect((0..<4).map { _ in pacer.slot(at: start) } == [0, 0.25, 0.5, 0.75].map { start + .seconds($0) })
        // Time that nobody used is not saved up.
        let later = start + .seconds(60)
        #expect([pacer.slot(at: later), pacer.slot(at: later)] == [later, later + .milliseconds(250)])
        var unlimited = Pacer(rate: nil)
        #expect([unlimited.slot(at: start), unlimited.slot(at: start)] == [start, start])
    }

    private func breaker() -> CircuitBreaker {
        CircuitBreaker(threshold: 3, patience: .seconds(60), firstPatience: .seconds(10))
    }

    @Test func afterFailuresInARowOneRequestAtATimeGoesOut() {
        var breaker = breaker()
        breaker.succeed()
        for _ in 0..<2 { breaker.fail("down", at: start) }
        #expect(breaker.ask(at: start) == .go)
        breaker.fail("down", at: start)
        let probe = start + .milliseconds(500)
        #expect(breaker.ask(at: start) == .wait(until: probe))
        #expect(breaker.ask(at: probe) == .go)
        // The next one later, and later still.
        #expect(breaker.ask(at: probe) == .wait(until: probe + .milliseconds(500)))
        breaker.fail("down", at: probe)
        #expect(breaker.ask(at: probe + .milliseconds(500)) == .go)
        #expect(breaker.ask(at: probe + .milliseconds(500)) == .wait(until: probe + .milliseconds(1_500)))
        breaker.succeed()
        #expect((0..<5).allSatisfy { _ in breaker.ask(at: probe) == .go })
    }

    @Test func patienceEnds() {
        var fresh = breaker()
        fresh.fail("refused", at: start)
        #expect(fresh.ask(at: start + .seconds(10)) == .go)
        #expect(fresh.ask(at: start + .seconds(11)) == .giveUp(reason: "refused"))

        var known = breaker()
        known.succeed()
        known.fail("refused", at: start)
        known.fail("reset", at: start + .seconds(59))
        #expect(known.ask(at: start + .seconds(60)) == .go)
        #expect(known.ask(at: start + .seconds(61)) == .giveUp(reason: "reset"))
        known.succeed()
        #expect(known.ask(at: start + .seconds(61)) == .go)
    }

    @Test func patienceDoesNotRunOutOverAnOrderedWait() {
        var breaker = breaker()
        breaker.fail("429", at: start, wait: .seconds(300))
        #expect(breaker.ask(at: start + .seconds(301)) == .go)
        #expect(breaker.ask(at: start + .seconds(311)) == .giveUp(reason: "429"))
    }
}
