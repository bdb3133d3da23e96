import Crypto
import TrafficModel

/// The name of a call that stays the same across runs and machines: what makes a backfill repeatable.
struct ReplayIDs {
    /// How often each content without an id was met.
    private var seen: [Content: UInt32] = [:]

    private struct Content: Hashable {
        var first: UInt64
        var second: UInt64
    }

    /// The call's own id decides where it has one; else its content, which the event's bytes are, and its number among equal contents.
    mutating func id(of call: Call, event: [UInt8]) -> String {
        if !call.isCacheHit {
            if let id = call.responseID { return ReplayIDs.name("response\n\(call.provider)\n\(id)") }
            if let id = call.customID { return ReplayIDs.name("batch\n\(id)") }
        }
        let digest = Array(SHA256.hash(data: event))
        let content = Content(first: ReplayIDs.word(digest[0..<8]), second: ReplayIDs.word(digest[8..<16]))
        let number = seen[content, default: 0] + 1
        seen[content] = number
        return ReplayIDs.name("content\n\(ReplayIDs.hex(digest))\n\(number)")
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func name(_ text: String) -> String {
        hex(Array(SHA256.hash(data: Array(text.utf8)).prefix(16)))
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
