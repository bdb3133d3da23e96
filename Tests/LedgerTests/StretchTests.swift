import Testing
import TrafficModel

@testable import Ledger

/// A stretch is passed over only where none of its calls can lie in the period.
@Suite struct StretchTests {
    private func stretch(_ times: [Int64?]) -> Stretch {
        var stretch = Stretch(7, of: 1)
        for (place, time) in times.enumerated() { stretch.add(7 + Int64(place), at: time.map { Timestamp(seconds: $0) }) }
        return stretch
    }

    private func mayLie(_ times: [Int64?], since: Int64?, until: Int64?, assumingTimes: Bool = false) -> Bool {
        stretch(times).mayLie(since: since.map { Timestamp(seconds: $0) }, until: until.map { Timestamp(seconds: $0) }, assumingTimes: assumingTimes)
    }

    @Test func theEndOfAPeriodIsNotInIt() {
        #expect(mayLie([20, 10, 30], since: 30, until: 40))
        #expect(!mayLie([20, 10, 30], since: 31, until: 40))
        #expect(!mayLie([20, 10, 30], since: 0, until: 10))
        #expect(mayLie([20, 10, 30], since: 0, until: 11))
        // Between two of its calls none may be; nobody looked.
        #expect(mayLie([10, 30], since: 15, until: 16))
    }

    @Test func openPeriodsHaveOneEndOrNone() {
        #expect(mayLie([10], since: nil, until: nil))
        #expect(mayLie([nil], since: nil, until: nil))
        #expect(mayLie([10], since: nil, until: 11))
        #expect(!mayLie([10], since: 11, until: nil))
    }

    @Test func callsWithoutATimeMayLieWhereOneIsAssumed() {
        #expect(!mayLie([nil, nil], since: 5, until: nil))
        #expect(mayLie([nil, nil], since: 5, until: nil, assumingTimes: true))
        #expect(mayLie([1, nil], since: 5, until: nil, assumingTimes: true))
        #expect(!mayLie([1], since: 5, until: nil, assumingTimes: true))
    }

    @Test func itGrowsByTheCallsBehindIt() {
        #expect(stretch([1, nil, 3]).calls == 7...9)
    }
}
