/// Calls of which several records tell different parts: which ids, and how many records each has.
///
/// A record's contribution can't be taken back once it is in the sums, and keeping every call until the end would cost memory for all of them.
/// So a first pass finds the ids whose records must be put together, few as a rule, and a second one does it while it counts.
struct RepeatedCalls: Sendable {
    /// Calls that are put together at a time: about 1.5 kB each, from their first record to their last.
    static let limit = 100_000

    private var records: [CallIdentity: Int] = [:]

    var isEmpty: Bool { records.isEmpty }
    var count: Int { records.count }

    /// Takes note of an id whose records differ; `recordsBefore` this one.
    mutating func note(_ identity: CallIdentity, recordsBefore: Int) {
        records[identity] = recordsBefore + 1
    }

    /// Counts a further record of an id, if it is one of these.
    mutating func count(_ identity: CallIdentity) {
        if let known = records[identity] { records[identity] = known + 1 }
    }

    /// The number of an id's records; nil where its records do not differ.
    func records(of identity: CallIdentity) -> Int? {
        records.isEmpty ? nil : records[identity]
    }

    /// How many passes it takes to put all of them together within the limit.
    var passes: Int { max(1, (records.count + RepeatedCalls.limit - 1) / RepeatedCalls.limit) }

    /// The pass in which an id's turn is.
    func pass(of identity: CallIdentity) -> Int {
        passes == 1 ? 0 : Int(identity.second) % passes
    }
}
