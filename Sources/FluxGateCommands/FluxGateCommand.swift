public import ArgumentParser

/// The command line's root: `fluxgate PATH…` alone makes the report.
public struct FluxGateCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "fluxgate",
        abstract: "Replays recorded OpenAI traffic: what it cost, by feature, user and session.",
        version: ProgramVersion.text,
        subcommands: [
            ReportCommand.self, EventsCommand.self, SendCommand.self, IngestCommand.self, InspectCommand.self, PricesCommand.self, ConfigCommand.self,
        ],
        defaultSubcommand: ReportCommand.self)

    public init() {}
}

enum ProgramVersion {
    static let text = "0.1.0"
}
