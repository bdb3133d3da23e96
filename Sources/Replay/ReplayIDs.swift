import Crypto
import FluxGateSDK
import TrafficModel

/// The name of a call that stays the same across runs and machines: what makes a backfill repeatable.
struct ReplayIDs {
    /// How often each content without an id was met.
    private var seen: [Content: UInt32] = [:]

    private struct Content: Hashable {
        /// The first half of the digest, as two numbers.
        var first: UInt64 = 0
        var second: UInt64 = 0

        init(_ digest: SHA256.Digest) {
            for (place, byte) in digest.prefix(16).enumerated() {
                if place < 8 { first = first << 8 | UInt64(byte) } else { second = second << 8 | UInt64(byte) }
            }
        }
    }

    private var text = JSONWriter()
    private var name: [UInt8] = []

    /// The call's own id decides where it has one; else its content, which the event's bytes are, and its number among equal contents.
    mutating func id(of call: borrowing Call, event: FluxGateEvent) -> String {
        if !call.isCacheHit {
            if let id = call.responseID { return makeID("response\n", call.provider, "\n", id) }
            if let id = call.customID { return makeID("batch\n", id) }
        }
        text.removeAll()
        event.write(to: &text)
        let digest = SHA256.hash(data: text.bytes)
        let content = Content(digest)
        let number = seen[content, default: 0] + 1
        seen[content] = number
        return makeID("content\n", hexadecimal(digest), "\n", "\(number)")
    }

    private mutating func makeID(_ parts: String...) -> String {
        name.removeAll(keepingCapacity: true)
        for part in parts { name += part.utf8 }
        return hexadecimal(SHA256.hash(data: name).prefix(16))
    }
}

private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
}
