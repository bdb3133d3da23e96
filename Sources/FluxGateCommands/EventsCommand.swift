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
        let session = try ReplaySession(reading)
        do {
            var options = EventMaker.Options()
            options.pinsPrices = pinPrices
            options.namesSource = source
            let file = try session.open(output, compresses: compress)
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
    var maker: EventMaker
    let file: OutputFile
    var json = JSONWriter()

    init(maker: EventMaker, file: OutputFile) {
        self.maker = maker
        self.file = file
    }

    mutating func take(_ call: PricedCall) throws {
        json.removeAll()
        maker.event(of: call).write(to: &json)
        json.newline()
        try file.write(json.bytes)
    }

    mutating func take(_ reject: Reject) {}
}
