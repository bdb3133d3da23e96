import ByteStreams
import Crypto

/// The first bytes of an input's text, by which it is known again under another name or compressed.
struct InputHead: Sendable {
    static let longest = 16 << 10

    let isCompressed: Bool
    private let bytes: [UInt8]

    init(bytes: [UInt8], isCompressed: Bool) {
        self.bytes = bytes
        self.isCompressed = isCompressed
    }

    /// nil where the file can't be read; who reads it will say why.
    init?(path: String) {
        guard let reader = try? BlockReader(path: path) else { return nil }
        bytes = Array(reader.peek(InputHead.longest))
        isCompressed = reader.compression != nil
    }

    var length: Int { bytes.count }

    var digest: [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// The digests of its beginnings of these lengths, as far as it is that long.
    func digests(_ lengths: Set<Int>) -> [Int: [UInt8]] {
        var digests: [Int: [UInt8]] = [:]
        var hash = SHA256()
        var done = 0
        for length in lengths.sorted() where length <= bytes.count {
            hash.update(data: bytes[done..<length])
            done = length
            digests[length] = Array(hash.finalize())
        }
        return digests
    }
}
