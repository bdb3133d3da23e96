import ArgumentParser

/// The form of an answer that is no report.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json

    /// Writes an answer to standard output.
    func write(table: @autoclosure () -> String, json: @autoclosure () -> [UInt8]) throws {
        do throws(OutputFault) {
            let output = try OutputFile(path: nil)
            try output.write(self == .json ? json() : Array(table().utf8))
            try output.finish()
        } catch .closedPipe {
        } catch {
            throw ExitStatus.outputFailed.exit
        }
    }
}
