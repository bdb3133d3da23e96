#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An input that was opened: a mapped file or a stream, and the compression that its first bytes show.
struct OpenedInput {
    var size: Int?
    var compression: Compression?
    var unsupported: String?
    var mapped: MappedFile?
    var source: (any ByteSource)?
    /// A pipe's bytes come once.
    var canBeReadAgain = false

    /// Opens a file, or standard input for `-`.
    static func open(_ path: String) throws(ReadFault) -> OpenedInput {
        if path == "-" { return try openStream(DescriptorSource(descriptor: STDIN_FILENO, closesAtEnd: false)) }
        #if canImport(Glibc)
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        #elseif canImport(Musl)
        let descriptor = Musl.open(path, O_RDONLY | O_CLOEXEC)
        #else
        let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
        #endif
        guard descriptor >= 0 else { throw ReadFault(.cannotOpen(code: errno), at: 0) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw ReadFault(.cannotOpen(code: code), at: 0)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            guard status.st_mode & S_IFMT != S_IFDIR else {
                close(descriptor)
                throw ReadFault(.cannotOpen(code: EISDIR), at: 0)
            }
            return try openStream(DescriptorSource(descriptor: descriptor, closesAtEnd: true))
        }
        let size = Int(status.st_size)
        guard size > 0 else {
            // Some file systems tell no sizes.
            var opened = try openStream(DescriptorSource(descriptor: descriptor, closesAtEnd: true))
            opened.size = 0
            return opened
        }
        let head = try withUnsafeTemporaryBytes(6) { buffer throws(ReadFault) in max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0)) }
        let magic = head.withView { Compression.detect($0) }
        var opened = OpenedInput(size: size, compression: magic.compression, unsupported: magic.unsupported, canBeReadAgain: true)
        // What is compressed is copied on the way anyway; some file systems do not map.
        if magic.compression == nil { opened.mapped = MappedFile(descriptor: descriptor, size: size) }
        if opened.mapped == nil { opened.source = FileSource(descriptor: descriptor, size: size) }
        return opened
    }

    private static func openStream(_ source: DescriptorSource) throws(ReadFault) -> OpenedInput {
        var head: [UInt8] = []
        while head.count < 6 {
            let piece = try withUnsafeTemporaryBytes(6 - head.count) { buffer throws(ReadFault) in try source.read(into: buffer) }
            if piece.isEmpty { break }
            head += piece
        }
        let magic = head.withView { Compression.detect($0) }
        return OpenedInput(
            size: nil, compression: magic.compression, unsupported: magic.unsupported, mapped: nil, source: PushbackSource(head: head, rest: source))
    }

    private static func withUnsafeTemporaryBytes(
        _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(ReadFault) -> Int
    ) throws(ReadFault) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        let got = try body(buffer)
        return Array(buffer[0..<got])
    }
}
