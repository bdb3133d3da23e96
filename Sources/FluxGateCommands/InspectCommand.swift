import ArgumentParser
import ByteStreams
import CostReports
import Pricing
import Replay
import TrafficLogs
import TrafficModel

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "What is in the logs: containers found, counts, time span, faults.")

    @OptionGroup var reading: ReadingOptions

    @Flag(help: "Say for each call how its usage, its status and every term of its cost came about.")
    var explain = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file, which gets its name only when it is whole.", valueName: "file"), completion: .file())
    var output: String?

    func run() async throws {
        let session = try ReplaySession(reading, writing: [("--output", output)])
        do {
            let file = try session.open(output, mayRestart: explain && session.plan.dedupes)
            let explains = explain ? Explainer(pricer: session.plan.pricer, inputs: session.plan.inputs, file: file) : nil
            let (sink, summary) = try await session.run(into: InspectSink(explainer: explains))
            try file.write(Array(InspectReport(summary: summary, found: sink).text.utf8))
            try file.finish()
            try session.end(summary)
        } catch {
            throw session.failure(error)
        }
    }
}

/// What inspection counts beside the books.
private struct InspectSink: CallSink {
    let explainer: Explainer?
    var endpoints: [String: Int] = [:]
    var statuses: [CallStatus: Int] = [:]
    var costs: [String: Int] = [:]
    /// Attempts of calls that name what they are attempts of.
    var attempts: [String: Int] = [:]
    /// The first of each reason in each input.
    var firstReject: [RejectKey: Reject] = [:]

    struct RejectKey: Hashable {
        var reason: RejectReason
        var input: Int
    }

    init(explainer: Explainer?) {
        self.explainer = explainer
    }

    mutating func take(_ call: borrowing PricedCall) throws {
        try explainer?.explain(call.call)
        endpoints[call.call.endpoint?.rawValue ?? "(unknown)", default: 0] += 1
        statuses[call.call.status, default: 0] += 1
        if let name = call.call.logicalCall { attempts[name, default: 0] += 1 }
        switch call.computed {
        case .priced: costs["priced", default: 0] += 1
        case .noUsage(let reason): costs["no usage: \(reason.rawValue)", default: 0] += 1
        case .unpriced(let reason): costs["unpriced: \(reason.rawValue)", default: 0] += 1
        }
    }

    mutating func take(_ reject: Reject) {
        let key = RejectKey(reason: reject.reason, input: reject.location.input)
        if firstReject[key] == nil { firstReject[key] = reject }
    }

    mutating func restart() throws {
        try explainer?.file.restart()
        self = InspectSink(explainer: explainer)
    }
}

/// Writes a call's explanation as soon as it comes.
private struct Explainer {
    let pricer: Pricer
    let inputs: [String]
    let file: OutputFile

    func explain(_ call: Call) throws {
        let text = CallExplanation(call: call, quote: pricer.quote(call), path: inputs[call.source.input]).text
        try file.write(Array((text + "\n").utf8))
    }
}

/// The words of `inspect`.
private struct InspectReport {
    let summary: ReplaySummary
    let found: InspectSink

    var text: String {
        var lines: [String] = []
        for (index, input) in summary.inputs.enumerated() { lines += describe(input, index: index) + [""] }
        let counts = summary.counts
        lines.append(
            "total: \(counts.files) inputs, \(counts.lines) lines, \(counts.records) records = \(counts.calls) calls + \(counts.joined) joined + "
                + "\(counts.duplicates) duplicates + \(counts.filtered) filtered + \(counts.ignored) ignored + \(counts.rejected) rejected")
        lines += table("endpoints", found.endpoints)
        lines += table("statuses", Dictionary(uniqueKeysWithValues: found.statuses.map { ($0.key.rawValue, $0.value) }))
        lines += table("costs", found.costs)
        if !found.attempts.isEmpty {
            let retried = found.attempts.values.filter { $0 > 1 }
            lines.append("  retries")
            lines.append("    \(found.attempts.values.reduce(0, +)) attempts of \(found.attempts.count) logical calls, \(retried.count) of them retried")
        }
        if !summary.diagnostics.isEmpty {
            lines.append("  diagnostics")
            for diagnostic in summary.diagnostics {
                let first = diagnostic.first.map { ", first at \($0.text)" } ?? ""
                lines.append("    \(diagnostic.name.rawValue)  \(diagnostic.count)\(first)")
            }
        }
        return lines.map { VisibleText.escaped($0) }.joined(separator: "\n") + "\n"
    }

    private func describe(_ input: InputSummary, index: Int) -> [String] {
        var lines = ["\(input.path)"]
        lines.append("  \(input.storedBytes) bytes\(input.compression.map { ", \($0.rawValue)" } ?? ""), \(input.lines) lines, \(input.records) records, \(input.calls) calls, \(input.duplicates) duplicates")
        for (name, count) in input.containers.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("  container \(name): \(count) records (\(LogContainers.reason(of: name)))")
        }
        if let first = input.first, let last = input.last { lines.append("  from \(first.utcText) to \(last.utcText)") }
        for (reason, count) in input.rejects.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            var line = "  rejected \(count): \(reason.rawValue)"
            let first = found.firstReject[InspectSink.RejectKey(reason: reason, input: index)]
            if let first { line += ", first on line \(first.location.line): \(first.message)" }
            lines.append(line)
            if let hint = first?.hint { lines.append("    \(hint)") }
        }
        for fault in input.faults + input.notices { lines.append("  fault: \(fault.explanation)") }
        return lines
    }

    private func table(_ title: String, _ counts: [String: Int]) -> [String] {
        guard !counts.isEmpty else { return [] }
        return ["  \(title)"] + counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "    \($0.key)  \($0.value)" }
    }
}
