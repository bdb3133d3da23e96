import CostReports
import Pricing
import TrafficModel

/// How a call's usage, status and every term of its cost came about: `inspect --explain`.
struct CallExplanation {
    let call: Call
    let quote: Quote
    let path: String

    /// Lines of plain text; names from logs are made harmless.
    var text: String {
        var lines = ["\(path):\(call.source.line)"]
        lines.append("  call      \(call.endpoint?.rawValue ?? "unknown endpoint") at \(call.provider)\(call.region.map { ", region \($0)" } ?? "")\(call.isStreamed ? ", streamed" : "")")
        lines.append("  model     \(model)")
        lines.append("  time      \(call.time?.utcText ?? "not known")\(call.latency.map { ", latency \(milliseconds($0)) ms (\(call.latencySource.rawValue))" } ?? "")")
        lines.append("  status    \(status)")
        lines.append("  tier      \(tier)")
        lines.append("  usage     \(usage)")
        if !call.tools.isEmpty { lines.append("  tools     \(tools)") }
        for line in quote.lines { lines.append("  cost      \(term(line))") }
        lines.append("  total     \(total)")
        if let reported = call.reportedCost { lines.append("  reported  \(reported.exactText) USD, told by the provider or the context") }
        for note in quote.notes { lines.append("  note      \(note.rawValue)") }
        return lines.map { VisibleText.escaped($0) }.joined(separator: "\n") + "\n"
    }

    private var model: String {
        guard let name = call.model else { return "none named" }
        var text = name
        if let asked = call.requestedModel, asked != name { text += ", asked for as \(asked)" }
        if let deployment = call.deployment { text += ", deployment \(deployment)" }
        if let basis = quote.basis { text += "; priced as \(basis.model.model) (\(basis.match.rawValue))" }
        return text
    }

    private var status: String {
        var text = call.status.rawValue
        if let http = call.httpStatus { text += ", HTTP \(http)" }
        if let reason = call.finishReason { text += ", finish reason \(reason)" }
        if let message = call.errorMessage { text += ": \(message)" }
        return text
    }

    private var tier: String {
        if call.isBatch { return "batch, since the record comes from a batch" }
        guard let tier = call.serviceTier else { return "default, since nothing names one" }
        return call.serviceTierIsAssumed ? "\(tier), as asked for; the answer names none" : "\(tier), as the answer names it"
    }

    private var usage: String {
        guard let usage = call.usage else { return call.quantities.isEmpty ? "none reported" : quantities }
        var input = "\(usage.input) input"
        let parts = [("cached", usage.cachedInput), ("cache write", usage.cacheWrite), ("audio", usage.audioInput), ("image", usage.imageInput)]
        let named = parts.compactMap { name, count in count.flatMap { $0 > 0 ? "\($0) \(name)" : nil } }
        if !named.isEmpty { input += " (\(named.joined(separator: ", ")))" }
        var output = "\(usage.output) output"
        let made = [("reasoning", usage.reasoning), ("audio", usage.audioOutput), ("image", usage.imageOutput)]
        let namedOutput = made.compactMap { name, count in count.flatMap { $0 > 0 ? "\($0) \(name)" : nil } }
        if !namedOutput.isEmpty { output += " (\(namedOutput.joined(separator: ", ")))" }
        var text = "\(input), \(output) tokens"
        if let total = usage.reportedTotal { text += ", \(total) in all" }
        if let fault = call.usageFault { text += "; contradicts itself: \(fault.rawValue)" }
        return text
    }

    private var quantities: String {
        var parts: [String] = []
        if let value = call.quantities.milliseconds { parts.append("\(Money(quintillionths: Int128(value) * 1_000_000_000_000_000).exactText) seconds") }
        if let value = call.quantities.characters { parts.append("\(value) characters") }
        if let value = call.quantities.images { parts.append("\(value) images") }
        if let value = call.quantities.quality { parts.append("quality \(value)") }
        if let value = call.quantities.size { parts.append("size \(value)") }
        return parts.joined(separator: ", ")
    }

    private var tools: String {
        let counts = [
            ("searches", call.tools.webSearches), ("preview searches", call.tools.webSearchPreviews), ("pages opened (free)", call.tools.pagesOpened),
            ("file searches", call.tools.fileSearches), ("containers", call.tools.codeInterpreterContainers),
        ]
        return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }

    /// `2000 input × 2.5 USD per 1M tokens = 0.005 USD`, and where the rate comes from.
    private func term(_ line: QuoteLine) -> String {
        let currency: String
        let origin: String
        switch line.source {
        case .price(let row):
            currency = row.currency.code
            var text = "\(row.model), \(row.tier.rawValue), from \(row.period.start.utcText.prefix(10))"
            if let end = row.period.end { text += " to \(end.utcText.prefix(10))" }
            if let threshold = row.aboveInputTokens { text += ", above \(threshold) input tokens" }
            if let source = row.provenance.source { text += "; \(source)" }
            origin = text
        case .fee(let fee, _):
            currency = "USD"
            origin = "fee from \(fee.period.start.utcText.prefix(10))" + (fee.provenance.source.map { "; \($0)" } ?? "")
        case .override:
            currency = "USD"
            origin = "the caller's own rate"
        }
        let factor = quote.basis.flatMap { $0.isRegional ? $0.regionFactor : nil }.map { ", ×\($0.exactText) for the region in it" } ?? ""
        let count = line.unit == .minute || line.unit == .second ? "\(Money(quintillionths: Int128(line.count) * 1_000_000_000_000_000).exactText) s" : "\(line.count)"
        return "\(count) \(line.item.name) × \(line.rate.exactText) \(currency) per \(line.unit.rawValue) = \(line.amount.exactText)"
            + "\(line.isRounded ? " (nearest)" : "")  [\(origin)\(factor)]"
    }

    private var total: String {
        switch quote.cost {
        case .priced(let amount, let currency): "\(amount.exactText) \(currency.code)"
        case .noUsage(let reason): "no usage to price: \(reason.rawValue)"
        case .unpriced(let reason): "no price: \(reason.rawValue)"
        }
    }

    private func milliseconds(_ micros: Int64) -> String {
        Money(quintillionths: Int128(micros) * 1_000_000_000_000_000).exactText
    }
}
