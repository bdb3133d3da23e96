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
    /// All values, once there are more; ascending, none empty.
    private var buckets: [Bucket] = []

    package init() {}

    /// The greatest latency, or nil where none is known.
    package var max: Int64? { known > 0 ? greatest : nil }

    /// The smallest latency that at least `percent` of the known ones do not exceed (nearest rank: the value at place
    /// ⌈percent ÷ 100 × known⌉ in ascending order), or nil where none is known.
    package func percentile(_ percent: Int64) -> Int64? {
        guard known > 0 else { return nil }
        let rank = Swift.max(1, (percent * known + 99) / 100)
        guard known > LatencySketch.exactLimit else { return known == 1 ? greatest : values[Int(rank) - 1] }
        var passed: Int64 = 0
        for bucket in buckets {
            passed += bucket.count
            if passed >= rank { return min(bucket.middle.roundedToSignificantDigits(4), greatest) }
        }
        return greatest
    }

    /// Adds one latency. A negative one was measured by clocks that disagree and is taken for unknown.
    package mutating func add(_ microseconds: Int64) {
        guard microseconds >= 0 else { return }
        if known >= LatencySketch.exactLimit {
            spill()
            count(Bucket(holding: microseconds))
        } else if known > 0 {
            unpackSingle()
            values.insert(microseconds, at: values.partitioningIndex { $0 > microseconds })
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
        var other = other
        if known + other.known <= LatencySketch.exactLimit {
            unpackSingle()
            other.unpackSingle()
            values += other.values
            values.sort()
        } else {
            spill()
            other.spill()
            for bucket in other.buckets { count(bucket) }
        }
        known += other.known
        greatest = Swift.max(greatest, other.greatest)
    }

    private mutating func unpackSingle() {
        if known == 1 { values = [greatest] }
    }

    private mutating func spill() {
        guard buckets.isEmpty else { return }
        unpackSingle()
        for value in values { count(Bucket(holding: value)) }
        values = []
    }

    private mutating func count(_ bucket: Bucket) {
        let place = buckets.partitioningIndex { $0.index >= bucket.index }
        if place < buckets.count, buckets[place].index == bucket.index {
            buckets[place].add(bucket.count)
        } else {
            buckets.insert(bucket, at: place)
        }
    }
}

/// A range of latencies and how many fell into it, in one word: the index above, the count in the lower 48 bits.
private struct Bucket: Hashable, Sendable {
    private var word: UInt64

    /// The bucket of one value. Values below 128 have a bucket each; from there on, the six bits after the leading one choose it.
    init(holding value: Int64) {
        let magnitude = UInt64(value)
        let shift = Swift.max(0, 57 - magnitude.leadingZeroBitCount)
        let index = UInt64(shift) * 64 + (magnitude >> UInt64(shift))
        word = (index << 48) + 1
    }

    var index: UInt64 { word >> 48 }
    var count: Int64 { Int64(word & 0xFFFF_FFFF_FFFF) }

    /// The value that stands for all in the bucket.
    var middle: Int64 {
        guard index >= 128 else { return Int64(index) }
        let shift = index / 64 - 1
        let lowest = (index - shift * 64) << shift
        return Int64(lowest + (1 << (shift - 1)))
    }

    mutating func add(_ more: Int64) {
        word += UInt64(more)
    }
}

extension Array {
    /// The first place whose element fulfils a condition that, once fulfilled, holds to the end.
    fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}
