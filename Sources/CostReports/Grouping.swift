package import TrafficModel

/// Calls by the values of some fields: a rollup for each key that was met.
package struct Grouping: Sendable {
    package let fields: [GroupField]
    private let zone: ZoneRules

    // Keys and rollups lie in the order in which keys were met; `slots` is a hash table of their places. A dictionary would hold the keys
    // in its own table, which is up to two and a half times as large as what it holds; a place takes four bytes.
    private(set) var keys: [GroupKey] = []
    private(set) var rollups: [Rollup] = []
    private var slots: [Int32]
    private static let free: Int32 = -1

    package init(by fields: [GroupField], in zone: ZoneRules) {
        precondition(!fields.isEmpty, "a grouping needs a field")
        self.fields = fields
        self.zone = zone
        slots = Array(repeating: Grouping.free, count: 16)
    }

    package mutating func add(_ call: Call, _ figures: CallFigures) {
        rollups[place(of: key(of: call))].add(figures)
    }

    /// Adds what another grouping by the same fields has seen.
    package mutating func merge(_ other: Grouping) {
        precondition(fields == other.fields && zone == other.zone, "only equal groupings merge")
        for (key, rollup) in zip(other.keys, other.rollups) { rollups[place(of: key)].merge(rollup) }
    }

    /// Adds the keys of another grouping by the same fields, without its calls.
    package mutating func include(keysOf other: Grouping) {
        for key in other.keys { _ = place(of: key) }
    }

    /// What was added for a key; an empty rollup where nothing was.
    package func rollup(of key: GroupKey) -> Rollup {
        let place = slots[slot(of: key)]
        return place == Grouping.free ? Rollup() : rollups[Int(place)]
    }

    private func key(of call: Call) -> GroupKey {
        let first = fields[0].value(of: call, in: zone)
        return fields.count == 1 ? GroupKey(first) : GroupKey(first, fields.dropFirst().map { $0.value(of: call, in: zone) })
    }

    /// The place of a key's rollup, an empty one where the key is new. Constant time on average.
    private mutating func place(of key: GroupKey) -> Int {
        let slot = slot(of: key)
        if slots[slot] != Grouping.free { return Int(slots[slot]) }
        slots[slot] = Int32(keys.count)
        keys.append(key)
        rollups.append(Rollup())
        if keys.count * 4 > slots.count * 3 { growTable() }
        return keys.count - 1
    }

    /// The slot that holds a key's place, or the free one where it belongs.
    private func slot(of key: GroupKey) -> Int {
        var slot = key.hashValue & (slots.count - 1)
        while slots[slot] != Grouping.free, keys[Int(slots[slot])] != key { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func growTable() {
        var larger = Array(repeating: Grouping.free, count: slots.count * 2)
        for (place, key) in keys.enumerated() {
            var slot = key.hashValue & (larger.count - 1)
            while larger[slot] != Grouping.free { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = Int32(place)
        }
        slots = larger
    }
}
