import ArgumentParser
import CostReports
import Foundation
import Pricing
import Replay
import StateFiles
import TrafficLogs
import TrafficModel

/// The options that every reading command takes.
struct ReadingOptions: ParsableArguments {
    @Argument(help: "Files, folders (read through), globs, or - for standard input.", completion: .file())
    var paths: [String] = []

    @Option(help: ArgumentHelp("A ledger that ingest keeps, in place of inputs.", valueName: "file"), completion: .file())
    var ledger: String?

    @Option(
        help: ArgumentHelp("Take every record for one container: auto, \(LogContainers.names.joined(separator: ", ")).", valueName: "name"),
        completion: .list(["auto"] + LogContainers.names))
    var logFormat = "auto"

    @Option(
        name: .customLong("map"),
        help: ArgumentHelp(
            "Where a field of an unknown layout stands, as a JSON Pointer: --map time=/ts. Repeatable; for one field, the first place that holds something counts.",
            discussion: "Fields: \(FieldMapping.fieldNames.joined(separator: ", ")).", valueName: "field=pointer"))
    var mappings: [String] = []

    @Option(help: ArgumentHelp("A configuration file (TOML) with values for options; FLUXGATE_ variables win over it, and what is typed over both.", valueName: "file"), completion: .file())
    var config: String?

    @Option(help: ArgumentHelp("Calls from this time on: a date (the whole day, in --timezone) or an RFC 3339 time.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Calls up to this time: a date (that day included) or an RFC 3339 time (that instant excluded).", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("The time of calls that carry none.", valueName: "time"))
    var assumeTime: String?

    @Option(
        help: ArgumentHelp("IANA zone for dates and for day, week and month groups.", valueName: "name"),
        completion: .custom { _, _, _ in TimeZone.knownTimeZoneIdentifiers })
    var timezone = "UTC"

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Keep matching calls: FIELD=VALUE or FIELD!=VALUE; * matches any run of characters. Repeatable.", valueName: "field=value"))
    var conditions: [String] = []

    @Flag(help: "Count a call again when its id was seen before.")
    var noDedupe = false

    @Option(help: ArgumentHelp("A price file over the built-in price book. Repeatable.", valueName: "file"), completion: .file())
    var prices: [String] = []

    @Option(help: ArgumentHelp("The tier of calls whose log names none: default, batch, flex, priority.", valueName: "tier"))
    var serviceTier: String?

    @Option(help: "Which cost heads the report where the provider told the call's own.")
    var cost = CostPreference.reported

    @Option(help: "How an answer becomes a status: as it was, or as FluxGate's published wrapper says it.")
    var statusMapping = StatusMapping.detailed

    @Option(help: ArgumentHelp("Threads; all cores by default.", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Write a JSON line for every record that could not be read.", valueName: "file"), completion: .file())
    var rejects: String?

    @Flag(help: "Exit with 65 when any record was rejected.")
    var strict = false

    @Option(help: "Show progress on standard error.")
    var progress = ProgressMode.auto

    @Flag(name: .shortAndLong, help: "No notes on standard error, errors alone.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Name every input and every rejected record on standard error.")
    var verbose = false

    func validate() throws {
        guard !paths.isEmpty || ledger != nil else { throw ValidationError("Missing input: name files, folders or globs, or - for standard input.") }
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 up.") }
        if logFormat != "auto", !LogContainers.names.contains(logFormat) {
            throw ValidationError("Unknown --log-format '\(logFormat)'; known: auto, \(LogContainers.names.joined(separator: ", ")).")
        }
        if logFormat == MappedLog.containerName, mappings.isEmpty {
            throw ValidationError("--log-format map needs --map FIELD=POINTER: it says where things stand.")
        }
        _ = try mapping()
    }
}

enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

extension CostPreference: ExpressibleByArgument {}
extension StatusMapping: ExpressibleByArgument {}

// MARK: - From options to a plan

extension ReadingOptions {
    var messages: Messages { Messages(isQuiet: quiet) }

    /// A line for progress, if it is to be shown.
    var progressLine: ProgressLine? {
        progress == .always || progress == .auto && Terminal.errorIsTerminal && !quiet ? ProgressLine() : nil
    }

    func zone() throws -> ZoneRules {
        guard let zone = ZoneRules.named(timezone) else {
            throw ValidationError("Unknown --timezone '\(timezone)'; IANA names such as Europe/Berlin are known.")
        }
        return zone
    }

    private func mapping() throws -> FieldMapping {
        var mapping = FieldMapping()
        for text in mappings {
            do throws(FieldMappingError) { try mapping.add(text) } catch { throw ValidationError("--map: \(error.message).") }
        }
        return mapping
    }

    /// The plan, and the named inputs that do not exist.
    func plan() throws -> (plan: ReplayPlan, missing: [String]) {
        let zone = try zone()
        var plan = ReplayPlan(pricer: Pricer(book: try PriceBookLoader(messages: messages).book(overlays: prices)))
        let expansion = InputPaths.expand(paths)
        plan.inputs = InputOrder.requestsFirst(expansion.inputs)
        plan.mapping = try mapping()
        plan.container = logFormat == MappedLog.containerName ? MappedLog(plan.mapping) : LogContainers.named(logFormat)
        plan.textLog = LogContainers.text(named: logFormat)
        plan.readsTranscripts = logFormat == LogContainers.transcriptName
        plan.since = try since.map { try instant($0, option: "--since", zone, dayEnds: false) }
        plan.until = try until.map { try instant($0, option: "--until", zone, dayEnds: true) }
        plan.assumedTime = try assumeTime.map { try instant($0, option: "--assume-time", zone, dayEnds: false) }
        plan.defaultTier = serviceTier
        plan.filters.zone = zone
        for condition in conditions {
            do throws(CallFilterError) { try plan.filters.add(condition) } catch { throw ValidationError("--where: \(error.message)") }
        }
        plan.dedupes = !noDedupe
        plan.statusMapping = statusMapping
        plan.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        if verbose { for path in expansion.repeated { messages.note("\(path): named twice, read once") } }
        return (plan, expansion.missing)
    }

    /// Refuses outputs that would take the place of a file that is read or kept, or of one another.
    func check(_ outputs: [(option: String, path: String?)], inputs: [String], _ others: [(what: String, paths: [String])]) throws {
        let read = [
            (what: "an input", paths: inputs), (what: "the ledger", paths: ledger.map(StateFile.files) ?? []), (what: "a price file", paths: prices),
            (what: "the configuration", paths: config.map { [$0] } ?? []),
        ]
        try OutputFiles(outputs + (rejects.map { [("--rejects", $0)] } ?? [])).check(against: read + others)
    }

    /// A date means that whole day in the zone; a time is an instant.
    private func instant(_ text: String, option: String, _ zone: ZoneRules, dayEnds: Bool) throws -> Timestamp {
        guard let parsed = Timestamp.parse(Array(text.utf8)) else {
            throw ValidationError("\(option) takes a date (2026-10-01) or an RFC 3339 time (2026-10-01T13:00:00Z), not '\(text)'.")
        }
        guard parsed.isDate else { return parsed.timestamp }
        let day = ZoneRules.utc.date(at: parsed.timestamp)
        return zone.start(of: dayEnds ? CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1) : day)
    }
}
