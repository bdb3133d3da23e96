import ByteStreams

/// Gathers the transcript of a stream: all of it, or what accounting needs.
struct TranscriptKeeper {
    private(set) var bytes: [UInt8] = []
    private let bodies: RecordedBodies
    private var lastEvent: [UInt8] = []

    init(_ bodies: RecordedBodies) {
        self.bodies = bodies
    }

    mutating func take(_ piece: [UInt8]) {
        if bodies == .full { bytes += piece }
    }

    /// Without their texts, most events equal the one before: those say nothing more.
    mutating func take(_ event: SSEEvent, _ reader: JSONReader) {
        guard bodies == .usageOnly else { return }
        let data = event.data.trimmed
        guard !data.isEmpty else { return }
        var text: [UInt8] = []
        if !event.name.isEmpty { text += Array("event: \(event.name.string)\n".utf8) }
        text += Array("data: ".utf8)
        if data.hasPrefix("[DONE]") {
            text += Array("[DONE]".utf8)
        } else if let value = try? reader.value(of: data) {
            text += Array(UsageOnly.answer(JSON(value)).text.utf8)
        } else if event.isTerminated {
            text += Array(UsageOnly.leftOut.utf8)
        } else {
            return
        }
        text += Array("\n\n".utf8)
        guard text != lastEvent else { return }
        lastEvent = text
        bytes += text
    }
}
