#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A plain file, up to where it ended when it was opened: what is written behind that is for the next run.
///
/// Read and not mapped. Those who rotate logs truncate them, and to touch a mapped page behind a file's end kills the process.
final class FileSource: ByteSource {
    private let descriptor: CInt
    private let size: Int
    private(set) var storedBytesRead = 0

    /// Takes over the descriptor.
    init(descriptor: CInt, size: Int) {
        self.descriptor = descriptor
        self.size = size
        #if !canImport(Darwin)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        #endif
    }

    deinit {
        close(descriptor)
    }

    func wouldWait(longerThan milliseconds: Int32) -> Bool { false }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
        let wanted = min(buffer.count, size - storedBytesRead)
        guard wanted > 0 else { return 0 }
        while true {
            let count = pread(descriptor, buffer.baseAddress, wanted, off_t(storedBytesRead))
            if count > 0 {
                storedBytesRead += count
                return count
            }
            if count == 0 { throw ReadFault(.shrank, at: storedBytesRead) }
            if errno != EINTR { throw ReadFault(.cannotRead(code: errno), at: storedBytesRead) }
        }
    }
}
