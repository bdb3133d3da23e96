import Synchronization

/// Keeps block buffers for the next block: asking the system for fresh pages costs more than filling them.
@safe final class BufferPool: Sendable {
    static let padding = 64

    private let size: Int
    private let free = Mutex<[Buffer]>([])

    /// Buffers of `size` bytes and the padding that the JSON indexer wants readable.
    init(size: Int) {
        self.size = size
    }

    func take(atLeast wanted: Int) -> Buffer {
        if wanted <= size, let kept = free.withLock({ $0.popLast() }) { return kept }
        return Buffer(capacity: max(wanted, size))
    }

    /// Takes back a buffer; one that grew for a long line is let go.
    func give(_ buffer: Buffer) {
        guard buffer.capacity == size else { return }
        free.withLock { if $0.count < 16 { $0.append(buffer) } }
    }

    @safe final class Buffer: @unchecked Sendable {  // owned by one holder at a time
        let bytes: UnsafeMutableRawBufferPointer
        let capacity: Int

        init(capacity: Int) {
            self.capacity = capacity
            bytes = .allocate(byteCount: capacity + BufferPool.padding, alignment: 64)
            // The padding is read, though never used: let it be defined.
            for index in capacity..<(capacity + BufferPool.padding) { bytes[index] = 0 }
        }

        deinit {
            bytes.deallocate()
        }
    }
}
