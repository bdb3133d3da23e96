#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An input as it was when it was read: while this stays the same, so does what is in it.
package struct InputMark: Sendable, Hashable {
    package var path: String
    package var device: Int64
    package var number: Int64
    package var size: Int64
    /// Of its last change, in nanoseconds.
    package var modified: Int64

    /// nil for what is no plain file: what a pipe gives is never the same.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let full = realpath(path, nil) else { return nil }
        defer { free(full) }
        self.path = String(cString: full)
        device = Int64(truncatingIfNeeded: status.st_dev)
        number = Int64(truncatingIfNeeded: status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Darwin)
        let time = status.st_mtimespec
        #else
        let time = status.st_mtim
        #endif
        modified = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    package init(path: String, device: Int64, number: Int64, size: Int64, modified: Int64) {
        self.path = path
        self.device = device
        self.number = number
        self.size = size
        self.modified = modified
    }
}
