import Crypto
import Foundation
import TrafficModel

/// The page down to the first of its large tables.
struct PageTop {
    var style = PageFile.style
    var policy = ContentPolicy.text
    var period: String
    /// The bounds, where any were asked for, and the first and last call.
    var times: String
    /// The total up to its cents, and the digits behind.
    var cents: String
    var furtherDigits: String?
    var unit: String
    var tiles: [Tile]
    /// What the total leaves out.
    var gaps: String?
    /// Budgets that were crossed.
    var alarms: [String]
    var comparison: ComparisonTable?
    var charts: [CostChart]
    var hasChoice: Bool
    var hasNoChart: Bool
    var cards: [FigureCard]
    var tables: [TableLink]

    /// One of the figures that a reader looks for first.
    struct Tile {
        var name: String
        var figure: String
        var notes: [String]
    }

    struct TableLink {
        var id: String
        var title: String
    }

    init(_ report: Report, decimals: Int) {
        let totals = report.totals
        period = PageTop.period(of: report.period)
        times = PageTop.times(of: report.period)
        let cost = totals.cost.amount.map(FigureText.exactDollars) ?? (totals.cost.hasOverflowed ? FigureText.overflow : FigureText.missing)
        let point = cost.firstIndex(of: ".") ?? cost.endIndex
        cents = String(cost[..<point] + cost[point...].prefix(3))
        furtherDigits = cents == cost ? nil : String(cost.dropFirst(cents.count))
        unit = totals.cost.amount == nil ? "No call had a price in US dollars" : "US dollars, exact to the last digit"
        tiles = PageTop.tiles(of: totals)
        gaps = ReportSummary.gaps(in: totals)
        alarms = report.budgets.compactMap(\.verdict)
        comparison = ComparisonTable(report, decimals: decimals)
        // The last timeline stands for all where no call told what the others go by.
        let told = report.timelines.filter(\.isTold)
        let shown = told.isEmpty ? report.timelines.suffix(1) : told
        let charts = shown.compactMap { CostChart($0, in: report, decimals: decimals, isFirst: $0.field == shown.first?.field) }
        self.charts = charts
        hasChoice = charts.count > 1
        hasNoChart = charts.isEmpty
        let further = [report.groups.lazy.compactMap(\.revenue).first.flatMap(FigureCard.revenue), FigureCard.budgets(report.budgets)].compactMap(\.self)
        cards = ([.statuses(of: totals), .latency(of: totals), .tokens(of: totals)] + further).filter { !$0.rows.isEmpty || $0.note != nil }
        tables = report.groups.enumerated().map { place, group in
            TableLink(id: "table-\(place + 1)", title: "By " + group.fields.map(\.name).joined(separator: ", "))
        }
    }

    private static func period(of period: ReportPeriod) -> String {
        // A bound is exclusive: the last day is that of the instant before.
        let last = period.until.map { Timestamp(microseconds: $0.microseconds - 1) } ?? period.last
        guard let first = period.since ?? period.first, let last, first <= last else { return "No calls with a time" }
        return DayText.days(from: period.zone.date(at: first), to: period.zone.date(at: last))
    }

    private static func times(of period: ReportPeriod) -> String {
        let isBounded = period.since != nil || period.until != nil
        let span = ReportSummary.span(of: period) ?? "no calls with a time"
        return isBounded ? "\(ReportSummary.bounds(of: period)); \(span)" : "\(span) (\(period.zone.name))"
    }

    private static func tiles(of totals: Rollup) -> [Tile] {
        let errors = totals.errors > 0
            ? "\(FigureText.counted(totals.errors, "error")) (\(FigureText.share(of: Int128(totals.errors), in: Int128(totals.calls))))" : "no errors"
        var tokens = ["\(FigureText.compact(totals.inputTokens)) input, \(FigureText.compact(totals.outputTokens)) output"]
        let cached = FigureText.cachedShare(of: totals)
        if cached != FigureText.missing { tokens.append("\(cached) of input cached") }
        let latency = [(95, "p95"), (99, "p99")].compactMap { percent, name in
            totals.latency.percentile(percent).map { "\(name) \(FigureText.duration(microseconds: $0))" }
        }
        return [
            Tile(name: "Calls", figure: FigureText.compact(totals.calls), notes: [errors]),
            Tile(name: "Tokens", figure: totals.tokens.map(FigureText.compact) ?? FigureText.overflow, notes: tokens),
            Tile(
                name: "Median latency", figure: totals.latency.percentile(50).map { FigureText.duration(microseconds: $0) } ?? FigureText.missing,
                notes: latency.isEmpty ? ["not measured"] : [latency.joined(separator: ", ")]),
        ]
    }
}

/// What the page's browser may do: apply the page's own style, run its own script, and nothing else.
enum ContentPolicy {
    static var text: String {
        let sources = "style-src '\(hash(PageFile.style))'; script-src '\(hash(PageFile.script))'; img-src data:"
        return "default-src 'none'; \(sources); base-uri 'none'; form-action 'none'"
    }

    private static func hash(_ source: String) -> String { "sha256-" + Data(SHA256.hash(data: Data(source.utf8))).base64EncodedString() }
}
