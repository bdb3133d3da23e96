import TrafficModel

/// `--format json`, the schema `fluxgate.report/1`. A promise to scripts: members may be added, never changed.
package struct JSONReportWriter: ReportWriter {
    package init() {}

    package func write<Failure: Error>(_ report: Report, to output: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        var json = JSONWriter()
        json.beginObject()
        json.member("schema", "fluxgate.report/1")
        json.name("inputs")
        json.write(report.inputs)
        json.name("period")
        json.write(report.period)
        json.name("totals")
        json.beginObject()
        json.writeMembers(of: report.totals)
        json.endObject()
        json.name("groups")
        json.beginArray()
        for group in report.groups {
            json.beginObject()
            json.name("by")
            json.array(of: group.fields) { json, field in json.value(field.name) }
            json.name("rows")
            json.beginArray()
            func hand(on rows: [UInt8]) throws(Failure) {
                json.leavePlace()
                try output(json.takeBytes())
                try output(rows)
            }
            try writeInPieces(rows: group.rowCount, to: hand) { rows in
                var json = JSONWriter(capacity: 512 * rows.count)
                for row in rows { json.write(group.row(at: row), of: group.fields) }
                return json.bytes
            }
            json.endArray()
            if let revenue = group.revenue {
                json.name("revenue")
                json.beginObject()
                json.member("users", revenue.users)
                json.member("cost_usd", revenue.cost.amount?.exactText)
                json.writeMembers(of: revenue)
                json.endObject()
            }
            json.endObject()
        }
        json.endArray()
        json.name("prices")
        json.writePrices(of: report)
        json.name("coverage")
        json.beginObject()
        json.name("no_usage")
        json.array(of: report.noUsage) { json, entry in json.counted(entry.reason.rawValue, as: "calls", entry.calls) }
        json.endObject()
        json.name("diagnostics")
        json.array(of: report.diagnostics) { json, diagnostic in json.write(diagnostic) }
        if let comparison = report.comparison { json.write(comparison, of: report) }
        if !report.budgets.isEmpty { json.write(report.budgets) }
        json.endObject()
        json.newline()
        try output(json.takeBytes())
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ inputs: InputCounts) {
        beginObject()
        member("files", inputs.files)
        member("bytes", inputs.bytes)
        member("lines", inputs.lines)
        member("records", inputs.records)
        member("calls", inputs.calls)
        member("joined", inputs.joined)
        member("duplicates", inputs.duplicates)
        member("filtered", inputs.filtered)
        member("ignored", inputs.ignored)
        member("rejected", inputs.rejected)
        name("rejects")
        array(of: inputs.rejectReasons) { json, entry in json.counted(entry.reason.rawValue, as: "count", entry.records) }
        endObject()
    }

    fileprivate mutating func write(_ period: ReportPeriod) {
        beginObject()
        member("since", period.since?.utcText)
        member("until", period.until?.utcText)
        member("timezone", period.zone.name)
        member("first", period.first?.utcText)
        member("last", period.last?.utcText)
        endObject()
    }

    fileprivate mutating func write(_ row: ReportRow, of fields: [GroupField]) {
        beginObject()
        name("key")
        beginObject()
        for (field, text) in zip(fields, row.key) { member(field.name, text) }
        endObject()
        if let folded = row.foldedRows { member("folded", folded) }
        writeMembers(of: row.figures)
        if let revenue = row.revenue { writeMembers(of: revenue) }
        if let before = row.before { writeChange(from: before, to: row.figures) }
        endObject()
    }

    fileprivate mutating func writeMembers(of rollup: Rollup) {
        figure("calls", rollup.calls)
        plainName("statuses")
        beginObject()
        for status in CallStatus.allCases {
            let calls = rollup.calls(endedWith: status)
            if calls > 0 { member(status.rawValue, calls) }
        }
        endObject()
        figure("input_tokens", rollup.inputTokens.value)
        figure("cached_input_tokens", rollup.cachedInputTokens.value)
        figure("cache_write_tokens", rollup.cacheWriteTokens.value)
        figure("output_tokens", rollup.outputTokens.value)
        figure("reasoning_tokens", rollup.reasoningTokens.value)
        figure("audio_input_tokens", rollup.audioInputTokens.value)
        figure("audio_output_tokens", rollup.audioOutputTokens.value)
        figure("cost_usd", rollup.cost.amount)
        figure("reported_usd", rollup.reportedCost.amount)
        figure("computed_usd", rollup.computedCost.amount)
        figure("unpriced_calls", rollup.unpricedCalls)
        figure("no_usage_calls", rollup.noUsageCalls)
        plainName("latency_ms")
        beginObject()
        figure("p50", milliseconds: rollup.latency.percentile(50))
        figure("p90", milliseconds: rollup.latency.percentile(90))
        figure("p95", milliseconds: rollup.latency.percentile(95))
        figure("p99", milliseconds: rollup.latency.percentile(99))
        figure("max", milliseconds: rollup.latency.max)
        figure("known", rollup.latency.known)
        endObject()
        if !rollup.otherCurrencies.isEmpty {
            name("other_currencies")
            beginObject()
            for (currency, sum) in rollup.otherCurrencies { member(currency.code, sum.amount) }
            endObject()
        }
    }

    // Of these there are a million in a large report.

    private mutating func figure(_ name: StaticString, _ count: Int64?) {
        plainName(name)
        if let count { value(count) } else { null() }
    }

    private mutating func figure(_ name: StaticString, _ amount: Money?) {
        plainName(name)
        value(amount)
    }

    private mutating func figure(_ name: StaticString, milliseconds micros: Int64?) {
        plainName(name)
        if let micros { milliseconds(fromMicroseconds: micros) } else { null() }
    }

    fileprivate mutating func writeMembers(of revenue: Revenue) {
        member("revenue_usd", revenue.amount.amount?.exactText)
        member("margin_usd", revenue.margin?.exactText)
    }

    fileprivate mutating func writePrices(of report: Report) {
        beginObject()
        member("catalogue", report.catalogue)
        name("unpriced_models")
        array(of: report.unpricedModels) { json, entry in
            json.beginObject()
            json.member("model", entry.model)
            json.member("calls", entry.calls.calls)
            json.member("input_tokens", entry.calls.inputTokens)
            json.member("output_tokens", entry.calls.outputTokens)
            json.name("reasons")
            json.array(of: entry.calls.reasons) { json, entry in json.counted(entry.reason.rawValue, as: "calls", entry.calls) }
            json.endObject()
        }
        endObject()
    }

    fileprivate mutating func write(_ diagnostic: DiagnosticCount) {
        beginObject()
        member("name", diagnostic.name.rawValue)
        member("count", diagnostic.count)
        member("first", diagnostic.first?.text)
        endObject()
    }

    /// An object that says how often a reason applied.
    fileprivate mutating func counted(_ reason: String, as countName: String, _ count: Int64) {
        beginObject()
        member("reason", reason)
        member(countName, count)
        endObject()
    }

    fileprivate mutating func array<Elements: Sequence>(of elements: Elements, each write: (inout JSONWriter, Elements.Element) -> Void) {
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    private mutating func member(_ name: String, _ sum: CountSum) {
        self.name(name)
        if let count = sum.value { value(count) } else { null() }
    }
}
