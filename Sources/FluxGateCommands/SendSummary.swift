import CostReports
import Delivery
import Foundation
import TrafficModel

/// What a delivery came to, for people.
struct SendSummary {
    let progress: DeliveryProgress
    let comparison: CostComparison
    /// The differences were written to a file.
    let listsDifferences: Bool

    var text: String {
        var lines = ["Delivered  \(count(comparison.events, "event")), \(number(progress.sent)) by this run"]
        if progress.pending > 0 { lines.append("Pending    \(count(progress.pending, "event"))") }
        if progress.refused > 0 { lines.append("Refused    \(count(progress.refused, "event"))") }
        if comparison.events > 0 {
            lines.append("Cost       \(side(comparison.local)) by the log and the price book")
            lines.append("           \(side(comparison.server)) by FluxGate")
        }
        if comparison.differing > 0 {
            lines.append("Differing  \(count(comparison.differing, "event"))\(listsDifferences ? "" : "; --report-differences FILE lists them")")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func side(_ side: CostComparison.Side) -> String {
        let sum = side.sum.map { FigureText.exactDollars($0) } ?? FigureText.overflow
        return side.known == comparison.events ? sum : "\(sum) for \(number(side.known)) of them"
    }
}

/// What a delivery would do, for people.
struct SendPreview {
    /// What a request takes until it is answered, for lack of anything better.
    private static let assumedSeconds = 0.1

    let counts: OutboxCounts
    let period: (first: Timestamp, last: Timestamp)?
    let endpoint: IngestEndpoint
    let plan: DeliveryPlan

    var text: String {
        let events = min(counts.pending, plan.limit ?? .max)
        var lines = ["Would send  \(count(events, "event")) to \(endpoint.url)"]
        if events < counts.pending { lines.append("Left        \(count(counts.pending - events, "event")) for another run") }
        if let period { lines.append("Period      \(period.first.utcText) to \(period.last.utcText)") }
        if events > 0 { lines.append("Takes       about \(timeText(Double(events) / rate)) (\(basis))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private var unhindered: Double { Double(plan.concurrency) / SendPreview.assumedSeconds }
    private var rate: Double { min(plan.rate ?? .infinity, unhindered) }

    private var basis: String {
        if let limit = plan.rate, limit <= unhindered { return "\(String(format: "%g", limit)) a second" }
        return "\(plan.concurrency) at a time, if each takes \(Int(SendPreview.assumedSeconds * 1_000)) ms"
    }
}

private func number(_ count: Int) -> String { FigureText.grouped(Int64(count)) }

private func count(_ count: Int, _ noun: String) -> String { "\(number(count)) \(noun)\(count == 1 ? "" : "s")" }
