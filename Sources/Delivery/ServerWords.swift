import ByteStreams

/// What a server says of an error, in one short line.
enum ServerWords {
    private static let longest = 300

    static func of(_ body: [UInt8], _ reader: JSONReader) -> String {
        let told = try? reader.read(body) { answer -> String? in
            let error = answer.present("error")
            return error?.string ?? error?.present("message")?.string ?? answer.present("message")?.string ?? answer.present("description")?.string
        }
        let text = (told ?? nil) ?? String(decoding: body, as: UTF8.self)
        let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        return words.count > longest ? words.prefix(longest) + "…" : words
    }
}
