/// The ids that were met, each with how complete its record was: at most 32 bytes a call.
///
/// Open addressing over two words an id, in many small segments that grow by a fifth when nine tenths full: doubling one big table would leave
/// half of it empty on average and need three times its size while it grows.
struct IdentityTable {
    /// What is known of an id that was met before.
    enum Outcome {
        case new
        /// Nothing that was not told before.
        case repeated
        /// The record tells more than those before it, of which there were this many.
        case improved(recordsBefore: Int)
    }

    private var segments = [Segment](repeating: Segment(), count: 256)

    /// Enters a record of a call.
    mutating func enter(_ identity: CallIdentity, _ completeness: Completeness) -> Outcome {
        segments[Int(identity.first >> 56)].enter(identity, completeness)
    }

    private struct Segment {
        /// Pairs of words: the hash; and a mark that the slot is taken (1 bit), the number of records (7), the rest of the hash (16), the facts
        /// known (8), the rank (32).
        private var words: [UInt64] = []
        private var count = 0
        private var slots = 0

        private static let taken: UInt64 = 1 << 63
        /// Records past this number are no longer counted.
        private static let mostRecords: UInt64 = 127

        mutating func enter(_ identity: CallIdentity, _ completeness: Completeness) -> Outcome {
            if count * 10 >= slots * 9 { grow() }
            var slot = Segment.start(identity.first, slots)
            while true {
                let state = words[2 * slot + 1]
                if state & Segment.taken == 0 {
                    words[2 * slot] = identity.first
                    words[2 * slot + 1] = Segment.pack(identity.second, completeness, records: 1)
                    count += 1
                    return .new
                }
                if words[2 * slot] == identity.first, UInt16(truncatingIfNeeded: state >> 40) == identity.second {
                    var before = Completeness(rank: UInt32(truncatingIfNeeded: state), known: UInt8(truncatingIfNeeded: state >> 32))
                    let records = state >> 56 & Segment.mostRecords
                    let isImproved = before.isImproved(by: completeness)
                    before.take(completeness)
                    words[2 * slot + 1] = Segment.pack(identity.second, before, records: min(records + 1, Segment.mostRecords))
                    return isImproved ? .improved(recordsBefore: Int(records)) : .repeated
                }
                slot = slot + 1 == slots ? 0 : slot + 1
            }
        }

        private static func pack(_ second: UInt16, _ completeness: Completeness, records: UInt64) -> UInt64 {
            taken | records << 56 | UInt64(second) << 40 | UInt64(completeness.known) << 32 | UInt64(completeness.rank)
        }

        /// Spreads the hash over any number of slots without dividing.
        private static func start(_ hash: UInt64, _ slots: Int) -> Int {
            Int((hash << 8).multipliedFullWidth(by: UInt64(slots)).high)
        }

        private mutating func grow() {
            let old = words
            slots = max(16, slots * 6 / 5)
            words = [UInt64](repeating: 0, count: 2 * slots)
            for index in stride(from: 0, to: old.count, by: 2) where old[index + 1] & Segment.taken != 0 {
                var slot = Segment.start(old[index], slots)
                while words[2 * slot + 1] & Segment.taken != 0 { slot = slot + 1 == slots ? 0 : slot + 1 }
                words[2 * slot] = old[index]
                words[2 * slot + 1] = old[index + 1]
            }
        }
    }
}
