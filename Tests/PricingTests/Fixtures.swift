import ByteStreams
import Pricing
import Testing
import TrafficModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Files of the repository, found from where this file stands.
enum Fixtures {
    static func bytes(_ path: String, file: String = #filePath) throws -> [UInt8] {
        let root = file.split(separator: "/").dropLast(3).joined(separator: "/")
        let stream = try #require(fopen("/\(root)/\(path)", "rb"), "no file \(path)")
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    static func lines(_ path: String) throws -> [String] {
        try bytes(path).split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The built-in book.
    static func builtIn() throws -> Pricer {
        Pricer(book: try PriceBook.builtIn())
    }

    /// The built-in book with the invented price card on top.
    static func cardC() throws -> Pricer {
        try builtIn(under: String(decoding: bytes("fixtures/prices/card-c.jsonl"), as: UTF8.self))
    }

    /// The built-in book under the rows of an overlay.
    static func builtIn(under overlay: String...) throws -> Pricer {
        var book = try PriceBook.builtIn()
        for text in overlay { try book.add(PriceFileReader.read(Array(text.utf8), name: "overlay.jsonl")) }
        return Pricer(book: book)
    }
}
