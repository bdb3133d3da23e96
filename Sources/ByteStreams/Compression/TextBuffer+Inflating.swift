extension TextBuffer {
    /// The most that a body may come to when it is inflated: beyond that it is taken for a bomb.
    package static let inflatedLimit = 256 << 20

    /// Fills the buffer with what a whole compressed body holds, all of its members; false where it is damaged, cut short or larger than `limit`.
    package func fill(inflating body: ByteView, as compression: Compression, limit: Int = inflatedLimit) -> Bool {
        let inflater = compression.makeInflater()
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var text: [UInt8] = []
        var taken = 0
        var hasEnded = false
        while !hasEnded {
            let step = chunk.withUnsafeMutableBytes { room in
                inflater.inflate(UnsafeRawBufferPointer(start: body.base + taken, count: body.count - taken), into: room)
            }
            text += chunk[0..<step.written]
            taken += step.taken
            guard text.count <= limit else { return false }
            switch step.state {
            case .corrupt: return false
            case .going:
                // Neither bytes to take nor text to give: the rest is missing.
                if step.taken == 0, step.written == 0 { return false }
            case .memberEnded:
                guard taken < body.count, compression.mayStart(with: body[taken], taken + 1 < body.count ? body[taken + 1] : nil) else {
                    hasEnded = true
                    break
                }
                inflater.reset()
            }
        }
        fill(text)
        return true
    }
}

extension ByteView {
    /// The compression that the bytes are in, if this program undoes it.
    package var compression: Compression? { Compression.detect(self).compression }
}
