#if ISAL
import CISAL

/// Inflates with Intel's ISA-L, which also checks each member's checksum.
final class ISALInflater: Inflater {
    private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)

    init() {
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
    }

    deinit {
        state.deallocate()
    }

    func reset() {
        isal_inflate_reset(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
    }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
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
}
#endif
