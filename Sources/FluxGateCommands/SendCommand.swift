import ArgumentParser
import Delivery
import Foundation
import Replay
import TrafficModel

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Delivers the calls to FluxGate, each once; a run that was cut short is taken up by the next one.",
        discussion: """
            What is to be sent and what was sent stands in the state file. Everything in it that waits is sent, whatever this run's inputs and \
            filters are: use another state file for another backfill. The key is taken from \(APIKeySource.variable) or from a file.
            """)

    @OptionGroup var reading: ReadingOptions

    @Option(help: ArgumentHelp("Where events go.", valueName: "url"))
    var endpoint = IngestEndpoint.published

    @Flag(help: "Send over plain HTTP to another machine: events and key can be read on the way.")
    var allowInsecureEndpoint = false

    @Option(help: ArgumentHelp("The state file.", valueName: "file"), completion: .file())
    var state = "fluxgate-send.sqlite"

    @Option(help: ArgumentHelp("Requests in flight at a time.", valueName: "n"))
    var concurrency = DeliveryPlan().concurrency

    @Option(help: ArgumentHelp("Requests a second at most.", valueName: "n"))
    var rate: Double?

    @Option(help: ArgumentHelp("Send so many events and leave the rest for another run.", valueName: "n"))
    var limit: Int?

    @Flag(inversion: .prefixedNo, help: "Send costOverride with the rates of each call's own time; without, FluxGate prices by today's.")
    var pinPrices = true

    @Flag(help: "Say what would be sent, and send and save nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Take the key from a file.", valueName: "file"), completion: .file())
    var apiKeyFile: String?

    @Option(
        help: ArgumentHelp("Write a JSON line for every delivered event whose cost here and at FluxGate differ.", valueName: "file"),
        completion: .file())
    var reportDifferences: String?

    @Option(help: ArgumentHelp("Give up when nothing has succeeded for so many seconds.", valueName: "seconds"))
    var giveUpAfter: Int?

    func validate() throws {
        if !(1...1_000).contains(concurrency) { throw ValidationError("--concurrency takes a number from 1 to 1000.") }
        if let rate, !(rate >= 0.001 && rate <= 1_000_000) { throw ValidationError("--rate takes a number of requests a second, such as 50.") }
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
        if let giveUpAfter, !(0...10_000_000).contains(giveUpAfter) { throw ValidationError("--give-up-after takes a number of seconds.") }
        _ = try ingestEndpoint()
    }

    func run() async throws {
        // A limit on file sizes is an error like a full disk, and no reason to die.
        signal(SIGXFSZ, SIG_IGN)
        try await Backfill(command: self, endpoint: try ingestEndpoint()).run()
    }

    private func ingestEndpoint() throws -> IngestEndpoint {
        do throws(IngestEndpointFault) { return try IngestEndpoint(endpoint, allowsPlainHTTP: allowInsecureEndpoint) } catch {
            switch error {
            case .notAnAddress: throw ValidationError("--endpoint takes an http or https address.")
            case .holdsCredentials: throw ValidationError("--endpoint takes no user or password; the key goes in a header.")
            case .notEncrypted:
                throw ValidationError(
                    "--endpoint takes https, and http on this machine alone: on the way, everybody could read the key. --allow-insecure-endpoint permits it.")
            }
        }
    }

    var plan: DeliveryPlan {
        var plan = DeliveryPlan()
        plan.concurrency = concurrency
        plan.rate = rate
        plan.limit = limit
        plan.userAgent = "fluxgate/\(ProgramVersion.text)"
        if let giveUpAfter {
            plan.patience = .seconds(giveUpAfter)
            plan.firstPatience = .seconds(giveUpAfter)
        }
        return plan
    }
}
