import ByteStreams
import Foundation

/// How far a run has come.
package struct ReplayProgress: Sendable {
    /// Stored bytes read so far.
    package var bytesRead: Int
    /// Stored bytes in all; nil where an input does not say.
    package var bytesKnown: Int?
    package var path: String
}

/// Adds up what the inputs have given.
struct ProgressMeter {
    private let inputs: [String]
    private let report: (@Sendable (ReplayProgress) -> Void)?
    private let total: Int?
    private var finished = 0
    private var index = 0

    init(inputs: [String], report: (@Sendable (ReplayProgress) -> Void)?) {
        self.inputs = inputs
        self.report = report
        guard report != nil else {
            total = nil
            return
        }
        var sum: Int? = 0
        for path in inputs {
            let size = path == "-" ? nil : (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
            sum = sum.flatMap { sum in size.map { sum + $0 } }
        }
        total = sum
    }

    func update(_ bytesOfThis: Int) {
        guard let report, index < inputs.count else { return }
        report(ReplayProgress(bytesRead: finished + bytesOfThis, bytesKnown: total, path: inputs[index]))
    }

    mutating func finish(_ bytesOfThis: Int) {
        update(bytesOfThis)
        finished += bytesOfThis
        index += 1
    }
}
