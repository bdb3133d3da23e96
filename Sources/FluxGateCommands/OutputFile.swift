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
    private let compresses: Bool
    private var compressor: GzipWriter?
    private var buffer: [UInt8] = []
    private var isOpen = true
    /// Holds back what can't be taken back, on standard output or a device, until it is known to stand.
    private var held: HeldOutput?

    private static let bufferSize = 256 << 10

    /// Standard output for nil or `-`. `mayRestart`: what was written may have to be taken back.
    init(path: String?, compresses: Bool = false, mayRestart: Bool = false) throws(OutputFault) {
        self.compresses = compresses
        compressor = compresses ? GzipWriter() : nil
        buffer.reserveCapacity(OutputFile.bufferSize)
        guard let path, path != "-" else {
            self.path = nil
            temporaryPath = nil
            descriptor = STDOUT_FILENO
            held = mayRestart ? HeldOutput() : nil
            return
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        if exists, kind == S_IFDIR { throw .failed(path: path, code: EISDIR) }
        if exists, kind != S_IFREG {
            // A device or a pipe is written to where it is: a file in its place would be no device.
            self.path = path
            temporaryPath = nil
            held = mayRestart ? HeldOutput() : nil
        } else {
            let target = exists ? OutputFile.target(of: path) : path
            self.path = target
            temporaryPath = "\(target).part-\(getpid())"
        }
        descriptor = open(temporaryPath ?? path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw .failed(path: path, code: errno) }
    }

    /// Where a link leads: the file behind it is written, and the link stays.
    private static func target(of path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    deinit {
        discard()
    }

    func write(_ bytes: [UInt8]) throws(OutputFault) {
        if buffer.count + bytes.count > OutputFile.bufferSize { try flush() }
        if bytes.count < OutputFile.bufferSize { buffer += bytes } else { try send(bytes) }
    }

    /// Takes back what was written.
    func restart() throws(OutputFault) {
        buffer.removeAll(keepingCapacity: true)
        compressor = compresses ? GzipWriter() : nil
        if temporaryPath != nil {
            guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw .failed(path: path ?? "", code: errno) }
        } else if held != nil {
            held = HeldOutput()
        }
    }

    /// Gives the file its name.
    func finish() throws(OutputFault) {
        try flush()
        if let compressor {
            do { try compressor.finish { try self.put($0) } } catch { throw OutputFile.fault(error, path) }
        }
        if let held {
            self.held = nil
            do { try held.forEachPiece { try self.put($0) } } catch { throw OutputFile.fault(error, path) }
        }
        isOpen = false
        guard let path else { return }
        guard let temporaryPath else {
            guard close(descriptor) == 0 else { throw .failed(path: path, code: errno) }
            return
        }
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS, close(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            let code = errno
            unlink(temporaryPath)
            throw .failed(path: path, code: code)
        }
    }

    /// Leaves nothing behind.
    func discard() {
        guard isOpen, path != nil else { return }
        isOpen = false
        close(descriptor)
        if let temporaryPath { unlink(temporaryPath) }
    }

    private func flush() throws(OutputFault) {
        guard !buffer.isEmpty else { return }
        // Whatever becomes of it: nothing is written twice.
        defer { buffer.removeAll(keepingCapacity: true) }
        try send(buffer)
    }

    private func send(_ bytes: [UInt8]) throws(OutputFault) {
        do {
            if let compressor { try compressor.write(bytes) { try self.put($0) } } else { try put(bytes) }
        } catch {
            throw OutputFile.fault(error, path)
        }
    }

    private func put(_ bytes: [UInt8]) throws(OutputFault) {
        if let held { return try held.append(bytes) }
        try systemWriteAll(descriptor, bytes) { code throws(OutputFault) in
            throw code == EPIPE && path == nil ? .closedPipe : .failed(path: path ?? "standard output", code: code)
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

/// Output that is held back: in memory while it is small, then in a temporary file without a name.
private final class HeldOutput {
    private static let memoryLimit = 8 << 20

    private var pieces: [[UInt8]] = []
    private var size = 0
    private var descriptor: CInt = -1

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func append(_ bytes: [UInt8]) throws(OutputFault) {
        if descriptor < 0 {
            pieces.append(bytes)
            size += bytes.count
            if size > HeldOutput.memoryLimit { try spill() }
        } else {
            try writeOut(bytes)
        }
    }

    func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
        guard descriptor >= 0 else { return try pieces.forEach(body) }
        lseek(descriptor, 0, SEEK_SET)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return }
            guard count > 0 else { throw OutputFault.failed(path: "temporary file", code: errno) }
            try body(Array(buffer[0..<count]))
        }
    }

    private func spill() throws(OutputFault) {
        var template = Array((NSTemporaryDirectory() + "fluxgate-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .failed(path: "temporary file", code: errno) }
        unlink(template)
        for piece in pieces { try writeOut(piece) }
        pieces = []
    }

    private func writeOut(_ bytes: [UInt8]) throws(OutputFault) {
        try systemWriteAll(descriptor, bytes) { code throws(OutputFault) in throw .failed(path: "temporary file", code: code) }
    }
}

/// Writes all bytes, however many calls that takes; hands the system's error number to `fail`.
private func systemWriteAll(_ descriptor: CInt, _ bytes: [UInt8], _ fail: (Int32) throws(OutputFault) -> Never) throws(OutputFault) {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
        if count >= 0 {
            written += count
        } else if errno != EINTR {
            try fail(errno)
        }
    }
}
