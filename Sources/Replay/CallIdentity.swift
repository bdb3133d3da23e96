import Crypto
import TrafficModel

/// What makes two records one call: an id, never likeness.
///
/// 16 bytes of a hash in place of the id's text, so that a million calls cost megabytes and not hundreds of them. The two halves are salted
/// for this process: nobody can prepare ids that collide.
struct CallIdentity: Hashable, Sendable {
    private let first: UInt64
    private let second: UInt64

    /// nil where the call has no id of its own, or where it came from a gateway's cache: that hands out the original's id.
    init?(_ call: Call) {
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
        first = CallIdentity.hash(kind, id)
        second = CallIdentity.hash(kind | 0x80, id)
    }

    private static func hash(_ salt: UInt8, _ id: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(salt)
        // Bytes: String's own hashing takes two spellings of a text for one.
        var id = id
        id.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

/// The name of a call that stays the same across runs and machines: what makes a backfill repeatable.
struct ReplayIDs {
    /// How often each content without an id was met.
    private var seen: [Content: UInt32] = [:]

    private struct Content: Hashable {
        var digest: (UInt64, UInt64)

        static func == (left: Content, right: Content) -> Bool { left.digest == right.digest }
        func hash(into hasher: inout Hasher) { hasher.combine(digest.0) }
    }

    /// The call's own id decides where it has one; else its content, which the event's bytes are, and its number among equal contents.
    mutating func id(of call: Call, event: [UInt8]) -> String {
        if !call.isCacheHit {
            if let id = call.responseID { return ReplayIDs.name("response\n" + call.provider + "\n" + id) }
            if let id = call.customID { return ReplayIDs.name("batch\n" + id) }
        }
        let digest = Array(SHA256.hash(data: event))
        let number = next(digest)
        return ReplayIDs.name("content\n" + ReplayIDs.hex(digest) + "\n\(number)")
    }

    private mutating func next(_ digest: [UInt8]) -> UInt32 {
        func word(_ start: Int) -> UInt64 { digest[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
        return { (count: inout UInt32) in
            count += 1
            return count
        }(&seen[Content(digest: (word(0), word(8))), default: 0])
    }

    private static func name(_ text: String) -> String {
        hex(Array(SHA256.hash(data: Array(text.utf8)).prefix(16)))
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
