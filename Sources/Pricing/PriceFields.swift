import ByteStreams
import TrafficModel

/// The fields of one line of a price file. Each is taken out as it is read: what is left in the end is a field nobody knows.
struct PriceFields {
    private var fields: [String: JSONValue] = [:]
    /// Where the line stands.
    private(set) var provenance: PriceProvenance

    init(_ line: JSONValue, at provenance: PriceProvenance) throws(PriceFileError) {
        self.provenance = provenance
        guard line.kind == .object else { throw PriceFileError(provenance, "a line is a JSON object, or a comment that begins with “#”") }
        for (name, value) in line.members {
            guard let name = name.string else { throw PriceFileError(provenance, "a field's name can't be read") }
            guard fields.updateValue(value, forKey: name) == nil else { throw fault(name, "stands twice; leave one") }
        }
    }

    func has(_ name: String) -> Bool { fields[name] != nil }

    func fault(_ name: String, _ message: String) -> PriceFileError {
        PriceFileError(provenance, "“\(name)” \(message)")
    }

    /// Refuses what no one has read.
    func finish(_ kind: String) throws(PriceFileError) {
        guard let unknown = fields.keys.min() else { return }
        throw fault(unknown, "is no field of \(kind); correct its name or leave it out")
    }

    // MARK: - Kinds of field

    private mutating func take(_ name: String) -> JSONValue? {
        guard let value = fields.removeValue(forKey: name), !value.isNull else { return nil }
        return value
    }

    mutating func text(_ name: String) throws(PriceFileError) -> String? {
        guard let value = take(name) else { return nil }
        guard let text = value.string, !text.isEmpty else { throw fault(name, "must be a text") }
        return text
    }

    mutating func requiredText(_ name: String) throws(PriceFileError) -> String {
        guard let text = try text(name) else { throw fault(name, "is missing") }
        return text
    }

    mutating func texts(_ name: String) throws(PriceFileError) -> [String]? {
        guard let value = take(name) else { return nil }
        guard value.kind == .array else { throw fault(name, "must be a list of texts") }
        var texts: [String] = []
        for element in value.elements {
            guard let text = element.string, !text.isEmpty else { throw fault(name, "must be a list of texts") }
            texts.append(text)
        }
        return texts
    }

    mutating func count(_ name: String) throws(PriceFileError) -> Int64? {
        guard let value = take(name) else { return nil }
        guard let count = value.int64, count > 0 else { throw fault(name, "must be a whole number above 0") }
        return count
    }

    mutating func flag(_ name: String) throws(PriceFileError) -> Bool {
        guard let value = take(name) else { return false }
        guard let flag = value.bool else { throw fault(name, "must be true or false") }
        return flag
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(PriceFileError) -> Choice? where Choice.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw fault(name, "can't be “\(text)”; it is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    // MARK: - Money

    /// A price or a factor.
    mutating func decimal(_ name: String) throws(PriceFileError) -> Money? {
        guard let value = take(name) else { return nil }
        return try decimal(name, value)
    }

    /// Prices by a name, such as a size.
    mutating func decimals(_ name: String) throws(PriceFileError) -> [String: Money] {
        guard let value = take(name) else { return [:] }
        guard value.kind == .object else { throw fault(name, "must be an object of prices by size") }
        var decimals: [String: Money] = [:]
        for (key, price) in value.members {
            guard let key = key.string, !key.isEmpty, decimals[key] == nil else { throw fault(name, "needs distinct, readable names inside") }
            decimals[key] = try decimal(name, price)
        }
        return decimals
    }

    private func decimal(_ name: String, _ value: JSONValue) throws(PriceFileError) -> Money {
        guard let text = value.string else {
            throw fault(name, "must be a decimal number in quotes: \"\(value.kind == .number ? value.rawText : "2.50")\"")
        }
        guard let money = Money(text), money.isExactRate else {
            throw fault(name, "can't be held exactly: “\(text)”; it must be a decimal number from 0 up with at most 12 decimals")
        }
        return money
    }

    // MARK: - Time

    mutating func date(_ name: String) throws(PriceFileError) -> CivilDate? {
        guard let text = try text(name) else { return nil }
        guard let parsed = Timestamp.parse(text.utf8), parsed.isDate else { throw fault(name, "is no date: “\(text)”; write 2026-01-31") }
        return CivilDate(daysSinceEpoch: Int(parsed.timestamp.seconds / 86_400))
    }

    mutating func time(_ name: String) throws(PriceFileError) -> Timestamp? {
        guard let text = try text(name) else { return nil }
        guard let parsed = Timestamp.parse(text.utf8), parsed.isDate || parsed.hasZone else {
            throw fault(name, "is no date: “\(text)”; write 2026-01-31 or 2026-01-31T12:00:00Z")
        }
        return parsed.timestamp
    }

    mutating func period(_ start: String, _ end: String) throws(PriceFileError) -> PricePeriod {
        guard let from = try time(start) else { throw fault(start, "is missing") }
        let to = try time(end)
        if let to, to <= from { throw fault(end, "must be later than “\(start)”: the end is not part of the period") }
        return PricePeriod(start: from, end: to)
    }

    /// What every kind of row may say about itself.
    mutating func describe() throws(PriceFileError) -> PriceProvenance {
        provenance.source = try text("source")
        provenance.confidence = try text("confidence")
        provenance.note = try text("note")
        return provenance
    }
}
