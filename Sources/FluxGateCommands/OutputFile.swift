import ByteStreams
import Foundation
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a command's product goes: standard output, or a file that gets its name only when it is whole.
final class OutputFile {
    private let descriptor: CInt
    private let path: String?
    private let temporaryPath: String?
    private let compressor: GzipWriter?
    private var buffer: [UInt8] = []
    private var isOpen = true

    /// Standard output for nil or `-`.
    init(path: String?, compresses: Bool = false) throws(OutputFault) {
        compressor = compresses ? GzipWriter() : nil
        buffer.reserveCapacity(256 << 10)
        guard let path, path != "-" else {
            self.path = nil
            temporaryPath = nil
            descriptor = STDOUT_FILENO
            // A reader that has seen enough closes the pipe; that is its right, and shows as an error of `write`.
            signal(SIGPIPE, SIG_IGN)
            return
        }
        self.path = path
        let temporary = "\(path).part-\(getpid())"
        temporaryPath = temporary
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw .failed(path: path, code: errno) }
    }

    deinit {
        discard()
    }

    func write(_ bytes: [UInt8]) throws(OutputFault) {
        buffer += bytes
        if buffer.count >= 256 << 10 { try flush() }
    }

    /// Gives the file its name.
    func finish() throws(OutputFault) {
        try flush()
        if let compressor {
            do { try compressor.finish { try self.put($0) } } catch { throw OutputFile.fault(error, path) }
        }
        isOpen = false
        guard let path, let temporaryPath else { return }
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS, close(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            let code = errno
            unlink(temporaryPath)
            throw .failed(path: path, code: code)
        }
    }

    /// Leaves nothing behind.
    func discard() {
        guard isOpen, let temporaryPath else { return }
        isOpen = false
        close(descriptor)
        unlink(temporaryPath)
    }

    private func flush() throws(OutputFault) {
        guard !buffer.isEmpty else { return }
        let bytes = buffer
        buffer.removeAll(keepingCapacity: true)
        do {
            if let compressor { try compressor.write(bytes) { try self.put($0) } } else { try put(bytes) }
        } catch {
            throw OutputFile.fault(error, path)
        }
    }

    private func put(_ bytes: [UInt8]) throws(OutputFault) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress! + written, bytes.count - written) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw errno == EPIPE && path == nil ? .closedPipe : .failed(path: path ?? "standard output", code: errno)
            }
        }
    }

    private static func fault(_ error: any Error, _ path: String?) -> OutputFault {
        error as? OutputFault ?? .failed(path: path ?? "standard output", code: EIO)
    }
}

enum OutputFault: Error {
    /// Whoever read standard output has gone.
    case closedPipe
    case failed(path: String, code: Int32)
}

private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
