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
    /// Whether the table is in use: keys of texts that have numbers are found by those, and no one may ever look for a key itself.
    private var isIndexed = false

    /// The places of keys whose texts have numbers, by the number and one; -1 where it was not met.
    private var placesOfNumbers: [Int32] = []
    // Of the calls that are being added.
    private var hashes: [UInt32] = []
    private var placesOfKeys: [Int32] = []
    private var places: [Int32] = []
    private var fetched = 0

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

    /// Adds calls by their keys, which were taken for this grouping.
    package mutating func add(_ calls: [CallFigures], by column: KeyColumn, _ texts: (any KeyTexts)?) {
        places.removeAll(keepingCapacity: true)
        if let texts, column.keys.isEmpty {
            for number in column.numbers { places.append(Int32(place(ofNumber: number, texts))) }
        } else {
            hashes.removeAll(keepingCapacity: true)
            for key in column.keys { hashes.append(UInt32(truncatingIfNeeded: key.hashValue)) }
            fetchKeys()
            placesOfKeys.removeAll(keepingCapacity: true)
            for (key, hash) in zip(column.keys, hashes) { placesOfKeys.append(Int32(place(of: key, hash))) }
            for place in column.places { places.append(placesOfKeys[Int(place)]) }
        }
        fetchRollups()
        for index in calls.indices { rollups[Int(places[index])].add(calls[index]) }
    }

    // Each key of a million is far from the one before, and so is its rollup. What a batch needs is asked for in one go, so that the
    // processor fetches it while it goes on asking; when it is used, it is there. The sum is only there to have asked.

    private mutating func fetchKeys() {
        let mask = slots.count - 1
        for hash in hashes { fetched &+= Int(slots[Int(hash) & mask].place) }
        for hash in hashes {
            let entry = slots[Int(hash) & mask]
            if !entry.isFree, keys[Int(entry.place)].isNone { fetched &+= 1 }
        }
    }

    private mutating func fetchRollups() {
        for place in places { fetched &+= Int(rollups[Int(place)].calls) &+ (rollups[Int(place)].reasoningTokens.hasOverflowed ? 1 : 0) }
        for place in places { fetched &+= Int(truncatingIfNeeded: rollups[Int(place)].latency.lastWord) }
    }

    /// Adds what another grouping by the same fields has seen.
    package mutating func merge(_ other: Grouping) {
        precondition(fields == other.fields && zone == other.zone, "only equal groupings merge")
        for (index, key) in other.keys.enumerated() { rollups[place(of: key)].merge(other.rollups, at: index) }
    }

    /// Adds the keys of another grouping by the same fields, without its calls.
    package mutating func include(keysOf other: Grouping) {
        for key in other.keys { _ = place(of: key) }
    }

    /// Makes keys known to ``rollup(of:)``.
    package mutating func index() {
        guard !isIndexed else { return }
        isIndexed = true
        while keys.count * 4 > slots.count * 3 { slots += slots }
        for (place, key) in keys.enumerated() {
            let hash = UInt32(truncatingIfNeeded: key.hashValue)
            slots[slot(of: key, hash)] = Slot(place: Int32(place), hash: hash)
        }
    }

    /// What was added for a key; an empty rollup where nothing was. The keys were indexed.
    package func rollup(of key: GroupKey) -> Rollup {
        precondition(isIndexed, "a key was looked for in no index")
        let entry = slots[slot(of: key, UInt32(truncatingIfNeeded: key.hashValue))]
        return entry.isFree ? Rollup() : rollups[Int(entry.place)]
    }

    /// The place of a key's rollup, an empty one where the key is new. Constant time on average.
    private mutating func place(of key: GroupKey) -> Int {
        place(of: key, UInt32(truncatingIfNeeded: key.hashValue))
    }

    private mutating func place(of key: GroupKey, _ hash: UInt32) -> Int {
        index()
        let slot = slot(of: key, hash)
        if !slots[slot].isFree { return Int(slots[slot].place) }
        slots[slot] = Slot(place: Int32(keys.count), hash: hash)
        let place = append(key)
        if keys.count * 4 > slots.count * 3 { growTable() }
        return place
    }

    /// Adds a key that was not met.
    private mutating func append(_ key: GroupKey) -> Int {
        keys.append(key)
        rollups.append(Rollup())
        return keys.count - 1
    }

    /// The same for a text that has a number, or for none.
    private mutating func place(ofNumber number: Int32, _ texts: any KeyTexts) -> Int {
        let index = Int(number) + 1
        if index >= placesOfNumbers.count {
            placesOfNumbers.append(contentsOf: repeatElement(-1, count: max(index + 1, 2 * placesOfNumbers.count) - placesOfNumbers.count))
        }
        if placesOfNumbers[index] < 0 {
            let key = GroupKey(KeyValue(number == KeyNumbers.none ? nil : texts.text(number)))
            let place: Int
            if isIndexed {
                place = self.place(of: key)
            } else if key.isNone, number != KeyNumbers.none {
                // Each text has one number, but the empty one is as good as none.
                place = self.place(ofNumber: KeyNumbers.none, texts)
            } else {
                place = append(key)
            }
            placesOfNumbers[index] = Int32(place)
        }
        return Int(placesOfNumbers[index])
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
