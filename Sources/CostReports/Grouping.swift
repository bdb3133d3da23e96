package import TrafficModel

/// Calls by the values of some fields: a rollup for each key that was met.
package struct Grouping: Sendable {
    package let fields: [GroupField]
    private let zone: ZoneRules

    // Keys and rollups lie in the order in which keys were met; `slots` is a hash table of their places. A dictionary would hold the keys
    // in its own table, which is up to two and a half times as large as what it holds; a place takes eight bytes. Half of them are the key's
    // hash, so that only a key that is most likely the right one is looked at: each look at one of a million keys is a cache miss.
    private(set) var keys: [GroupKey] = []
    private(set) var rollups: [Rollup] = []
    private var slots: [Slot]

    private struct Slot {
        var place: Int32
        var hash: UInt32

        static let free = Slot(place: -1, hash: 0)
        var isFree: Bool { place < 0 }
    }

    package init(by fields: [GroupField], in zone: ZoneRules) {
        precondition(!fields.isEmpty, "a grouping needs a field")
        self.fields = fields
        self.zone = zone
        slots = Array(repeating: .free, count: 16)
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
        let entry = slots[slot(of: key, UInt32(truncatingIfNeeded: key.hashValue))]
        return entry.isFree ? Rollup() : rollups[Int(entry.place)]
    }

    private func key(of call: Call) -> GroupKey {
        let first = fields[0].value(of: call, in: zone)
        return fields.count == 1 ? GroupKey(first) : GroupKey(first, fields.dropFirst().map { $0.value(of: call, in: zone) })
    }

    /// The place of a key's rollup, an empty one where the key is new. Constant time on average.
    private mutating func place(of key: GroupKey) -> Int {
        let hash = UInt32(truncatingIfNeeded: key.hashValue)
        let slot = slot(of: key, hash)
        if !slots[slot].isFree { return Int(slots[slot].place) }
        slots[slot] = Slot(place: Int32(keys.count), hash: hash)
        keys.append(key)
        rollups.append(Rollup())
        if keys.count * 4 > slots.count * 3 { growTable() }
        return keys.count - 1
    }

    /// The slot that holds a key's place, or the free one where it belongs.
    private func slot(of key: GroupKey, _ hash: UInt32) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while !slots[slot].isFree, slots[slot].hash != hash || keys[Int(slots[slot].place)] != key { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func growTable() {
        var larger = Array(repeating: Slot.free, count: slots.count * 2)
        for entry in slots where !entry.isFree {
            var slot = Int(entry.hash) & (larger.count - 1)
            while !larger[slot].isFree { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = entry
        }
        slots = larger
    }
}
