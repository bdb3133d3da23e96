import TrafficModel

/// The page's chart of costs over time: a column for each stretch of time, stacked by the values of one field. Lengths are percentages of
/// the drawing, so that it fits any screen; the amounts stand in the table behind it.
struct CostChart {
    var id: String
    var title: String
    /// The field that columns are stacked by.
    var field: String
    var isFirst: Bool
    /// What a reader should see in the drawing, for those who see none too.
    var summary: String
    var legend: [LegendEntry]
    /// The axis' texts, and the lines across the drawing that they stand at.
    var axis: [String]
    var lines: [String]
    /// True where lines between parts would hide thin columns.
    var isDense: Bool
    var columns: [Column]
    var marks: [Mark]
    var table: Table

    struct LegendEntry {
        var kind: String
        var name: String
        var cost: String
    }

    /// One stretch of time.
    struct Column {
        var left: String
        var width: String
        var name: String
        var cost: String
        /// What each part comes to, from the top down.
        var shares: [String]
        var parts: [Part]
    }

    /// One value's part of a column.
    struct Part {
        var kind: String
        var top: String
        var height: String
    }

    /// A text under the columns.
    struct Mark {
        var place: String
        var text: String
        /// The drawing can do without it where it is narrow.
        var isMinor: Bool
    }

    struct Table {
        var first: String
        var names: [String]
        var rows: [TableRow]
    }

    /// The class of a series' colour; the values that share the last one are grey.
    static func kind(of series: Int, in timeline: ReportTimeline) -> String {
        series < timeline.series.count ? "s\(series + 1)" : "s0"
    }
}

extension CostChart {
    /// Nil where no call has a cost in dollars.
    init?(_ timeline: ReportTimeline, in report: Report, decimals: Int, isFirst: Bool) {
        guard !timeline.series.isEmpty else { return nil }
        let zone = report.period.zone
        let named = timeline.series.map { $0 ?? "(none)" }
        let names = timeline.otherValues > 0 ? named + ["other (\(FigureText.grouped(Int64(timeline.otherValues))))"] : named
        let all = timeline.stretches + (timeline.undated.map { [$0] } ?? [])
        func text(_ sum: MoneySum) -> String { FigureText.dollars(sum, decimals: decimals) }
        func label(_ stretch: ReportTimeline.Stretch) -> String {
            stretch.ordinal.map { timeline.unit.text(ofOrdinal: $0, in: zone) } ?? "(no time)"
        }

        id = "cost-by-\(timeline.field.name)"
        title = "Cost per \(timeline.unit.rawValue)"
        field = timeline.field.name
        self.isFirst = isFirst
        legend = names.indices.map { place in
            var sum = MoneySum()
            for stretch in all { sum.merge(stretch.costs[place]) }
            return LegendEntry(kind: CostChart.kind(of: place, in: timeline), name: names[place], cost: text(sum))
        }

        let greatest = timeline.stretches.compactMap(\.total.amount).max() ?? .zero
        let axis = ChartAxis(upTo: greatest)
        self.axis = axis.labels
        lines = axis.places.map(\.text)
        let count = timeline.stretches.count
        isDense = count > CostChart.mostSpacedColumns
        columns = timeline.stretches.enumerated().map { place, stretch in
            let parts = names.indices.reversed().filter { (stretch.costs[$0].amount ?? .zero) > .zero }
            let shares = names.count > 1 ? parts.map { "\(names[$0]) \(text(stretch.costs[$0]))" } : []
            let (left, width) = CostChart.column(place, of: count)
            return Column(
                left: Percentage(hundredths: left).text, width: Percentage(hundredths: width).text, name: label(stretch), cost: text(stretch.total),
                shares: shares, parts: CostChart.parts(of: stretch, on: axis, in: timeline))
        }
        marks = CostChart.marks(of: timeline, in: zone)
        table = Table(
            first: timeline.unit.rawValue, names: names + ["total"],
            rows: all.map { stretch in
                let sums = stretch.costs.prefix(names.count) + [stretch.total]
                let cells = sums.map { TableCell($0, decimals: decimals) }
                return TableRow(keys: [TableKey(text: label(stretch), kind: stretch.ordinal == nil ? "none" : "")], cells: cells)
            })
        summary = CostChart.summary(of: timeline, decimals: decimals, label: label)
    }

    private static let mostSpacedColumns = 45

    /// Where a column stands, in hundredths of a percent: in the middle of its room. Columns draw together where there are many.
    private static func column(_ place: Int, of count: Int) -> (left: Int, width: Int) {
        let (start, end) = (10_000 * place / count, 10_000 * (place + 1) / count)
        let gap = (end - start) / (count > mostSpacedColumns ? 10 : 4)
        return (start + gap / 2, max(1, end - start - gap))
    }

    /// The dearest value's part at the bottom. Each part ends where the next one begins, rounded once.
    private static func parts(of stretch: ReportTimeline.Stretch, on axis: ChartAxis, in timeline: ReportTimeline) -> [Part] {
        var parts: [Part] = []
        var below = MoneySum()
        for (place, cost) in stretch.costs.enumerated() {
            guard let amount = cost.amount, amount > .zero else { continue }
            let start = Percentage((below.amount ?? .zero).quintillionths, of: axis.top.quintillionths).hundredths
            below.add(amount)
            let end = Percentage((below.amount ?? axis.top).quintillionths, of: axis.top.quintillionths).hundredths
            guard end > start else { continue }
            parts.append(
                Part(kind: kind(of: place, in: timeline), top: Percentage(hundredths: 10_000 - end).text, height: Percentage(hundredths: end - start).text))
        }
        return parts
    }

    private static let mostMarks = 8

    private static func marks(of timeline: ReportTimeline, in zone: ZoneRules) -> [Mark] {
        let count = timeline.stretches.count
        let every = (count + mostMarks - 1) / mostMarks
        return stride(from: 0, to: count, by: max(every, 1)).enumerated().map { number, place in
            let text = timeline.stretches[place].ordinal.map { DayText.short($0, timeline.unit, in: zone) } ?? ""
            let (left, width) = column(place, of: count)
            return Mark(place: Percentage(hundredths: left + width / 2).text, text: text, isMinor: number % 2 == 1)
        }
    }

    private static func summary(of timeline: ReportTimeline, decimals: Int, label: (ReportTimeline.Stretch) -> String) -> String {
        let unit = timeline.unit.rawValue
        var text = ""
        let dearest = timeline.stretches.max { ($0.total.amount ?? .zero) < ($1.total.amount ?? .zero) }
        if let dearest, let amount = dearest.total.amount, timeline.stretches.count > 1 {
            text = "Highest: \(label(dearest)) with \(FigureText.dollars(amount, decimals: decimals))."
            var total = MoneySum()
            for stretch in timeline.stretches { total.merge(stretch.total) }
            if let total = total.amount, timeline.isContinuous {
                let average = Money(quintillionths: total.quintillionths / Int128(timeline.stretches.count))
                text += " On average \(FigureText.dollars(average, decimals: decimals)) per \(unit)."
            }
        }
        if !timeline.isContinuous { text += " Without a place for each \(unit) in which nothing was spent." }
        if timeline.undated != nil { text += " Calls without a time are in the table alone." }
        return text
    }
}
