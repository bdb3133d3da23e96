#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a program may take for granted of standard input, output and error, and what it may not.
public enum StandardStreams {
    /// Called once, before anything is opened.
    ///
    /// A reader that has seen enough closes its pipe: that is its right, shows as an error of `write`, and must not kill the process half-way
    /// through a file. And a stream that the caller closed gets a descriptor on which reading and writing fail: the next file opened would
    /// take its number, and be written into.
    public static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes to standard error. What can't be said is left unsaid: nobody listens, and the work goes on.
    static func writeError(_ text: String) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress! + written, bytes.count - written) }
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                return
            }
        }
    }
}
