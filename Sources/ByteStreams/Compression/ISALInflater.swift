#if ISAL
import CISAL

/// Inflates with Intel's ISA-L, which also checks each member's checksum.
final class ISALInflater: Inflater {
    private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
    private var head: GzipHead? = GzipHead()

    init() {
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
    }

    deinit {
        state.deallocate()
    }

    func reset() {
        isal_inflate_reset(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
        head = GzipHead()
    }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
        if head != nil { return readHead(input) }
        let offered = min(input.count, Int(Int32.max))
        let room = min(output.count, Int(Int32.max))
        state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        state.pointee.avail_in = UInt32(offered)
        state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_out = UInt32(room)
        let code = isal_inflate(state)
        let taken = offered - Int(state.pointee.avail_in)
        let written = room - Int(state.pointee.avail_out)
        let result: InflateStep.State =
            if code < 0 {
                .corrupt
            } else if state.pointee.block_state == ISAL_BLOCK_FINISH {
                .memberEnded
            } else {
                .going
            }
        return InflateStep(state: result, taken: taken, written: written)
    }

    private func readHead(_ input: UnsafeRawBufferPointer) -> InflateStep {
        for (index, byte) in input.enumerated() {
            switch head?.take(byte) {
            case .going?: continue
            case .corrupt?: return InflateStep(state: .corrupt, taken: index + 1, written: 0)
            case .ended?, nil:
                head = nil
                return InflateStep(state: .going, taken: index + 1, written: 0)
            }
        }
        return InflateStep(state: .going, taken: input.count, written: 0)
    }
}
#endif
