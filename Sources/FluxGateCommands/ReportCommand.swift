import ArgumentParser
import CostReports
import Pricing
import Replay
import TrafficModel

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "What the calls cost: totals, and a table for each grouping.",
        discussion: "Without --by there are three tables: by feature, by user, by session; in HTML one by model too.")

    @OptionGroup var reading: ReadingOptions

    @Option(help: ArgumentHelp("Group by FIELD[,FIELD…]; one table for each --by. Fields: \(GroupField.help).", valueName: "fields"))
    var by: [String] = []

    @Option(help: ArgumentHelp("Rows a table; the rest is folded into one row.", valueName: "n"))
    var top: Int?

    @Option(help: "Order of the rows.")
    var sort: RowOrder?

    @Option(help: ArgumentHelp("Exit with 1 when the total cost is above this many US dollars.", valueName: "usd"))
    var budget: String?

    @Option(help: "The report's form.")
    var format = ReportFormat.table

    @Option(help: "Compare with the period of the same length directly before --since; needs --until too.")
    var compare: ComparedPeriod?

    @Option(help: ArgumentHelp("The organisation that is billed, for --format focus.", valueName: "id"))
    var billingAccount = ReportPlan.unknownBillingAccount

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file, which gets its name only when it is whole.", valueName: "file"), completion: .file())
    var output: String?

    func validate() throws {
        if let top, top < 1 { throw ValidationError("--top takes a number from 1 up.") }
        if compare != nil, !format.showsComparison {
            throw ValidationError("--compare is not for --format \(format.rawValue): a bill has rows of one period alone. Write a file for each period.")
        }
        if let budget, Money(budget) == nil { throw ValidationError("--budget takes an amount in US dollars, such as 250 or 99.50.") }
        _ = try groupings()
    }

    func run() async throws {
        try await run(within: [])
    }

    /// `budgets`: those of the configuration file, for which no option stands.
    func run(within budgets: [Budget]) async throws {
        var session = try ReplaySession(reading, writing: [("--output", output)])
        do {
            var plan = format.standardPlan
            // A bill has rows of its own.
            if !by.isEmpty, !plan.keepsCharges { plan.groupings = try groupings() }
            plan.order = sort
            plan.top = top ?? plan.top
            plan.preference = reading.cost
            plan.zone = try reading.zone()
            plan.budgets = wholeBudget + budgets
            plan.billingAccount = billingAccount
            plan.since = session.plan.since
            plan.until = session.plan.until
            if compare == .previous {
                guard let since = plan.since, let until = plan.until, since < until else {
                    throw ValidationError("--compare previous needs a period with both ends: --since and --until.")
                }
                let earlier = plan.zone.startOfPeriod(before: since, lastingUntil: until)
                plan.comparedSince = earlier
                session.widen(since: earlier)
            }

            let file = try session.open(output)
            var (sink, summary) = try await session.run(into: ReportSink(plan: plan, pricer: session.plan.pricer))
            let report = sink.report(on: summary)
            let columns = output == nil ? Terminal.columns : nil
            let writer = format.writer(columns: min(columns ?? TableReportWriter.standardColumns, 120), colour: output == nil && Terminal.outputTakesColour)
            try writer.write(report) { try file.write($0) }
            try file.finish()
            // The process ends with this, and its memory goes in one piece: a million rows, one after the other, would take a while.
            _ = Unmanaged.passRetained(Kept(sink: sink, report: report))
            noteWhatBillsLack(in: report)
            try session.end(summary, limitCrossed: crossesLimit(report))
        } catch {
            throw session.failure(error)
        }
    }

    private func groupings() throws -> [[GroupField]] {
        try by.map { text in
            do throws(GroupFieldError) { return try GroupField.list(text) } catch { throw ValidationError("--by: \(error)") }
        }
    }

    /// Rows of a bill have an account, a cost and a day: calls that lack one of the last two are in none, and are told here.
    private func noteWhatBillsLack(in report: Report) {
        guard let charges = report.charges else { return }
        if !charges.isEmpty, report.billingAccount == ReportPlan.unknownBillingAccount {
            reading.messages.note("the rows are of the account '\(report.billingAccount)'; --billing-account names the organisation")
        }
        let totals = report.totals
        if totals.unpricedCalls > 0 || totals.noUsageCalls > 0 {
            let kinds = [(totals.unpricedCalls, "without a price"), (totals.noUsageCalls, "without usage")].filter { $0.0 > 0 }
            let counts = kinds.map { "\(FigureText.counted($0.0, "call")) \($0.1)" }
            reading.messages.note("not in the rows, since their cost is not known: \(counts.joined(separator: ", "))")
        }
        if charges.timelessCalls > 0 {
            let cost = charges.timelessCost.amount?.exactText ?? "0"
            let calls = FigureText.counted(charges.timelessCalls, "call")
            reading.messages.note("not in the rows, since their day is not known: \(calls) for \(cost) USD; --assume-time gives one")
        }
        if totals.hasOverflowed { reading.messages.error("sums left their range; rows without an amount are left out") }
    }

    /// The one that `--budget` gives the whole report.
    private var wholeBudget: [Budget] {
        budget.flatMap { Money($0) }.map { [Budget(conditions: [], limit: $0)] } ?? []
    }

    /// Says which limits were crossed, a line each.
    private func crossesLimit(_ report: Report) -> Bool {
        let verdicts = report.budgets.compactMap(\.verdict)
        for verdict in verdicts { reading.messages.error("over budget: \(verdict)") }
        return !verdicts.isEmpty
    }
}

/// What a report is compared with.
enum ComparedPeriod: String, ExpressibleByArgument, CaseIterable {
    case previous
}

/// What is kept to the end of the process.
private final class Kept {
    let sink: ReportSink
    let report: Report

    init(sink: ReportSink, report: Report) {
        self.sink = sink
        self.report = report
    }
}

extension RowOrder: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
