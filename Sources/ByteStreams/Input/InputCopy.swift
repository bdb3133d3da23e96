#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A copy of an input that can't be read twice (a pipe), kept in a temporary file without a name: it is gone with the process, however that
/// ends.
package final class InputCopy: @unchecked Sendable {  // written by the one reader of its input, read when that is done
    private let descriptor: CInt
    /// False when the copy could not be written to its end: a full disk.
    package private(set) var isComplete = true

    init?() {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/fluxgate-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        unlink(template)
    }

    deinit {
        close(descriptor)
    }

    /// A path by which this process reads the copy.
    package var path: String {
        #if os(Linux)
        "/proc/self/fd/\(descriptor)"
        #else
        "/dev/fd/\(descriptor)"
        #endif
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        var written = 0
        while isComplete, written < bytes.count {
            let count = systemWrite(descriptor, bytes.baseAddress! + written, bytes.count - written)
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                isComplete = false
            }
        }
    }
}

private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// A source that leaves a copy of what it gave.
final class CopyingSource: ByteSource {
    private let source: any ByteSource
    private let copy: InputCopy

    init(_ source: any ByteSource, to copy: InputCopy) {
        self.source = source
        self.copy = copy
    }

    var storedBytesRead: Int { source.storedBytesRead }
    func wouldWait(longerThan milliseconds: Int32) -> Bool { source.wouldWait(longerThan: milliseconds) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int {
        let count = try source.read(into: buffer)
        copy.append(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
        return count
    }
}
