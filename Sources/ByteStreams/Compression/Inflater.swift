/// Undoes one member of a compressed stream after the other: a gzip member, a zstd frame. For gzip there are two implementations: zlib, and
/// ISA-L, which is more than twice as fast.
protocol Inflater: AnyObject {
    /// Makes ready for a member's first byte.
    func reset()

    /// Takes bytes from the front of `input` and puts text at the front of `output`.
    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep
}

struct InflateStep {
    enum State {
        /// More input, or more room for output, is wanted.
        case going
        /// The member has ended and its checksum is right.
        case memberEnded
        /// The bytes are not what they should be, or the checksum is wrong.
        case corrupt
    }

    var state: State
    var taken: Int
    var written: Int
}
