import CZlib

/// Compresses a byte stream into one gzip member.
package final class GzipWriter {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    package init() {
        stream.initialize(to: z_stream())
        let code = deflateInit2_(stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib can't start")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Takes bytes and hands on what is compressed so far.
    package func write(_ bytes: [UInt8], to output: ([UInt8]) throws -> Void) throws {
        try bytes.withUnsafeBytes { try run($0, flush: Z_NO_FLUSH, output) }
    }

    /// Hands on all that was written, so that it can be read even if the member never ends.
    package func flush(to output: ([UInt8]) throws -> Void) throws {
        try run(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_SYNC_FLUSH, output)
    }

    /// Ends the member.
    package func finish(to output: ([UInt8]) throws -> Void) throws {
        try run(UnsafeRawBufferPointer(start: nil, count: 0), flush: Z_FINISH, output)
    }

    private func run(_ input: UnsafeRawBufferPointer, flush: Int32, _ output: ([UInt8]) throws -> Void) throws {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(input.count)
        repeat {
            let written = buffer.withUnsafeMutableBufferPointer { room in
                stream.pointee.next_out = room.baseAddress
                stream.pointee.avail_out = UInt32(room.count)
                deflate(stream, flush)
                return room.count - Int(stream.pointee.avail_out)
            }
            if written > 0 { try output(Array(buffer[0..<written])) }
        } while stream.pointee.avail_out == 0
    }
}
