import CFileGuard
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A regular file in memory. Pages that were read are given back, so that memory does not grow with the file.
///
/// Those who rotate logs truncate them while they are read. A page that is gone reads as zeros then, and ``stillHolds(_:)`` tells.
@safe final class MappedFile: @unchecked Sendable {  // immutable after creation; `release` only advises the kernel
    let bytes: UnsafeRawBufferPointer
    private let descriptor: CInt
    private let guardTicket: CInt

    /// Maps the whole file and takes over the descriptor; nil where the system won't map it.
    init?(descriptor: CInt, size: Int) {
        guard size > 0, let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else { return nil }
        guardTicket = fg_guard_begin(address, size)
        guard guardTicket >= 0 else {
            munmap(address, size)
            return nil
        }
        madvise(address, size, MADV_SEQUENTIAL)
        bytes = UnsafeRawBufferPointer(start: address, count: size)
        self.descriptor = descriptor
    }

    deinit {
        fg_guard_end(guardTicket)
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        close(descriptor)
    }

    /// Whether the file still holds its first `end` bytes: only then is what was read of them what stood there.
    func stillHolds(_ end: Int) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && Int(status.st_size) >= end
    }

    /// Gives back the whole pages of a range that nobody will read again.
    func release(_ range: Range<Int>) {
        let page = Int(getpagesize())
        let start = (range.lowerBound + page - 1) / page * page
        let end = range.upperBound / page * page
        guard start < end, let base = bytes.baseAddress else { return }
        madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
    }
}
