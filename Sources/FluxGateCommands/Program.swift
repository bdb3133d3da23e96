import ArgumentParser
import Foundation

/// The program: what was typed, completed by what is set, and the command that it starts.
public enum Program {
    public static func main() async {
        do {
            let line = try completeArguments()
            do {
                tell(line.misspelt, quietly: line.isQuiet)
                var command = try await FluxGateCommand.asyncParseAsRoot(line.arguments)
                if let report = command as? ReportCommand {
                    try await report.run(within: try line.budgets())
                } else if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch {
                throw placed(error, line)
            }
        } catch {
            FluxGateCommand.exit(withError: error)
        }
    }

    /// This process's command line with all that is set.
    static func completeArguments() throws -> CompleteArguments {
        do { return try CompleteArguments(Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment) } catch let error as ValidationError {
            Messages(isQuiet: false).error(error.message)
            throw ExitStatus.usage.exit
        }
    }

    private static func tell(_ misspelt: [(variable: String, meant: String)], quietly: Bool) {
        for (variable, meant) in misspelt { Messages(isQuiet: quietly).note("\(variable) is no setting; did you mean \(meant)?") }
    }

    /// Wrong usage is told with the place where the wrong value was set, since it can't be seen on the command line.
    private static func placed(_ error: any Error, _ line: CompleteArguments) -> any Error {
        guard FluxGateCommand.exitCode(for: error) == .validationFailure else { return error }
        // Many values are listed a line each; a message is one line.
        let message = FluxGateCommand.message(for: error).replacing(":\n  - ", with: ": ").replacing("\n  - ", with: ", ")
        guard let places = line.places(spokenOfIn: message) else { return error }
        Messages(isQuiet: false).error("\(places): error: \(message)")
        return ExitStatus.usage.exit
    }
}
