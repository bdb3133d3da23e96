package import TrafficModel

/// When a price holds: from an instant on, up to another one that is not included.
package struct PricePeriod: Sendable, Hashable {
    package var start: Timestamp
    /// Nil where no end is known.
    package var end: Timestamp?

    package init(start: Timestamp, end: Timestamp?) {
        self.start = start
        self.end = end
    }

    package func contains(_ time: Timestamp) -> Bool {
        guard time >= start else { return false }
        guard let end else { return true }
        return time < end
    }

    package func overlaps(_ other: PricePeriod) -> Bool {
        intersection(other) != nil
    }

    /// The time that both periods cover.
    package func intersection(_ other: PricePeriod) -> PricePeriod? {
        let start = max(start, other.start)
        let end: Timestamp? =
            switch (self.end, other.end) {
            case (let mine?, let theirs?): min(mine, theirs)
            case (let one, nil), (nil, let one): one
            }
        if let end, end <= start { return nil }
        return PricePeriod(start: start, end: end)
    }

    /// What is left of this period where `other` takes its own: the time before it and the time after it.
    package func subtracting(_ other: PricePeriod) -> [PricePeriod] {
        guard let taken = intersection(other) else { return [self] }
        var left: [PricePeriod] = []
        if start < taken.start { left.append(PricePeriod(start: start, end: taken.start)) }
        if let resumed = taken.end, end.map({ resumed < $0 }) ?? true { left.append(PricePeriod(start: resumed, end: end)) }
        return left
    }
}
