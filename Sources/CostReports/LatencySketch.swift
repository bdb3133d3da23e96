/// The distribution of latencies, in microseconds: percentiles of any number of calls in little memory.
///
/// Up to ``exactLimit`` values are kept as they are and percentiles are exact. Beyond, values are counted in buckets: 64 to each power of
/// two, so that a bucket's middle is at most 1/128 of any value in it away (0.79 %), and percentiles are told with four significant
/// digits (another 0.05 %): **less than 1 % in all**. ``max`` and ``known`` are always exact.
///
/// What a sketch says depends on its values alone, not on the order in which they came or on how they were split and merged.
package struct LatencySketch: Hashable, Sendable {
    /// Up to here exact values take no more room than the buckets that would replace them.
    package static let exactLimit = 256

    /// How many calls told a latency.
    package private(set) var known: Int64 = 0
    private var greatest: Int64 = 0
    /// All values in ascending order, while there are at most ``exactLimit``. A single one stands in `greatest` and nowhere else: most
    /// sessions of a large log have one call, and then need no memory of their own.
    private var values: [Int64] = []
    /// All values, once there are more.
    private var histogram = Histogram()

    package init() {}

    /// The last word that it holds, which the next value goes behind.
    var lastWord: Int64 { values.last ?? 0 }

    /// The greatest latency, or nil where none is known.
    package var max: Int64? { known > 0 ? greatest : nil }

    /// The smallest latency that at least `percent` of the known ones do not exceed (nearest rank: the value at place
    /// ⌈percent ÷ 100 × known⌉ in ascending order), or nil where none is known.
    package func percentile(_ percent: Int64) -> Int64? {
        guard known > 0 else { return nil }
        let rank = Swift.max(1, (percent * known + 99) / 100)
        guard known > LatencySketch.exactLimit else { return known == 1 ? greatest : values[Int(rank) - 1] }
        return min(histogram.middle(atRank: rank).roundedToSignificantDigits(4), greatest)
    }

    /// Adds one latency. A negative one was measured by clocks that disagree and is taken for unknown.
    package mutating func add(_ microseconds: Int64) {
        guard microseconds >= 0 else { return }
        if known >= LatencySketch.exactLimit {
            spill()
            histogram.add(1, to: Histogram.bucket(of: microseconds))
        } else if known > 0 {
            unpackSingle()
            insert(microseconds)
        }
        known += 1
        greatest = Swift.max(greatest, microseconds)
    }

    package mutating func merge(_ other: LatencySketch) {
        guard other.known > 0 else { return }
        guard known > 0 else {
            self = other
            return
        }
        if known + other.known <= LatencySketch.exactLimit {
            unpackSingle()
            if other.known == 1 { values.append(other.greatest) } else { values += other.values }
            values.sort()
        } else {
            spill()
            histogram.merge(other.histogram)
            // Of few values one by one: a histogram of their own would take longer than they do.
            for value in other.values { histogram.add(1, to: Histogram.bucket(of: value)) }
            if other.known == 1 { histogram.add(1, to: Histogram.bucket(of: other.greatest)) }
        }
        known += other.known
        greatest = Swift.max(greatest, other.greatest)
    }

    /// From the back: most keys have few values, and none has many.
    private mutating func insert(_ value: Int64) {
        var place = values.count
        values.append(value)
        // A span, which is asked once whether others hold the values too.
        var ordered = values.mutableSpan
        while place > 0, ordered[place - 1] > value {
            ordered[place] = ordered[place - 1]
            place -= 1
        }
        ordered[place] = value
    }

    private mutating func unpackSingle() {
        guard known == 1 else { return }
        // As many as an allocator gives where two are asked for.
        values.reserveCapacity(3)
        values.append(greatest)
    }

    private mutating func spill() {
        guard histogram.isEmpty else { return }
        unpackSingle()
        for value in values { histogram.add(1, to: Histogram.bucket(of: value)) }
        values = []
    }
}

/// How many latencies fell into each bucket, from the lowest bucket that holds one to the highest.
private struct Histogram: Hashable, Sendable {
    // The number of the lowest bucket, then the counts: one word in a sketch that needs none of them.
    private var words: [Int64] = []

    var isEmpty: Bool { words.isEmpty }

    /// Values below 128 have a bucket each; from there on, the six bits after the leading one choose it.
    static func bucket(of value: Int64) -> Int64 {
        let shift = Int64(Swift.max(0, 57 - value.leadingZeroBitCount))
        return shift * 64 + (value >> shift)
    }

    /// The value that stands for all in a bucket.
    private static func middle(of bucket: Int64) -> Int64 {
        guard bucket >= 128 else { return bucket }
        let shift = bucket / 64 - 1
        return (bucket - shift * 64) << shift + 1 << (shift - 1)
    }

    /// The middle of the bucket that holds the value of a rank, counted from 1.
    func middle(atRank rank: Int64) -> Int64 {
        var passed: Int64 = 0
        for place in words.indices.dropFirst() {
            passed += words[place]
            if passed >= rank { return Histogram.middle(of: words[0] + Int64(place) - 1) }
        }
        return .max
    }

    mutating func add(_ count: Int64, to bucket: Int64) {
        if isEmpty { words = [bucket, 0] }
        if bucket < words[0] {
            words.insert(contentsOf: repeatElement(0, count: Int(words[0] - bucket)), at: 1)
            words[0] = bucket
        }
        let place = Int(bucket - words[0]) + 1
        if place >= words.count { words.append(contentsOf: repeatElement(0, count: place - words.count + 1)) }
        words[place] += count
    }

    mutating func merge(_ other: Histogram) {
        for place in other.words.indices.dropFirst() where other.words[place] > 0 {
            add(other.words[place], to: other.words[0] + Int64(place) - 1)
        }
    }
}
