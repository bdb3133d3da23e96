import CostReports
import Replay
import TrafficModel

/// Shows rejected records: the first few on standard error, all of them in the file of `--rejects`.
struct RejectLog {
    private static let shownUnlessVerbose = 5

    private let options: ReadingOptions
    private let inputs: [String]
    private let file: OutputFile?
    private var count = 0
    /// On a second look the same records are rejected again: they were told already.
    var isMuted = false

    init(options: ReadingOptions, inputs: [String], file: OutputFile?) {
        self.options = options
        self.inputs = inputs
        self.file = file
    }

    mutating func take(_ reject: Reject) throws {
        guard !isMuted else { return }
        try take(reject, of: inputs[reject.location.input])
    }

    mutating func take(_ reject: Reject, of path: String) throws {
        count += 1
        if options.verbose || count <= RejectLog.shownUnlessVerbose {
            options.messages.note("\(path):\(reject.location.line): error: \(reject.reason.rawValue): \(reject.message) (byte \(reject.location.offset))")
        }
        guard let file else { return }
        var json = JSONWriter()
        json.beginObject()
        json.member("file", path)
        json.member("line", reject.location.line)
        json.member("offset", reject.location.offset)
        json.member("reason", reject.reason.rawValue)
        json.member("message", reject.message)
        json.endObject()
        json.newline()
        try file.write(json.bytes)
    }

    func summarise() {
        let more = count - RejectLog.shownUnlessVerbose
        guard more > 0, !options.verbose else { return }
        options.messages.note("\(more) more records were rejected; --rejects FILE lists all of them")
    }
}

/// A sink with its rejects shown.
struct WatchedSink<Sink: CallSink>: CallSink, @unchecked Sendable {  // handed to the run's task and back, never shared
    var sink: Sink
    var rejects: RejectLog

    mutating func take(_ call: borrowing PricedCall) throws {
        try sink.take(call)
    }

    mutating func take(_ reject: Reject) throws {
        try rejects.take(reject)
        try sink.take(reject)
    }

    mutating func restart() throws {
        rejects.isMuted = true
        try sink.restart()
    }

    func makeBatch(_ texts: any KeyTexts) -> CallBatch? { sink.makeBatch(texts) }

    mutating func take(_ batch: inout CallBatch) {
        sink.take(&batch)
    }
}
