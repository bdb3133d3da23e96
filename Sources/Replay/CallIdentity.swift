import TrafficModel

/// What makes two records one call: an id, never likeness.
///
/// 80 bits of a hash in place of the id's text, so that a million calls cost megabytes and not hundreds of them: with a hundred million ids, the
/// chance that any two meet is one in 200 million. The hash is salted for this process, so nobody can prepare ids that do.
struct CallIdentity: Hashable, Sendable {
    let first: UInt64
    let second: UInt16

    /// nil where the call has no id of its own, or where it came from a gateway's cache: that hands out the original's id.
    init?(_ call: borrowing Call) {
        guard !call.isCacheHit else { return nil }
        if let id = call.responseID {
            self.init(kind: 1, id)
        } else if let id = call.customID {
            self.init(kind: 2, id)
        } else {
            return nil
        }
    }

    private init(kind: UInt8, _ id: String) {
        var hasher = Hasher()
        hasher.combine(kind)
        // Bytes: String's own hashing takes two spellings of a text for one.
        var id = id
        id.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        first = UInt64(bitPattern: Int64(hasher.finalize()))
        hasher.combine(kind)
        second = UInt16(truncatingIfNeeded: hasher.finalize())
    }
}
