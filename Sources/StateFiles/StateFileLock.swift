#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The right to work with a state file, for one process at a time. The lock is the operating system's: it goes with the process, however that
/// ends. It is taken on a file of its own, since closing any descriptor of a database would release SQLite's locks on it.
package final class StateFileLock: Sendable {
    private let descriptor: CInt

    package init(path: String) throws(StateFileFault) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .failed(String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = StateFileLock.holder(descriptor)
            close(descriptor)
            throw code == EWOULDBLOCK ? .inUse(process: holder) : .failed(String(cString: strerror(code)))
        }
        // For whoever comes second; on a full disk the lock holds without it.
        let name = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = name.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) } }
    }

    deinit {
        close(descriptor)
    }

    /// The process that has the lock, as it wrote it down.
    private static func holder(_ descriptor: CInt) -> Int? {
        var text = [UInt8](repeating: 0, count: 32)
        let count = text.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        return Int(String(decoding: text.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
