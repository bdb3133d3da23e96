#if ZSTD
import CZstd

/// Undoes zstd, one frame after the other; checksums are checked where a frame has one.
///
/// Holds a frame's window: 128 MiB at most, which is what zstd itself allows unless told otherwise.
final class ZstdInflater: Inflater {
    private let stream: OpaquePointer

    init() {
        guard let stream = ZSTD_createDStream() else { preconditionFailure("out of memory") }
        self.stream = stream
    }

    deinit {
        ZSTD_freeDStream(stream)
    }

    func reset() {
        ZSTD_initDStream(stream)
    }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
        var given = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var room = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let code = ZSTD_decompressStream(stream, &room, &given)
        let state: InflateStep.State = ZSTD_isError(code) != 0 ? .corrupt : code == 0 ? .memberEnded : .going
        return InflateStep(state: state, taken: given.pos, written: room.pos)
    }
}
#endif
