/// A time zone as a list of offsets: which one held when. Handed in from above, so that nothing below asks the machine.
package struct ZoneRules: Hashable, Sendable {
    package struct Offset: Hashable, Sendable {
        /// The first second (Unix time) at which the offset holds.
        package var from: Int64
        /// Seconds east of UTC.
        package var seconds: Int

        package init(from: Int64, seconds: Int) {
            self.from = from
            self.seconds = seconds
        }
    }

    /// The IANA name.
    package let name: String
    private let offsets: [Offset]

    /// `offsets` in ascending order; the first one also holds before its start.
    package init(name: String, offsets: [Offset]) {
        self.name = name
        self.offsets = offsets
    }

    package static let utc = ZoneRules(name: "UTC", offsets: [])

    /// Seconds east of UTC at an instant.
    package func offset(at time: Timestamp) -> Int { entry(at: time).seconds }

    /// The first instant of the hour on the wall clock that an instant lies in. Where the clock was set within that hour, it begins anew:
    /// an hour that the clock showed twice is two hours.
    package func startOfHour(at time: Timestamp) -> Timestamp {
        let entry = entry(at: time)
        let local = time.seconds + Int64(entry.seconds)
        let start = Timestamp(seconds: floorDivide(local, 3_600) * 3_600 - Int64(entry.seconds))
        let wasSetSince = entry.from > start.seconds && entry.from <= time.seconds && offset(at: start) != entry.seconds
        return wasSetSince ? Timestamp(seconds: entry.from) : start
    }

    private func entry(at time: Timestamp) -> Offset {
        guard var chosen = offsets.first else { return Offset(from: .min, seconds: 0) }
        let seconds = time.seconds
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle].from <= seconds {
                chosen = offsets[middle]
                low = middle + 1
            } else {
                high = middle
            }
        }
        return chosen
    }

    /// The day on the wall calendar at an instant.
    package func date(at time: Timestamp) -> CivilDate {
        CivilDate(daysSinceEpoch: Int(floorDivide(time.seconds + Int64(offset(at: time)), 86_400)))
    }

    /// The first instant of a day: midnight, or the end of the gap where the clock jumped over it.
    package func start(of date: CivilDate) -> Timestamp {
        let midnight = Int64(date.daysSinceEpoch) * 86_400
        // Offsets lie within a day of each other: try those around, and take the earliest instant that shows this date.
        var candidates = Set([offset(at: Timestamp(seconds: midnight - 86_400)), offset(at: Timestamp(seconds: midnight + 86_400))])
        candidates.insert(offset(at: Timestamp(seconds: midnight)))
        let starts = candidates.map { Timestamp(seconds: midnight - Int64($0)) }.filter { self.date(at: $0) == date }
        let changes = offsets.map { Timestamp(seconds: $0.from) }.filter { abs($0.seconds - midnight) < 2 * 86_400 && self.date(at: $0) == date }
        return (starts + changes).min() ?? Timestamp(seconds: midnight)
    }
}
