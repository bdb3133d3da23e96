#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
package import ByteStreams
import Dispatch

/// Something to read that lives as long as its owner.
package protocol TestInput: AnyObject {
    var path: String { get }
}

extension TestInput {
    package func open(blockSize: Int? = nil, lineLength: Int? = nil) throws(ReadFault) -> BlockReader {
        var limits = BlockReader.Limits()
        if let blockSize { limits.blockSize = blockSize }
        if let lineLength { limits.lineLength = lineLength }
        defer { withExtendedLifetime(self) {} }
        return try BlockReader(path: path, limits: limits)
    }
}

/// A file that goes when its owner does.
package final class TemporaryFile: TestInput {
    package let path: String

    package init(_ bytes: [UInt8]) {
        var template = Array("/tmp/fluxgate-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        precondition(descriptor >= 0, "no temporary file")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        writeAll(bytes[...], to: descriptor)
        close(descriptor)
    }

    deinit {
        unlink(path)
    }

    /// Cuts the file down, as those who rotate logs do.
    package func shrink(to size: Int) {
        precondition(truncate(path, off_t(size)) == 0)
    }
}

/// A pipe that gives `bytes` in pieces of `pieceSize`.
package final class TestPipe: TestInput {
    /// What to open for reading.
    package var path: String { "/dev/fd/\(reading)" }
    private let reading: Int32

    package init(_ bytes: [UInt8], pieceSize: Int) {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0)
        reading = ends[0]
        let writing = ends[1]
        signal(SIGPIPE, SIG_IGN)  // a reader may stop early
        DispatchQueue.global().async {
            var rest = bytes[...]
            while !rest.isEmpty {
                writeAll(rest.prefix(pieceSize), to: writing)
                rest = rest.dropFirst(pieceSize)
            }
            close(writing)
        }
    }

    deinit {
        close(reading)
    }
}

private func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else {
            precondition(errno == EPIPE, "can't write")
            return
        }
        rest = rest.dropFirst(count)
    }
}
