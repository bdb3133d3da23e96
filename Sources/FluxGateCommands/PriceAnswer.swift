import CostReports
import Pricing
import TrafficModel

/// What `prices` answers, as a table or as JSON.
struct PriceAnswer {
    let book: PriceBook
    let time: Timestamp
    let rows: [PriceRow]
    /// For one model: how its name was understood.
    var lookup: PriceLookup?

    func write(as format: AnswerFormat) throws {
        try format.write(table: table, json: json)
    }

    // MARK: - Table

    private var table: String {
        var text = "Prices at \(time.utcText), price book of \(book.catalogue?.text ?? "(no date)"), USD per 1M tokens where nothing else is said\n"
        if let lookup, let model = lookup.model {
            text += "\(VisibleText.escaped(lookup.name)): \(model.model) (\(model.match.rawValue))\n"
        }
        text += "\n"
        let columns: [TextTable.Column] = [
            .init(title: "model", role: .key), .init(title: "tier", role: .key), .init(title: "above", role: .figure), .init(title: "from", role: .figure),
            .init(title: "to", role: .dispensableFigure), .init(title: "input", role: .figure), .init(title: "cached", role: .figure),
            .init(title: "write", role: .dispensableFigure), .init(title: "output", role: .figure), .init(title: "other", role: .key),
        ]
        let cells = rows.map(PriceAnswer.cells)
        let layout = TextTable(columns, rows: cells, fitting: lookup == nil ? 120 : 100)
        for line in [columns.map(\.title)] + cells { text += layout.line(line) + "\n" }
        if let fees = lookup?.fees, !fees.isEmpty {
            text += "\nFees of hosted tools\n"
            for fee in fees { text += "  \(fee.tool.rawValue)  \(fee.rate.exactText) USD per \(fee.unit.rawValue)\n" }
        }
        if let notes = lookup?.rows.compactMap({ $0.provenance.source }), !notes.isEmpty {
            text += "\nSources: \(VisibleText.escaped(Set(notes).sorted().joined(separator: " · ")))\n"
        }
        return text
    }

    private static func cells(of row: PriceRow) -> [String] {
        func rate(_ kind: TokenKind) -> String { row.tokens[published: kind]?.exactText ?? "" }
        return [
            VisibleText.escaped(row.model), row.tier.rawValue, row.aboveInputTokens.map { String($0) } ?? "", dayText(row.period.start),
            row.period.end.map(dayText) ?? "", rate(.input), rate(.cachedInput), rate(.cacheWrite), rate(.output), others(of: row),
        ]
    }

    /// What has no column of its own.
    private static func others(of row: PriceRow) -> String {
        var parts: [String] = []
        for kind in TokenKind.allCases where ![.input, .cachedInput, .cacheWrite, .output].contains(kind) {
            if let rate = row.tokens[published: kind] { parts.append("\(kind.name) \(rate.exactText)") }
        }
        if let rate = row.units.perMinute { parts.append("\(rate.exactText) a minute") }
        if let rate = row.units.perMillionCharacters { parts.append("\(rate.exactText) per 1M characters") }
        for (size, rate) in row.units.perSecond.sorted(by: { $0.key < $1.key }) { parts.append("\(rate.exactText) a second at \(size)") }
        for image in row.units.perImage { parts.append("\(image.rate.exactText) an image \(image.label)") }
        if let factor = row.regionFactor { parts.append("×\(factor.exactText) at regional hosts") }
        if row.currency != .usd { parts.append("in \(row.currency.code)") }
        return VisibleText.escaped(parts.joined(separator: ", "))
    }

    private static func dayText(_ time: Timestamp) -> String {
        let text = time.utcText
        return text.hasSuffix("T00:00:00.000Z") ? String(text.prefix(10)) : text
    }

    // MARK: - JSON

    private var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("schema", "fluxgate.prices/1")
        json.member("catalogue", book.catalogue?.text)
        json.member("at", time.utcText)
        if let lookup {
            json.member("name", lookup.name)
            json.member("model", lookup.model?.model)
            json.member("match", lookup.model?.match.rawValue)
            json.member("no_price", lookup.reason?.rawValue)
        }
        json.name("rows")
        json.beginArray()
        for row in rows { write(row, to: &json) }
        json.endArray()
        if let lookup {
            json.name("fees")
            json.beginArray()
            for fee in lookup.fees { write(fee, to: &json) }
            json.endArray()
        }
        json.endObject()
        json.newline()
        return json.bytes
    }

    private func write(_ row: PriceRow, to json: inout JSONWriter) {
        json.beginObject()
        json.member("model", row.model)
        json.member("tier", row.tier.rawValue)
        json.name("above_input_tokens")
        if let threshold = row.aboveInputTokens { json.value(threshold) } else { json.null() }
        json.member("effective_from", PriceAnswer.dayText(row.period.start))
        json.member("effective_to", row.period.end.map(PriceAnswer.dayText))
        json.member("currency", row.currency.code)
        for kind in TokenKind.allCases { json.memberIfPresent(kind.name, row.tokens[published: kind]?.exactText) }
        json.memberIfPresent("per_minute", row.units.perMinute?.exactText)
        json.memberIfPresent("per_1m_characters", row.units.perMillionCharacters?.exactText)
        if !row.units.perSecond.isEmpty {
            json.name("per_second")
            json.beginObject()
            for (size, rate) in row.units.perSecond.sorted(by: { $0.key < $1.key }) { json.member(size, rate.exactText) }
            json.endObject()
        }
        if !row.units.perImage.isEmpty {
            json.name("per_image")
            json.beginObject()
            for image in row.units.perImage { json.member(image.label, image.rate.exactText) }
            json.endObject()
        }
        json.memberIfPresent("region_factor", row.regionFactor?.exactText)
        json.memberIfPresent("source", row.provenance.source)
        json.memberIfPresent("confidence", row.provenance.confidence)
        json.memberIfPresent("note", row.provenance.note)
        json.member("file", row.provenance.file)
        json.member("line", row.provenance.line)
        json.endObject()
    }

    private func write(_ fee: ToolFee, to json: inout JSONWriter) {
        json.beginObject()
        json.member("fee", fee.tool.rawValue)
        json.member("unit", fee.unit.rawValue)
        json.member("usd", fee.rate.exactText)
        json.memberIfPresent("source", fee.provenance.source)
        json.endObject()
    }
}
