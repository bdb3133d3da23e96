import ArgumentParser
import FluxGateSDK
import Replay
import TrafficModel

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "FluxGate events as JSON lines, one a call, in input order.")

    @OptionGroup var reading: ReadingOptions

    @Flag(help: "Add costOverride with the rates of each call's own time and tier.")
    var pinPrices = false

    @Flag(help: "Add metadata.source: the file and the line on which the call's answer began.")
    var source = false

    @Flag(help: "Write gzip.")
    var compress = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file, which gets its name only when it is whole.", valueName: "file"), completion: .file())
    var output: String?

    func run() async throws {
        let session = try ReplaySession(reading, writing: [("--output", output)])
        do {
            var options = EventMaker.Options()
            options.pinsPrices = pinPrices
            options.namesSource = source
            // A later record may complete an earlier call, so events come when all is read; without deduplication they come at once.
            let file = try session.open(output, compresses: compress, mayRestart: session.plan.dedupes)
            let maker = EventMaker(options: options, pricer: session.plan.pricer, inputs: session.plan.inputs)
            let (_, summary) = try await session.run(into: EventSink(maker: maker, file: file))
            try file.finish()
            try session.end(summary)
        } catch {
            throw session.failure(error)
        }
    }
}

private struct EventSink: CallSink {
    /// As it was before its first event.
    private let freshMaker: EventMaker
    private var maker: EventMaker
    let file: OutputFile
    var json = JSONWriter()

    init(maker: EventMaker, file: OutputFile) {
        freshMaker = maker
        self.maker = maker
        self.file = file
    }

    mutating func take(_ call: borrowing PricedCall) throws {
        json.removeAll()
        maker.event(of: call).write(to: &json)
        json.newline()
        try file.write(json.bytes)
    }

    mutating func take(_ reject: Reject) {}

    mutating func restart() throws {
        maker = freshMaker
        try file.restart()
    }
}
