import CostReports
import Pricing
import TrafficModel

/// Some of a ledger's records, settled.
struct KeptBatch: Sendable {
    /// How many they are.
    var records = 0
    /// Calls that are to be taken one after the other, and background responses between them.
    var calls: [NotedCall] = []
    private(set) var pending: [PendingResponse] = []
    /// Where each of both lies, as they came: a batch is read in whatever order.
    private var places: [(order: Int64, place: Place)] = []
    /// All others.
    var loose: LooseCalls

    /// Where a record lies.
    enum Place {
        case call(Int)
        case pending(Int)
    }

    init(_ batch: CallBatch?) {
        loose = LooseCalls(batch: batch)
    }

    mutating func take(_ call: borrowing KeptCall) {
        if let response = call.pending {
            places.append((call.order, .pending(pending.count)))
            pending.append(response)
        } else {
            places.append((call.order, .call(calls.count)))
            calls.append(call.found)
        }
    }

    /// The places of calls and background responses in the order in which they were found.
    var placesInOrder: [Place] { places.sorted { $0.order < $1.order }.map(\.place) }

    mutating func removeAll() {
        records = 0
        calls.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }
}

/// Calls of one input that may be taken in any order: no other record tells of them, and nothing is noted about them.
struct LooseCalls: Sendable {
    /// They are in here already; nil where the sink wants calls one after the other.
    var batch: CallBatch?
    private let hasBatch: Bool
    private(set) var input = 0
    private(set) var calls = 0
    private(set) var filtered = 0
    private(set) var first: Timestamp?
    private(set) var last: Timestamp?

    init(batch: CallBatch?) {
        self.batch = batch
        hasBatch = batch != nil
    }

    /// Takes a call that is one of these; false for any other. `lines`: the terms of its price, if they were kept.
    mutating func take(_ call: borrowing KeptCall, _ lines: [QuoteLine], _ plan: ReplayPlan) -> Bool {
        guard hasBatch, !call.isEntangled, call.pending == nil, call.found.notes.isEmpty else { return false }
        // An unknown model is noted where it is met first.
        if case .unpriced(.unknownModel) = call.found.priced.computed { return false }
        guard plan.asksFor(call.found.priced.call) else {
            filtered += 1
            return true
        }
        input = call.found.priced.call.source.input
        calls += 1
        if let time = call.found.priced.call.time {
            first = min(first ?? time, time)
            last = max(last ?? time, time)
        }
        batch?.add(call.found.priced, lines: lines, numbers: call.numbers)
        return true
    }

    /// Forgets all but the batch, which whoever takes it empties.
    mutating func removeAll() {
        self = LooseCalls(batch: batch)
    }
}

extension ReplayPlan {
    /// Whether a call lies in the period and passes the filters. One without a time lies in no period that has an end.
    func asksFor(_ call: borrowing Call) -> Bool {
        if since != nil || until != nil {
            guard let time = call.time else { return false }
            if let since, time < since { return false }
            if let until, time >= until { return false }
        }
        return filters.isEmpty || filters.keeps(call)
    }
}
