import CostReports
import OpenAIWire
import TrafficModel

/// What `config show` answers, as a table or as JSON. Keys have no place in settings; one that was put there all the same is not shown.
struct SettingsAnswer {
    let file: String?
    let rows: [EffectiveSetting]

    func write(as format: AnswerFormat) throws {
        try format.write(table: table, json: json)
    }

    // MARK: - Table

    private var table: String {
        let columns: [TextTable.Column] = [
            .init(title: "setting", role: .key), .init(title: "value", role: .key), .init(title: "from", role: .key),
        ]
        let cells = rows.map { row in
            [row.key.text, SettingsAnswer.text(of: row), row.origin.place ?? row.origin.kind].map { VisibleText.escaped($0) }
        }
        let layout = TextTable(columns, rows: cells, fitting: Terminal.columns ?? 160)
        return ([columns.map(\.title)] + cells).map { layout.line($0) + "\n" }.joined()
    }

    private static func text(of row: EffectiveSetting) -> String {
        row.values.map { $0.map(harmless).joined(separator: ", ") } ?? "–"
    }

    // MARK: - JSON

    private var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("schema", "fluxgate.settings/1")
        json.member("config", file)
        json.name("settings")
        json.beginArray()
        for row in rows { write(row, to: &json) }
        json.endArray()
        json.endObject()
        json.newline()
        return json.bytes
    }

    private func write(_ row: EffectiveSetting, to json: inout JSONWriter) {
        json.beginObject()
        json.member("setting", row.key.text)
        json.member("variable", row.key.variable)
        json.name("value")
        if row.option.isRepeatable {
            json.beginArray()
            for value in row.values ?? [] { json.value(SettingsAnswer.harmless(value)) }
            json.endArray()
        } else if row.option.isFlag {
            json.value(row.values == ["true"])
        } else {
            json.value(row.values?.first.map { SettingsAnswer.harmless($0) })
        }
        json.member("source", row.origin.kind)
        json.member("place", row.origin.place)
        json.endObject()
    }

    // MARK: - Secrets

    /// The text without what looks like a key, and without the user and password of an address.
    private static func harmless(_ text: String) -> String {
        Redaction.redact(text).replacing(/:\/\/[^\/@]*@/, with: "://***@")
    }
}
