/// What is wrong with an input as a stream of bytes. What was read before it stands.
package struct ReadFault: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// There is no such file, or it may not be read: the system's error number.
        case cannotOpen(code: Int32)
        /// The system failed to read on: its error number.
        case cannotRead(code: Int32)
        /// The file became shorter while it was read.
        case shrank
        /// A compressed stream ends in the middle.
        case truncated(Compression)
        /// A compressed stream's bytes or checksum are wrong.
        case corrupt(Compression)
        /// Bytes behind a compressed stream that are neither padding nor a further stream; they were left alone.
        case bytesBehind(Compression, count: Int)
        /// A compression that this program does not undo.
        case unsupportedCompression(name: String)
    }

    package var kind: Kind
    /// Where it shows, in the bytes as they are stored.
    package var offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// False for a fault that lost nothing.
    package var isSerious: Bool {
        if case .bytesBehind = kind { return false }
        return true
    }
}
