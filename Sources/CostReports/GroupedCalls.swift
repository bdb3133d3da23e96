import TrafficModel

/// Calls on their way into groupings: what each adds, and its key in each of them.
struct GroupedCalls: Sendable {
    private let zone: ZoneRules
    private(set) var figures: [CallFigures] = []
    private(set) var columns: [KeyColumn]

    init(by groupings: [[GroupField]], in zone: ZoneRules) {
        self.zone = zone
        columns = groupings.map { KeyColumn(by: $0) }
    }

    var count: Int { figures.count }

    mutating func add(_ call: Call, _ figures: CallFigures, _ numbers: KeyNumbers?) {
        self.figures.append(figures)
        for place in columns.indices { columns[place].add(call, numbers, in: zone) }
    }

    mutating func removeAll() {
        figures.removeAll(keepingCapacity: true)
        for place in columns.indices { columns[place].removeAll() }
    }
}

/// The keys of calls in one grouping; or numbers that stand for them, where all calls have them.
package struct KeyColumn: Sendable {
    private let fields: [GroupField]
    /// Mostly each once, if they are few.
    private(set) var keys: [GroupKey] = []
    /// The place of each call's key.
    private(set) var places: [Int32] = []
    private(set) var numbers: [Int32] = []
    /// So many keys are compared with a call's before it is taken for one of many.
    private static let few = 8

    init(by fields: [GroupField]) {
        self.fields = fields
    }

    mutating func add(_ call: Call, _ known: KeyNumbers?, in zone: ZoneRules) {
        if fields.count == 1, let number = fields[0].number(in: known) {
            numbers.append(number)
        } else if fields.count == 1 {
            add(GroupKey(fields[0].value(of: call, in: zone)))
        } else {
            add(GroupKey(fields[0].value(of: call, in: zone), fields.dropFirst().map { $0.value(of: call, in: zone) }))
        }
    }

    private mutating func add(_ key: GroupKey) {
        // Calls of one kind come in runs.
        if let last = places.last, keys[Int(last)] == key { return places.append(last) }
        if keys.count <= KeyColumn.few {
            for place in keys.indices where keys[place] == key { return places.append(Int32(place)) }
        }
        places.append(Int32(keys.count))
        keys.append(key)
    }

    mutating func removeAll() {
        keys.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
    }
}

extension GroupField {
    /// The number of a call's text, where the call has numbers and the field is one of theirs.
    func number(in numbers: KeyNumbers?) -> Int32? {
        if let numbers, case .property(let property) = self { numbers[property] } else { nil }
    }

    /// Whether its texts may have numbers.
    var hasNumber: Bool { number(in: KeyNumbers()) != nil }

    /// How much of a call must be told to find its text.
    package var depth: CallDepth {
        if case .metadata = self { .everything } else { hasNumber ? .texts : .numbers }
    }

    /// The same where a number will do in place of the text.
    var depthByNumber: CallDepth { hasNumber ? .numbers : depth }
}
