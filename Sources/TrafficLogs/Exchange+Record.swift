package import ByteStreams
package import OpenAIWire
package import TrafficModel

// What records of several containers write alike.
extension Exchange {
    /// Reads the time of a call as its record writes it.
    package mutating func readTime(_ value: JSONValue?) {
        guard let value, !value.isNull else { return }
        guard let read = value.time else { return notes.append(.timeUnreadable) }
        time = read.time
        if !read.hasZone { notes.append(.zoneMissing) }
    }

    /// Reads a FluxGate context: attribution, tier, a cost of its own.
    package mutating func readContext(_ context: JSONValue) {
        self.context.readContext(context)
        guard context.isObject else { return }
        contextServiceTier = (context.present("serviceTier") ?? context["service_tier"])?.nonEmptyString ?? contextServiceTier
        if let cost = context["openrouterCost"], let digits = cost.numberDigits ?? cost.rawString { contextCost = Money(reported: digits) }
        if let rates = context["costOverride"] { costOverride = CostOverride(rates) }
    }
}

extension CostOverride {
    /// Reads the rates of a `costOverride`; nil where one that is required is missing or no number.
    init?(_ rates: JSONValue) {
        func rate(_ name: StaticString) -> Money? {
            guard let value = rates[name], let digits = value.numberDigits ?? value.rawString else { return nil }
            return Money(reported: digits)
        }
        guard let input = rate("inputCostPer1MTokens"), let output = rate("outputCostPer1MTokens") else { return nil }
        self.init(input: input, output: output)
        cacheRead = rate("cacheReadCostPer1MTokens")
        cacheWrite = rate("cacheWriteCostPer1MTokens")
        reasoning = rate("reasoningCostPer1MTokens")
    }
}

extension JSONValue {
    /// An HTTP status, as a number or as digits.
    package var httpStatus: Int? {
        guard let number = int64 ?? rawString?.wholeNumber, (100...999).contains(number) else { return nil }
        return Int(number)
    }

    /// A time as records write it: RFC 3339 text or its like, an HTTP date, or a Unix number in any unit. Without a zone it is UTC.
    package var time: (time: Timestamp, hasZone: Bool)? {
        if let digits = numberDigits { return digits.unixTime.map { ($0, true) } }
        guard let text = rawString else { return nil }
        if let parsed = text.timestamp { return (parsed.timestamp, parsed.hasZone) }
        return (text.unixTime ?? Timestamp.parseHTTPDate(text) ?? Timestamp.parseCommonLogDate(text)).map { ($0, true) }
    }

    /// A length of time in microseconds: a number of the given unit, or a text that names its own (`1.4889975s`, `342.058959ms`, `1m2.5s`).
    package func microseconds(perUnit unit: Int64) -> Int64? {
        if let digits = numberDigits { return JSONValue.microseconds(digits, perUnit: unit) }
        guard let text = rawString, !text.isEmpty else { return nil }
        if let plain = JSONValue.microseconds(text, perUnit: unit) { return plain }
        return JSONValue.goDuration(text)
    }

    private static func microseconds(_ digits: ByteView, perUnit unit: Int64) -> Int64? {
        // Millionths of a unit, times its microseconds, over a million.
        guard let number = digits.millionths else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow ? nil : product / 1_000_000
    }

    /// Go writes lengths of time as numbers with units, the larger first.
    private static func goDuration(_ text: ByteView) -> Int64? {
        var total: Int64 = 0
        var position = 0
        while position < text.count {
            let start = position
            while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) || text[position] == UInt8(ascii: ".") { position += 1 }
            let unitStart = position
            while position < text.count, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) { position += 1 }
            let unit = text[unitStart..<position]
            let scale: Int64
            var divisor: Int64 = 1
            if unit.equals("h") {
                scale = 3_600_000_000
            } else if unit.equals("m") {
                scale = 60_000_000
            } else if unit.equals("s") {
                scale = 1_000_000
            } else if unit.equals("ms") {
                scale = 1_000
            } else if unit.equals("µs") || unit.equals("us") {
                scale = 1
            } else if unit.equals("ns") {
                scale = 1
                divisor = 1_000
            } else {
                return nil
            }
            guard unitStart > start, let part = microseconds(text[start..<unitStart], perUnit: scale) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part / divisor)
            guard !overflow else { return nil }
            total = sum
        }
        return total
    }
}
