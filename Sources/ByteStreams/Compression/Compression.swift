/// A compression that inputs and bodies come in, told by their first bytes.
package enum Compression: String, Hashable, Sendable {
    case gzip
    case zstd

    /// Whether this program was built with what undoes it.
    var isSupported: Bool {
        switch self {
        case .gzip: true
        case .zstd:
            #if ZSTD
            true
            #else
            false
            #endif
        }
    }

    func makeInflater() -> any Inflater {
        switch self {
        case .gzip:
            #if ISAL
            ISALInflater()
            #else
            ZlibInflater()
            #endif
        case .zstd:
            #if ZSTD
            ZstdInflater()
            #else
            preconditionFailure("built without zstd")
            #endif
        }
    }

    /// Whether a further member may start with these bytes; of the last byte of an input, nobody knows the next.
    func mayStart(with first: UInt8, _ second: UInt8?) -> Bool {
        switch self {
        case .gzip: first == 0x1F && (second ?? 0x8B) == 0x8B
        case .zstd: first == 0x28 && (second ?? 0xB5) == 0xB5 || first & 0xF0 == 0x50 && (second ?? 0x2A) == 0x2A  // a frame, or one to be skipped
        }
    }

    /// What the first bytes of an input show: a compression, or the name of one that is not undone.
    static func detect(_ head: ByteView) -> (compression: Compression?, unsupported: String?) {
        let bytes = Array(head.prefix(6))
        if bytes.starts(with: [0x1F, 0x8B]) { return (.gzip, nil) }
        let isSkippable = bytes.count >= 4 && bytes[0] & 0xF0 == 0x50 && bytes[1...3] == [0x2A, 0x4D, 0x18]
        if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || isSkippable {
            return Compression.zstd.isSupported ? (.zstd, nil) : (nil, "zstd")
        }
        if bytes.starts(with: [0x42, 0x5A, 0x68]) { return (nil, "bzip2") }
        if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return (nil, "xz") }
        return (nil, nil)
    }
}
